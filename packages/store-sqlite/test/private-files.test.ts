import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'

let folder: string
let filename: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-modes-'))
  filename = join(folder, 'sillage.db')
})
afterEach(() => rm(folder, { recursive: true }))

async function modes(): Promise<string[]> {
  const all = ['', '-wal', '-shm'].map(async (end) => ((await stat(filename + end)).mode & 0o777).toString(8))
  return await Promise.all(all)
}

async function migrated() {
  const store = sqliteStore({ filename })
  await store.migrate()
  return store
}

// Windows has no modes.
describe.runIf(process.platform !== 'win32')('the database, its log and the index of its log', () => {
  test.each([0o000, 0o022, 0o077, 0o277])('are for their owner alone, whatever the umask is: %o', async (umask) => {
    const before = process.umask(umask)
    try {
      const store = await migrated()
      expect(await modes()).toEqual(['600', '600', '600'])
      await store.close()
    } finally {
      process.umask(before)
    }
  })

  test('are so too where a read creates them', async () => {
    const store = sqliteStore({ filename })
    await expect(store.settings.get('a')).rejects.toMatchObject({ code: 'not_migrated' })
    await store.migrate()
    expect(await modes()).toEqual(['600', '600', '600'])
    await store.close()
  })

  test('are so too in a folder that is made after the first call', async () => {
    filename = join(folder, 'later', 'sillage.db')
    const store = sqliteStore({ filename })
    await expect(store.migrate()).rejects.toMatchObject({ code: 'store_unavailable' })
    await mkdir(join(folder, 'later'))
    await store.migrate()
    expect(await modes()).toEqual(['600', '600', '600'])
    await store.close()
  })

  test.each(['an empty file', 'a database'])('keep the mode of %s that was there', async (kind) => {
    if (kind === 'a database') new Database(filename).exec('create table host (id integer)').close()
    else await writeFile(filename, '')
    await chmod(filename, 0o640)
    const store = await migrated()
    expect(await modes()).toEqual(['640', '640', '640'])
    await store.close()
  })
})
