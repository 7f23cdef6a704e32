import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-hundred-'))
})
afterEach(() => rm(folder, { recursive: true }))

test.each(['a file each', 'one file'])('a hundred stores that migrate and write at once on %s', async (files) => {
  const stores = Array.from({ length: 100 }, (_, n) =>
    sqliteStore({ filename: join(folder, files === 'one file' ? 'sillage.db' : `${n}.db`) }),
  )
  await Promise.all(stores.map((store) => store.migrate()))
  await Promise.all(stores.map((store, n) => store.settings.put(`key ${n}`, String(n))))
  for (const [n, store] of stores.entries()) expect(await store.settings.get(`key ${n}`)).toBe(String(n))
  await Promise.all(stores.map((store) => store.close()))
})
