import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteStore } from '../src/index.ts'

let folder: string
let database: Database.Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-host-'))
  database = new Database(join(folder, 'host.db'))
})
afterEach(async () => {
  database.close()
  await rm(folder, { recursive: true })
})

test("lives in the host's own database, beside its tables and its own Kysely migrations", async () => {
  const host = new Kysely<{ customers: { id: number; name: string } }>({ dialect: new SqliteDialect({ database }) })
  const migrator = new Migrator({
    db: host,
    provider: {
      getMigrations: async () => ({
        first: {
          up: (db) => db.schema.createTable('customers').addColumn('id', 'integer').addColumn('name', 'text').execute(),
        },
      }),
    },
  })
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  await host.insertInto('customers').values({ id: 1, name: 'Ann' }).execute()

  const store = sqliteStore({ database })
  await store.migrate()
  const { id } = await sendingCampaign(store, 5)
  expect((await migrator.migrateToLatest()).results).toEqual([])
  expect(await host.selectFrom('customers').selectAll().execute()).toEqual([{ id: 1, name: 'Ann' }])
  expect(await store.campaigns.summary(id)).toMatchObject({ total: 5 })

  await store.close()
  expect(database.open).toBe(true)
  const tables = database.prepare<[], string>(`select name from sqlite_master where type = 'table'`).pluck().all()
  const ours = tables.filter((name) => !/^(email_|sqlite_|kysely_)/.test(name))
  expect(ours).toEqual(['customers'])
})

test.each([
  ['a later release', '2031-01-later', 'where that is a later one, update @sillage/store-kysely'],
  [
    'before the first release',
    '2026-11-initial',
    'where they are from before the first release, begin with an empty database',
  ],
])('tables of %s are refused with what to do', async (_, migration, advice) => {
  const store = sqliteStore({ database })
  await store.migrate()
  database.prepare('insert into email_migrations (name, applied_at) values (?, 0)').run(migration)
  const refused = store.migrate()
  await expect(refused).rejects.toMatchObject({ code: 'database_newer', message: expect.stringContaining(migration) })
  await expect(refused).rejects.toThrow(advice)
  await store.close()
})
