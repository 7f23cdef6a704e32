import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { test } from 'vitest'
import { keepsItsPromises } from '../../store-kysely/test/schema-promises.ts'
import { sqliteStore } from '../src/index.ts'

test('the tables refuse invalid values, and a campaign is deleted with its messages and events', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-schema-'))
  const filename = join(folder, 'sillage.db')
  const store = sqliteStore({ filename })
  await store.migrate()
  const database = new Database(filename)
  database.pragma('foreign_keys = ON')
  await keepsItsPromises(store, async (sql) => {
    const statement = database.prepare<[], number>(sql)
    if (statement.reader) return statement.pluck().get()
    statement.run()
    return undefined
  })
  database.close()
  await store.close()
  await rm(folder, { recursive: true })
})
