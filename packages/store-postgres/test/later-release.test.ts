import { once } from 'node:events'
import { createSqlStore, type Sql } from '@sillage/store-kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyQuery, noting } from '../../store-kysely/test/every-query.ts'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { postgresDialect } from '../src/postgres-dialect.ts'
import { postgresEngine } from '../src/postgres-engine.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

/** What a later release may do to tables while processes of this one run. */
async function addColumns(schema: string): Promise<void> {
  const { rows } = await database.pool.query<{ table_name: string }>(
    'select table_name from information_schema.tables where table_schema = $1',
    [schema],
  )
  for (const { table_name } of rows)
    await database.pool.query(
      `alter table "${schema}".${table_name} add column later_release bigint not null default 7`,
    )
}

const textOf = ({ sql, compiled }: Sql): string => {
  let number = 0
  return compiled !== undefined ? sql : sql.replace(/\?/g, () => `$${++number}`)
}

test('every statement that is prepared gives the same columns after a later release has added some', async () => {
  const schema = database.schema()
  const { engine, statements } = noting(postgresEngine({ pool: database.pool, patienceMs: 5000, end: undefined }))
  const store = createSqlStore({ engine, dialect: postgresDialect(schema) })
  await store.migrate()
  statements.clear()
  const { id } = await sendingCampaign(store, 60)
  await everyQuery(store, id)
  expect(statements.size).toBeGreaterThan(150)

  const client = await database.pool.connect()
  const prepared = [...statements.values()].map((statement, n) => ({
    name: `s${n}`,
    text: textOf(statement),
    values: statement.parameters.map(() => 'null').join(', '),
  }))
  // The check itself has to find what it is made for.
  prepared.push({ name: 'star', text: `select * from "${schema}".email_links`, values: '' })
  const execute = (name: string, values: string) =>
    client.query(`explain execute ${name}${values === '' ? '' : `(${values})`}`)
  for (const { name, text, values } of prepared) {
    await client.query(`prepare ${name} as ${text}`)
    await execute(name, values)
  }
  await addColumns(schema)
  const broken: string[] = []
  for (const { name, text, values } of prepared) await execute(name, values).catch(() => broken.push(text))
  client.release(true)
  expect(broken).toEqual([prepared.at(-1)?.text])
}, 120_000)

test('a running store continues when a later release adds columns', async () => {
  const schema = database.schema()
  const store = postgresStore({ connectionString: database.url, schema, max: 1 })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  const group = { recorder: 'r', hits: messageIds.map(openOf), lookBackMs: 1 }
  expect(await store.events.record({ ...group, sequence: 1 }, human)).toMatchObject({ events: 10 })
  await addColumns(schema)
  expect(await store.events.record({ ...group, sequence: 2 }, human)).toMatchObject({ events: 10 })
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
}, 60_000)

type Spoil = (client: pg.PoolClient, schema: string) => Promise<unknown>
const names = `select name from pg_prepared_statements where name like 'sillage%'`
const spoiled: [code: string, spoil: Spoil][] = [
  ['26000: it forgot its statements', (client) => client.query('discard all')],
  [
    '42P05: it has others under their names',
    async (client) => {
      const { rows } = await client.query<{ name: string }>(names)
      // As where another pool shares its connections: this client does not know what is prepared there.
      Object.assign((client as unknown as { connection: object }).connection, { parsedStatements: {} })
      expect(rows.length).toBeGreaterThan(5)
    },
  ],
  [
    '0A000: they would give other columns',
    (client, schema) =>
      client.query(`alter table "${schema}".email_recorders alter column sequence type integer;
        alter table "${schema}".email_links alter column url type varchar(2000)`),
  ],
]

test.each(spoiled)('a connection whose statements cannot be used any more is replaced: %s', async (_, spoil) => {
  const schema = database.schema()
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  let ended = 0
  pool.on('remove', () => ended++)
  const store = postgresStore({ pool, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  const [link] = await store.campaigns.addLinks(id, [{ url: 'https://example.org/', personalised: false }])
  const group = { recorder: 'r', hits: messageIds.map(openOf), lookBackMs: 1 }
  await store.events.record({ ...group, sequence: 1 }, human)
  expect(await store.campaigns.link(link?.id ?? 0)).toEqual(link)

  const client = await pool.connect()
  await spoil(client, schema)
  client.release()
  const removed = once(pool, 'remove')
  expect(await store.campaigns.link(link?.id ?? 0)).toEqual(link)
  // The pool reports it when the old connection is closed, which may be later than the answer of the new one.
  await removed
  expect(ended).toBe(1)
  expect(await store.events.record({ ...group, sequence: 2 }, human)).toMatchObject({ stored: true, events: 10 })
  expect((await store.campaigns.summary(id))?.opens.total).toBe(20)
  expect(await store.campaigns.recount(id)).toEqual({})
  await store.close()
  await pool.end()
})
