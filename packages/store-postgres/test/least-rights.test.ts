import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSillage, systemClock } from '@sillage/core'
import { recordingTransport } from '@sillage/core/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyQuery } from '../../store-kysely/test/every-query.ts'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
const roles: string[] = []
beforeAll(async () => {
  database = await testDatabase({ own: true })
}, 60_000)
afterAll(async () => {
  for (const role of roles) await database.pool.query(`drop owned by ${role}; drop role ${role}`)
  await database.close()
})

/** The statements of the guide, with the schema and the role of a test instead of its own. */
async function grants(schema: string, role: string): Promise<string> {
  const guide = await readFile(new URL('../../../docs/scaling.md', import.meta.url), 'utf8')
  const block = /```sql\n(create role sillage_app[^`]*)```/.exec(guide)?.[1]
  if (block === undefined) throw new Error('expected the grants in docs/scaling.md')
  return block.replaceAll('sillage_app', role).replaceAll(/\bmail\b/g, schema)
}

/** A role with the rights of the guide on a migrated schema. */
async function roleOn(schema: string): Promise<{ role: string; url: string }> {
  const role = `sillage_test_${randomBytes(6).toString('hex')}`
  roles.push(role)
  await database.pool.query(await grants(schema, role))
  const url = Object.assign(new URL(database.url), { username: role, password: 'secret' }).href
  return { role, url }
}

async function migrated(): Promise<string> {
  const schema = database.schema()
  const owner = postgresStore({ pool: database.pool, schema })
  await owner.migrate()
  await owner.close()
  return schema
}

test('with the rights of the guide all of daily work is done: planning, sending, hits, retention, erasing, figures', async () => {
  const schema = await migrated()
  const { url } = await roleOn(schema)
  const store = postgresStore({ connectionString: url, schema })
  // Nothing to do, so that each process may call it.
  await store.migrate()
  const { id } = await sendingCampaign(store, 60)
  await everyQuery(store, id)
  expect(await store.campaigns.recount(id)).toEqual({})

  const transport = recordingTransport({ clock: systemClock })
  const sillage = createSillage({
    store,
    transport,
    baseUrl: 'https://app.example.org/mail',
    from: 'news@example.org',
    privacy: { retention: { eventDays: 1, messageDays: 1 } },
  })
  await sillage.migrate()
  await sillage.start()
  const completed = new Promise((resolve) => sillage.on('campaign.completed', resolve))
  const content = { name: 'News', subject: 'News', html: '<p>News</p>' }
  await sillage.campaigns.create({ ...content, recipients: [{ email: 'ada@example.org' }] })
  await completed
  // What the queries above left in streams is sent too.
  expect(transport.sends.map(({ to }) => to)).toContain('ada@example.org')
  expect(await sillage.maintenance.purge()).toEqual({ rows: expect.anything() })
  await sillage.close()
}, 60_000)

test('migrate() with nothing to do does not wait while another process migrates', async () => {
  const schema = await migrated()
  const other = await database.pool.connect()
  await other.query(`begin; select pg_advisory_xact_lock(hashtext('sillage:${schema}'))`)
  const pool = new pg.Pool({ connectionString: database.url, max: 1, options: '-c lock_timeout=100ms' })
  const store = postgresStore({ pool, schema, patienceMs: 0 })
  await store.migrate()
  // What it does not wait for is what it would wait for.
  await expect(store.migrate({ advanceIds: 1 })).rejects.toMatchObject({ cause: { code: '55P03' } })
  await other.query('rollback')
  other.release()
  await pool.end()
})

type Missing = (schema: string, role: string) => string
const denied: [what: string, words: RegExp, missing: Missing][] = [
  ['the database, to make the schema', /denied for database/, (schema) => `drop schema "${schema}" cascade`],
  ['the schema, to make tables', /denied for schema/, (schema) => `drop table "${schema}".email_migrations`],
  ['the schema, to use it', /denied for schema/, (schema, role) => `revoke usage on schema "${schema}" from ${role}`],
  ['the record', /denied for table/, (schema, role) => `revoke all on "${schema}".email_migrations from ${role}`],
]

test.each(denied)('migrate() without a right on %s says which, and what to do', async (_, words, missing) => {
  const schema = await migrated()
  const { url, role } = await roleOn(schema)
  await database.pool.query(missing(schema, role))
  const store = postgresStore({ connectionString: url, schema })
  const error = await store.migrate().catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'store_unavailable',
    message: expect.stringMatching(words),
    cause: { code: '42501' },
  })
  expect(error).toMatchObject({ message: expect.stringMatching(/needs a role that owns the tables/) })
  await store.close()
})

test('a right that is taken is store_unavailable with its name, and work continues once it is given back', async () => {
  const schema = await migrated()
  const { url, role } = await roleOn(schema)
  const store = postgresStore({ connectionString: url, schema })
  const { id, messageIds } = await sendingCampaign(store, 5)
  await database.pool.query(`revoke insert on "${schema}".email_tracking_events from ${role}`)
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  await expect(store.events.record(group, human)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining('permission denied for table email_tracking_events'),
  })
  await database.pool.query(`grant insert on "${schema}".email_tracking_events to ${role}`)
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 5 })
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
})

test('tables of a later release are covered by the grants of today', async () => {
  const schema = await migrated()
  const { url } = await roleOn(schema)
  await database.pool.query(
    `create table "${schema}".email_later (id bigint generated by default as identity primary key)`,
  )
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`insert into "${schema}".email_later default values`)
  expect((await client.query(`select id from "${schema}".email_later`)).rowCount).toBe(1)
  await client.end()
})
