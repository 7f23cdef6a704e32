import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { Store } from '@sillage/core/store'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { IDLE_MS } from '../src/idle-end.ts'
import { sqliteStore } from '../src/index.ts'
import { holdTime, passing, turn, until } from './on-held-time.ts'

/** The threads that run, and how many did at most. */
const { alive, most } = vi.hoisted(() => ({ alive: new Set<Worker>(), most: { alive: 0 } }))
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>()
  class Counted extends real.Worker {
    constructor(file: URL, options: import('node:worker_threads').WorkerOptions) {
      super(file, options)
      alive.add(this)
      most.alive = Math.max(most.alive, alive.size)
      this.once('exit', () => alive.delete(this))
    }
  }
  return { ...real, Worker: Counted }
})

let folder: string
let filename: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-idle-'))
  filename = join(folder, 'sillage.db')
  holdTime()
  store = sqliteStore({ filename, patienceMs: 10 * IDLE_MS })
  await store.migrate()
})
afterEach(async () => {
  await store.close()
  expect(alive.size).toBe(0)
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

const browse = (campaignId: number) => store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 10 })

test('a store with nothing to do ends its threads, with all of the log in the database, and starts them again', async () => {
  const { id } = await sendingCampaign(store, 3)
  expect((await browse(id)).items).toHaveLength(3)
  expect(alive.size).toBeGreaterThanOrEqual(2)
  const threads = alive.size
  await vi.advanceTimersByTimeAsync(IDLE_MS - 1)
  expect(alive.size).toBe(threads)
  await vi.advanceTimersByTimeAsync(1)
  await until(() => alive.size === 0)
  expect(existsSync(`${filename}-wal`)).toBe(false)
  expect(vi.getTimerCount()).toBe(0)

  expect((await browse(id)).items).toHaveLength(3)
  expect(await store.campaigns.summary(id)).toMatchObject({ total: 3 })
  await store.settings.put('a', '1')
  expect(await store.settings.get('a')).toBe('1')
  expect(alive.size).toBe(2)
})

test('the log is in the database also where another process has the file open', async () => {
  const host = new Database(filename)
  expect(host.prepare('select count(*) from email_settings').pluck().get()).toBe(0)
  await store.settings.put('a', '1')
  await vi.advanceTimersByTimeAsync(IDLE_MS)
  await until(() => alive.size === 0)
  await copyFile(filename, `${filename}.alone`)
  const copy = new Database(`${filename}.alone`)
  expect(copy.prepare(`select value from email_settings where key = 'a'`).pluck().get()).toBe('1')
  copy.close()
  host.close()
})

/** Turns of the event loop between the end that is asked for and the call. */
const afterTurns = [0, 1, 2, 3, 5, 8, 20, 60]

test('a call that arrives while the threads end is answered by the next, whenever it arrives', async () => {
  const { id } = await sendingCampaign(store, 3)
  await browse(id)
  for (const turns of afterTurns) {
    await vi.advanceTimersByTimeAsync(IDLE_MS - 1)
    vi.advanceTimersByTime(1)
    for (let n = 0; n < turns; n++) await turn()
    const calls: Promise<unknown>[] = [
      store.settings.put('turns', String(turns)),
      browse(id),
      store.campaigns.summary(id),
      store.settings.put(`turns ${turns}`, 'kept'),
    ]
    expect((await Promise.all(calls.map(passing))).map(({ status }) => status)).not.toContain('rejected')
    expect(await store.settings.get('turns')).toBe(String(turns))
  }
  // Each starts when the one before has ended.
  expect(most.alive).toBe(2)
  for (const turns of afterTurns) expect(await store.settings.get(`turns ${turns}`)).toBe('kept')
}, 60_000)

test('a thread with a request does not end, however long it waits', async () => {
  const host = new Database(filename)
  host.exec('begin immediate')
  const write = store.settings.put('a', '1')
  for (let n = 0; n < 5; n++) {
    await vi.advanceTimersByTimeAsync(IDLE_MS)
    await turn()
    expect(alive.size).toBe(1)
  }
  host.exec('commit')
  host.close()
  expect(await passing(write)).toMatchObject({ status: 'fulfilled' })
})

test('a store that is only read has no threads for long', async () => {
  for (let n = 0; n < 4; n++) {
    expect(await store.settings.get('a')).toBeUndefined()
    await vi.advanceTimersByTimeAsync(IDLE_MS / 3)
  }
  await until(() => alive.size === 0)
  expect(await store.settings.get('a')).toBeUndefined()
})

test('close() waits for threads that are ending', async () => {
  await vi.advanceTimersByTimeAsync(IDLE_MS)
  await store.close()
  expect(alive.size).toBe(0)
})
