import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Result, raw } from '@sillage/store-kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCheckpoints } from './checkpoints.ts'
import { openConnection } from './sqlite-connection.ts'

let folder: string
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  folder = await mkdtemp(join(tmpdir(), 'sillage-log-'))
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

/** A database whose writer goes on writing whenever pages were moved beside it. */
function busyDatabase() {
  const file = join(folder, 'sillage.db')
  const [writer, other] = [openConnection(file, 'writer'), openConnection(file, 'writer')]
  writer.run([raw('create table t (id integer primary key, page blob)')])
  const write = (pages: number) =>
    writer.run([
      raw(`insert into t (page) with recursive n (i) as (select 1 union all select i + 1 from n where i < ${pages})
        select randomblob(4000) from n`),
    ])
  const calls: string[] = []
  const checkpoints = createCheckpoints({
    aside(statements) {
      calls.push('aside')
      const results = other.run(statements)
      write(20)
      return results
    },
    inTurn(statements) {
      calls.push('in turn')
      return writer.run(statements)
    },
    due: () => true,
    isSmall: () => true,
    patienceMs: 0,
  })
  const logPages = () => (other.handle.pragma('wal_checkpoint(passive)') as { log: number }[])[0]?.log
  const close = () => [writer, other].map((connection) => connection.close())
  return { write, checkpoints, calls, logPages, close }
}

test('a long log is restarted although the writer never pauses', async () => {
  const { write, checkpoints, calls, logPages, close } = busyDatabase()
  write(8_500)
  checkpoints.wrote()
  checkpoints.wrote()
  await vi.advanceTimersByTimeAsync(250)
  await checkpoints.close()
  expect(calls).toEqual(['aside', 'aside', 'in turn'])
  write(1)
  expect(logPages()).toBeLessThan(20)
  close()
})

test('a short log is moved beside the writer, once for all that was written in a quarter of a second', async () => {
  const { write, checkpoints, calls, close } = busyDatabase()
  write(50)
  checkpoints.wrote()
  await vi.advanceTimersByTimeAsync(249)
  checkpoints.wrote()
  expect(calls).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(calls).toEqual(['aside'])
  checkpoints.wrote()
  await checkpoints.close()
  await vi.advanceTimersByTimeAsync(1_000)
  checkpoints.wrote()
  expect(vi.getTimerCount()).toBe(0)
  expect(calls).toEqual(['aside'])
  close()
})

test('a checkpoint that fails is made after the next write', async () => {
  const answers: (() => Result[])[] = [
    () => {
      throw new Error('the disk is away')
    },
    () => [{ rows: [{ log: 3, checkpointed: 3 }], changes: 0 }],
  ]
  let calls = 0
  const checkpoints = createCheckpoints({
    aside: () => answers[calls++]?.() ?? [],
    inTurn: () => [],
    due: () => true,
    isSmall: () => true,
    patienceMs: 0,
  })
  for (const count of [1, 2]) {
    checkpoints.wrote()
    await vi.advanceTimersByTimeAsync(250)
    expect(calls).toBe(count)
  }
  await checkpoints.close()
})

test('a checkpoint that is not due, or cannot be asked for, is left out', async () => {
  const answers = [
    () => false,
    () => {
      throw new Error('the file is away')
    },
    () => true,
  ]
  let calls = 0
  const checkpoints = createCheckpoints({
    aside() {
      calls += 1
      return []
    },
    inTurn: () => [],
    due: () => answers.shift()?.() ?? false,
    isSmall: () => true,
    patienceMs: 0,
  })
  for (const made of [0, 0, 1]) {
    checkpoints.wrote()
    await vi.advanceTimersByTimeAsync(250)
    expect(calls).toBe(made)
  }
  await checkpoints.close()
})

test('the log is emptied at once, or as soon as its last reader is done', async () => {
  const file = join(folder, 'sillage.db')
  const writer = openConnection(file, 'writer')
  writer.run([raw('create table t (id integer primary key, text text)')])
  const reader = openConnection(file, 'reader')
  const checkpoints = createCheckpoints({
    aside: () => [],
    inTurn: (statements) => writer.run(statements),
    due: () => false,
    isSmall: () => true,
    patienceMs: 0,
  })
  const logBytes = () => statSync(`${file}-wal`).size
  const write = () => writer.run([raw(`insert into t (text) values ('a')`)])
  expect([await checkpoints.forget(), logBytes()]).toEqual([true, 0])
  write()
  reader.handle.exec('begin')
  reader.run([raw('select count(*) from t')])
  expect([await checkpoints.forget(), logBytes() > 0]).toEqual([false, true])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(logBytes()).toBeGreaterThan(0)
  reader.handle.exec('rollback')
  await vi.advanceTimersByTimeAsync(250)
  expect(logBytes()).toBe(0)
  await vi.advanceTimersByTimeAsync(250)
  expect(vi.getTimerCount()).toBe(0)
  await checkpoints.close()
  for (const one of [reader, writer]) one.close()
})
