import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ own: true })
}, 60_000)
afterAll(() => database.close())

/** A host with a table and Kysely migrations of its own, all in one schema that its connections find by themselves. */
async function host(schema: string) {
  await database.pool.query(`create schema "${schema}"`)
  const pool = new pg.Pool({ connectionString: database.url, options: `-c search_path=${schema}`, max: 4 })
  const db = new Kysely<{ customers: { id: number; name: string } }>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({
    db,
    migrationTableSchema: schema,
    provider: {
      getMigrations: async () => ({
        first: {
          up: (on) => on.schema.createTable('customers').addColumn('id', 'integer').addColumn('name', 'text').execute(),
        },
      }),
    },
  })
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  await db.insertInto('customers').values({ id: 1, name: 'Ann' }).execute()
  return { pool, db, migrator }
}

async function tablesIn(schema: string): Promise<string[]> {
  const { rows } = await database.pool.query<{ tablename: string }>(
    'select tablename from pg_tables where schemaname = $1 order by 1',
    [schema],
  )
  return rows.map(({ tablename }) => tablename)
}

test.each(['the same schema', 'a schema of its own'])(
  "lives in the host's own database, beside its tables and its own Kysely migrations, in %s",
  async (where) => {
    const theirs = database.schema()
    const ours = where === 'the same schema' ? theirs : database.schema()
    const { pool, db, migrator } = await host(theirs)
    const before = await tablesIn(theirs)
    const store = postgresStore({ pool, ...(ours !== theirs && { schema: ours }) })
    await store.migrate()
    const { id } = await sendingCampaign(store, 5)

    expect(await migrator.migrateToLatest()).toEqual({ results: [] })
    expect(await db.selectFrom('customers').selectAll().execute()).toEqual([{ id: 1, name: 'Ann' }])
    expect(await store.campaigns.summary(id)).toMatchObject({ total: 5 })
    expect((await tablesIn(theirs)).filter((name) => !name.startsWith('email_'))).toEqual(before)
    expect((await tablesIn(ours)).filter((name) => name.startsWith('email_')).length).toBeGreaterThan(10)
    if (ours !== theirs) expect(await tablesIn(theirs)).toEqual(before)

    await store.close()
    // The pool is the host's, and stays open.
    expect(await db.selectFrom('customers').select('name').execute()).toEqual([{ name: 'Ann' }])
    await db.destroy()
  },
)

test.each([
  ['a later release', '2031-01-later', 'where that is a later one, update @sillage/store-kysely'],
  [
    'before the first release',
    '2026-11-initial',
    'where they are from before the first release, begin with an empty database',
  ],
])('tables of %s are refused with what to do', async (_, migration, advice) => {
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  await database.pool.query(`insert into "${schema}".email_migrations (name, applied_at) values ($1, 0)`, [migration])
  const refused = store.migrate()
  await expect(refused).rejects.toMatchObject({ code: 'database_newer', message: expect.stringContaining(migration) })
  await expect(refused).rejects.toThrow(advice)
  await store.close()
})
