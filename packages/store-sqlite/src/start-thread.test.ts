import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { raw, sql } from '@sillage/store-kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startThread } from './start-thread.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-thread-'))
})
afterEach(() => rm(folder, { recursive: true }))

const threadOn = (name = 'sillage.db') => startThread({ filename: join(folder, name), role: 'writer' })

test('runs statements in their order, those of many rows too, and stops at the first that fails', async () => {
  const thread = threadOn()
  const results = await thread.run([
    raw('create table t (a integer primary key, b text)'),
    {
      ...raw('insert into t values (?, ?)'),
      each: [
        [1, 'x'],
        [2, null],
      ],
    },
    sql`select * from t where a > ${0}`,
  ])
  expect(results.map(({ changes }) => changes)).toEqual([0, 2, 2])
  expect(results[2]?.rows).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: null },
  ])
  const failing = thread.run([raw('begin'), sql`insert into t values (${1}, ${'y'})`, raw('delete from t')])
  await expect(failing).rejects.toMatchObject({ name: 'SqliteError', code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
  await thread.rollback()
  await thread.rollback()
  expect((await thread.run([raw('select count(*) as n from t')]))[0]?.rows).toEqual([{ n: 2 }])
  await thread.close()
})

test('a file that cannot be opened is an error of the request, and opened once it exists', async () => {
  const thread = threadOn('later/sillage.db')
  await expect(thread.run([raw('select 1')])).rejects.toThrow('directory does not exist')
  await mkdir(join(folder, 'later'))
  expect((await thread.run([raw('select 1 as one')]))[0]?.rows).toEqual([{ one: 1 }])
  await thread.close()
})

test('a request that a thread leaves unanswered when it ends is rejected; the next starts another, after that end', async () => {
  const thread = threadOn()
  await thread.run([raw('create table t (a)')])
  const session = thread.session?.()
  const { postMessage } = Worker.prototype
  let unanswered: unknown
  const posted = vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker, message) {
    postMessage.call(this, message)
    unanswered = session?.run([raw('insert into t values (1)')])
  })
  const closing = thread.close()
  const next = thread.run([raw('select count(*) as n from t')])
  await closing
  posted.mockRestore()
  await expect(unanswered).rejects.toMatchObject({ code: 'SQLITE_THREAD' })
  expect((await next)[0]?.rows).toEqual([{ n: 0 }])
  await thread.close()
})

test('a transaction whose thread ended is not continued in another', async () => {
  const thread = threadOn()
  await thread.run([raw('create table t (a)')])
  const session = thread.session?.()
  await session?.run([raw('begin immediate'), raw('insert into t values (1)')])
  await thread.close()
  await expect(session?.run([raw('insert into t values (2)'), raw('commit')])).rejects.toMatchObject({
    code: 'SQLITE_THREAD',
    commit: 'not made',
  })
  expect((await thread.run([raw('select count(*) as n from t')]))[0]?.rows).toEqual([{ n: 0 }])
  await thread.close()
})

test('what cannot be sent to a thread is an error of the request, and leaves no answer to wait for', async () => {
  const thread = threadOn()
  const referenced = vi.spyOn(Worker.prototype, 'ref')
  await expect(thread.run([sql`select ${() => 1}`])).rejects.toMatchObject({ name: 'DataCloneError' })
  expect(referenced).not.toHaveBeenCalled()
  referenced.mockRestore()
  await thread.close()
})
