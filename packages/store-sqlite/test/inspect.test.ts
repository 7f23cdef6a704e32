import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectsWhatIsThere } from '../../store-kysely/test/inspection.ts'
import { sqliteSchemaSql, sqliteStore } from '../src/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-inspect-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('says which tables are missing and which another release made', async () => {
  const filename = join(folder, 'sillage.db')
  const store = sqliteStore({ filename })
  await inspectsWhatIsThere(store, async (sql) => {
    const database = new Database(filename)
    database.exec(sql)
    database.close()
  })
  expect(await store.inspect?.()).toMatchObject({ server: expect.stringMatching(/^SQLite 3\.\d+/), aheadMs: null })
  await store.close()
})

test('a file that another process keeps locked is store_unavailable', async () => {
  const filename = join(folder, 'sillage.db')
  const first = sqliteStore({ filename })
  await first.migrate()
  await first.close()
  const holder = new Database(filename)
  holder.exec('begin immediate')
  const store = sqliteStore({ filename, patienceMs: 10 })
  await expect(store.inspect?.()).rejects.toMatchObject({ code: 'store_unavailable' })
  holder.exec('rollback')
  holder.close()
  await store.close()
})

test('the SQL as text makes what migrate() makes, and leaves it nothing to do', async () => {
  const [byText, byStore] = ['text.db', 'store.db'].map((name) => join(folder, name)) as [string, string]
  const database = new Database(byText)
  database.exec(`begin;\n${sqliteSchemaSql()}commit`)
  const store = sqliteStore({ filename: byStore })
  await store.migrate()
  await store.close()
  expect(schemaOf(byText)).toEqual(schemaOf(byStore))
  expect(database.prepare('select name, applied_at > 1e12 as is_time from email_migrations').all()).toEqual([
    { name: expect.stringContaining('initial'), is_time: 1 },
  ])
  database.close()
  const again = sqliteStore({ filename: byText })
  expect(await again.inspect?.()).toMatchObject({ missing: [], unknown: [] })
  await again.migrate()
  await again.close()
  expect(sqliteSchemaSql()).toBe(sqliteSchemaSql())
})

/** The words of every table and index, without the places of their lines. */
function schemaOf(filename: string): unknown[] {
  const database = new Database(filename, { readonly: true })
  const rows = database.prepare<[], { name: string; sql: string | null }>(
    'select name, sql from sqlite_schema order by name',
  )
  const schema = rows.all().map(({ name, sql }) => [name, sql?.replaceAll(/\s+/g, ' ')])
  database.close()
  return schema
}
