import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { holdTime, passing, until } from './on-held-time.ts'

const PATIENCE_MS = 1000
/** What a process waits between two tries, at most. */
const TRY_MS = 20

let folder: string
let store: Store
let host: Database.Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-patience-'))
  const filename = join(folder, 'sillage.db')
  holdTime()
  store = sqliteStore({ filename, patienceMs: PATIENCE_MS })
  await store.migrate()
  host = new Database(filename)
  // What the first write has left behind.
  vi.advanceTimersByTime(60_000)
})
afterEach(async () => {
  host.close()
  await store.close()
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

const put = (key: string) => store.settings.put(key, '1')

/** The time at which a call is refused, in milliseconds from now. */
async function refusedAfter(call: Promise<unknown>): Promise<number> {
  const from = performance.now()
  await expect(call).rejects.toMatchObject({ code: 'store_unavailable', message: expect.stringContaining('locked') })
  return performance.now() - from
}

test('a loop that was busy for longer than the patience before it read the first refusal costs no patience', async () => {
  host.exec('begin immediate')
  const call = put('a')
  const settled = vi.fn()
  call.then(settled, settled)
  vi.advanceTimersByTime(PATIENCE_MS + 200)
  // Refused, and waiting for the next try.
  await until(() => vi.getTimerCount() > 0 || settled.mock.calls.length > 0)
  host.exec('commit')
  expect(await passing(call)).toMatchObject({ status: 'fulfilled' })
  expect(await store.settings.get('a')).toBe('1')
})

test('writes that wait together for another process are refused together, each after its own patience', async () => {
  host.exec('begin immediate')
  const calls = [put('a'), put('b'), put('c')]
  const times = Promise.all(calls.map(refusedAfter))
  await until(() => vi.getTimerCount() > 0)
  vi.advanceTimersByTime(600)
  const last = put('d')
  const lastTime = refusedAfter(last)
  await passing(Promise.allSettled([...calls, last]))
  for (const ms of await times) {
    expect(ms).toBeGreaterThanOrEqual(PATIENCE_MS)
    expect(ms).toBeLessThan(PATIENCE_MS + 2 * TRY_MS)
  }
  expect(await lastTime).toBeGreaterThanOrEqual(PATIENCE_MS)
  expect(await lastTime).toBeLessThan(PATIENCE_MS + 2 * TRY_MS)
  host.exec('commit')
  expect(await store.settings.get('a')).toBeUndefined()
  expect(await passing(put('a'))).toMatchObject({ status: 'fulfilled' })
})
