import { randomBytes } from 'node:crypto'
import { testSillage } from '@sillage/core/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectsWhatIsThere } from '../../store-kysely/test/inspection.ts'
import { postgresSchemaSql, postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ own: true })
}, 60_000)
afterAll(() => database.close())

test('says which tables are missing and which another release made', async () => {
  const schema = database.schema()
  const pool = new pg.Pool({ connectionString: database.url, options: `-c search_path=${schema}`, max: 2 })
  const store = postgresStore({ pool, schema })
  await inspectsWhatIsThere(store, (sql) => pool.query(sql))
  expect(await store.inspect?.()).toMatchObject({ server: expect.stringMatching(/^PostgreSQL \d+/) })
  await store.close()
  await pool.end()
})

test('names each right that the role does not have', async () => {
  const schema = database.schema()
  const owner = postgresStore({ pool: database.pool, schema })
  await owner.migrate()
  await owner.close()
  const role = `sillage_test_${randomBytes(6).toString('hex')}`
  await database.pool.query(`create role ${role} login password 'secret'; grant usage on schema "${schema}" to ${role};
    grant select, insert, update, delete on all tables in schema "${schema}" to ${role};
    revoke insert on "${schema}".email_messages from ${role}; revoke update, delete on "${schema}".email_links from ${role}`)
  const url = Object.assign(new URL(database.url), { username: role, password: 'secret' }).href
  const store = postgresStore({ connectionString: url, schema })
  const { denied = [] } = (await store.inspect?.()) ?? {}
  expect(denied.toSorted()).toEqual(['delete on email_links', 'insert on email_messages', 'update on email_links'])
  await store.close()
  await database.pool.query(`drop owned by ${role}; drop role ${role}`)
})

test('the SQL as text makes what migrate() makes, in its schema, and leaves it nothing to do', async () => {
  const [byText, byStore] = [database.schema(), database.schema()]
  await database.pool.query(`begin;\n${postgresSchemaSql({ schema: byText })}commit`)
  const store = postgresStore({ pool: database.pool, schema: byStore })
  await store.migrate()
  await store.close()
  expect(await schemaOf(byText)).toEqual(await schemaOf(byStore))
  const again = postgresStore({ pool: database.pool, schema: byText })
  expect(await again.inspect?.()).toMatchObject({ missing: [], unknown: [], denied: [] })
  await again.migrate()
  await again.close()
  expect(() => postgresSchemaSql({ schema: '' })).toThrow(expect.objectContaining({ code: 'invalid_option' }))
})

/** Columns, indexes and constraints, without the name of their schema. */
async function schemaOf(schema: string): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ words: string }>(
    `select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, collation_name) as words
       from information_schema.columns where table_schema = $1
     union all select indexdef from pg_indexes where schemaname = $1
     union all select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace = to_regnamespace($1) order by words`,
    [schema],
  )
  return rows.map(({ words }) => words.replaceAll(schema, 'here'))
}

test('is refused by an installation for tests, whose clock the database does not follow', async () => {
  const store = postgresStore({ connectionString: database.url, schema: database.schema() })
  await expect(testSillage({ store })).rejects.toMatchObject({ code: 'invalid_option', field: 'store' })
  await expect(store.inspect?.()).rejects.toThrow()
})
