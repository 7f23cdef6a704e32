import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { holdTime, passing, turn } from './on-held-time.ts'

let folder: string
let filename: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-moved-'))
  filename = join(folder, 'sillage.db')
  holdTime()
  store = sqliteStore({ filename })
  await store.migrate()
  await store.settings.put('a', '1')
})
afterEach(async () => {
  await store.close()
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

/** The next checkpoint, a quarter of a second after a write. */
const checkpoint = () => vi.advanceTimersByTimeAsync(250)

const moved = {
  code: 'store_unavailable',
  message: expect.stringMatching(/removed or replaced .* Restart the process on the file that is there\./),
}

/** What an administrator does to the file of a process that runs. */
const ways = {
  removed: async () => {
    for (const end of ['', '-wal', '-shm']) await rm(filename + end, { force: true })
  },
  'replaced by a restored copy': async () => {
    new Database(filename).exec(`vacuum into '${filename}.copy'`).close()
    await rename(`${filename}.copy`, filename)
  },
  'moved away, and a copy put in its place': async () => {
    await rename(filename, `${filename}.old`)
    await copyFile(`${filename}.old`, filename)
  },
}

describe.each(Object.entries(ways))('a file that was %s', (_, change) => {
  test('is noticed at the next checkpoint; from then on every call is refused', async () => {
    await change()
    await checkpoint()
    await expect(store.settings.put('b', '1')).rejects.toMatchObject(moved)
    await expect(store.settings.get('a')).rejects.toMatchObject(moved)
    await expect(store.contacts.companies({ limit: 10 })).rejects.toMatchObject(moved)
    await expect(store.migrate()).rejects.toMatchObject(moved)
    await store.close()
    await expect(store.settings.get('a')).rejects.toMatchObject({ code: 'closed' })
  })

  test('while the threads of the store had ended is noticed by the call that would start them', async () => {
    await vi.advanceTimersByTimeAsync(60_000)
    await change()
    await expect(store.settings.put('b', '1')).rejects.toMatchObject(moved)
    await expect(store.settings.get('a')).rejects.toMatchObject(moved)
  })
})

test('a write that runs while it is noticed is not acknowledged', async () => {
  const host = new Database(filename)
  host.exec('begin immediate')
  const settled = vi.fn()
  const write = store.settings.put('b', '1')
  write.then(settled, settled)
  await ways.removed()
  await checkpoint()
  expect(existsSync(filename)).toBe(false)
  for (let n = 0; n < 10; n++) await turn()
  expect(settled).not.toHaveBeenCalled()
  host.exec('commit')
  host.close()
  expect(await passing(write)).toMatchObject({ status: 'rejected', reason: moved })
})

test('a database in memory has no file to lose', async () => {
  const memory = sqliteStore({ filename: ':memory:' })
  await memory.migrate()
  await memory.settings.put('a', '1')
  await vi.advanceTimersByTimeAsync(60_000)
  await memory.settings.put('b', '2')
  expect([await memory.settings.get('a'), await memory.settings.get('b')]).toEqual(['1', '2'])
  await memory.close()
})
