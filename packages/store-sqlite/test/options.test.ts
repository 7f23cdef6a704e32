import { SillageError } from '@sillage/core/store'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'

const refused = (make: () => unknown): unknown => {
  try {
    make()
  } catch (error) {
    if (error instanceof SillageError) return { code: error.code, field: error.field, message: error.message }
    throw error
  }
  return 'accepted'
}

describe('sqliteStore', () => {
  test('takes exactly one of filename and database', () => {
    expect(refused(() => sqliteStore({}))).toMatchObject({ code: 'invalid_option', field: 'filename' })
    expect(refused(() => sqliteStore({ filename: 'a.db', database: { name: 'b.db', memory: false } }))).toMatchObject({
      code: 'invalid_option',
    })
    expect(refused(() => sqliteStore({ filename: ' ' }))).toMatchObject({ field: 'filename' })
  })

  test('refuses a handle of the host on a database in memory, and says what to do', () => {
    const database = new Database(':memory:')
    expect(refused(() => sqliteStore({ database }))).toMatchObject({
      code: 'invalid_option',
      field: 'database',
      message: expect.stringContaining('{ filename: ":memory:" }'),
    })
    database.close()
  })

  test('refuses unknown options and a patience that is not a duration', () => {
    expect(refused(() => sqliteStore(Object.assign({ filename: 'a.db' }, { timeout: 5 })))).toMatchObject({
      field: 'timeout',
    })
    expect(refused(() => sqliteStore({ filename: 'a.db', patienceMs: -1 }))).toMatchObject({ field: 'patienceMs' })
  })

  test('says that the tables are missing before migrate()', async () => {
    const store = sqliteStore({ filename: ':memory:' })
    await expect(store.campaigns.sending()).rejects.toMatchObject({ code: 'not_migrated' })
    await store.close()
    await expect(store.campaigns.sending()).rejects.toMatchObject({ code: 'closed' })
  })
})
