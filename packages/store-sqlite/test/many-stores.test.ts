import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sqliteStore } from '../src/index.ts'

/** How many threads start, and how many did at most. */
const starting = vi.hoisted(() => ({ now: 0, most: 0, all: 0 }))
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>()
  class Counted extends real.Worker {
    constructor(file: URL, options: import('node:worker_threads').WorkerOptions) {
      super(file, options)
      starting.all += 1
      starting.now += 1
      starting.most = Math.max(starting.most, starting.now)
      this.once('message', () => {
        starting.now -= 1
      })
    }
  }
  return { ...real, Worker: Counted }
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-many-'))
  Object.assign(starting, { now: 0, most: 0, all: 0 })
})
afterEach(() => rm(folder, { recursive: true }))

const STORES = 16

test.each(['a file each', 'one file'])(
  'stores that migrate at once on %s all do, and few of their threads start at a time',
  async (files) => {
    const stores = Array.from({ length: STORES }, (_, n) =>
      sqliteStore({ filename: join(folder, files === 'one file' ? 'sillage.db' : `${n}.db`), patienceMs: 1000 }),
    )
    await Promise.all(stores.map((store) => store.migrate()))
    await Promise.all(stores.map((store, n) => store.settings.put(`key ${n}`, String(n))))
    for (const [n, store] of stores.entries()) expect(await store.settings.get(`key ${n}`)).toBe(String(n))
    // The writers; no other thread is needed for so little.
    expect(starting).toEqual({ now: 0, most: Math.max(2, availableParallelism()), all: STORES })
    await Promise.all(stores.map((store) => store.close()))
  },
  60_000,
)
