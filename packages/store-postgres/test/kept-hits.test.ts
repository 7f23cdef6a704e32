import { createSillage, createTokenSealer } from '@sillage/core'
import { createHttpApp } from '@sillage/core/http'
import type { Store } from '@sillage/core/store'
import { fakeClock } from '@sillage/core/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

/** A fault that keeps hits from being stored, and what ends it. */
type Trouble = (admin: pg.Pool, schema: string) => Promise<() => Promise<unknown>>

const lockMessages: Trouble = async (admin, schema) => {
  const holder = await admin.connect()
  await holder.query('begin')
  await holder.query(`select 1 from "${schema}".email_deliveries for update`)
  return async () => {
    await holder.query('commit')
    holder.release()
  }
}

const troubles: [what: string, options: string, trouble: Trouble][] = [
  [
    'its schema is renamed',
    '',
    async (admin, schema) => {
      await admin.query(`alter schema "${schema}" rename to "${schema}_away"`)
      return () => admin.query(`alter schema "${schema}_away" rename to "${schema}"`)
    },
  ],
  [
    'its rights are taken',
    '-c role=sillage_reader',
    async (admin, schema) => {
      await admin.query(`revoke all on all tables in schema "${schema}" from sillage_reader`)
      return () => admin.query(`grant all on all tables in schema "${schema}" to sillage_reader`)
    },
  ],
  ['transactions are ended by transaction_timeout', '-c transaction_timeout=500ms', lockMessages],
  ['statements are ended by statement_timeout', '-c statement_timeout=500ms', lockMessages],
  ['locks are not waited for', '-c lock_timeout=100ms', lockMessages],
  [
    'a column is there no more',
    '',
    async (admin, schema) => {
      await admin.query(`alter table "${schema}".email_tracking_events rename column verdict to judgement`)
      return () => admin.query(`alter table "${schema}".email_tracking_events rename column judgement to verdict`)
    },
  ],
]

const secrets = ['a secret for the hits that are kept']
const person = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

/** An installation on a clock that stands, whose pixels are requested by message. */
function reading(store: Store) {
  const clock = fakeClock()
  const sillage = createSillage({ store, baseUrl: 'http://mail.example', from: 'a@example.org', secrets, clock })
  const sealer = createTokenSealer(secrets)
  const app = createHttpApp(sillage)
  const route = app.routes.find((candidate) => candidate.id === 'pixel')
  if (route === undefined) throw new Error('expected a route of pixels')
  const open = (messageId: number) => {
    const params = { token: sealer.seal({ kind: 'pixel', messageId }) }
    const request = { method: 'GET', params, query: '', headers: person, remoteAddress: '127.0.0.1', body: undefined }
    void app.respond(route, request, { url: '/', raw: undefined })
  }
  return { sillage, clock, open, hits: () => sillage.metrics().hits }
}

test.each(troubles)(
  'while %s hits are kept, and each is stored once afterwards',
  async (_, options, trouble) => {
    const schema = database.schema()
    const admin = database.pool
    await admin.query(`do $$ begin create role sillage_reader; exception when duplicate_object then null; end $$`)
    const first = postgresStore({ pool: admin, schema })
    await first.migrate()
    await admin.query(`grant usage on schema "${schema}" to sillage_reader`)
    await admin.query(`grant all on all tables in schema "${schema}" to sillage_reader`)
    await admin.query(`grant all on all sequences in schema "${schema}" to sillage_reader`)
    const { id, messageIds } = await sendingCampaign(first, 20)

    const pool = new pg.Pool({ connectionString: database.url, max: 3, options })
    pool.on('error', () => undefined)
    const { sillage, clock, open, hits } = reading(postgresStore({ pool, schema, patienceMs: 50 }))
    for (const messageId of messageIds) open(messageId)
    while (hits().recorded < 20) await clock.advance(1_000)
    const end = await trouble(admin, schema)
    for (const messageId of messageIds) open(messageId)
    while (hits().retriedGroups + hits().dropped === 0) await clock.advance(1_000)
    await end()
    while (hits().recorded + hits().dropped < 40) await clock.advance(1_000)
    expect(hits()).toMatchObject({ recorded: 40, buffered: 0, dropped: 0 })
    expect((await first.campaigns.summary(id))?.opens.total).toBe(40)
    expect(await first.campaigns.recount(id)).toEqual({})
    await sillage.close()
    await pool.end()
  },
  60_000,
)

test('a hit that the database refuses is dropped, and no other is', async () => {
  const schema = database.schema()
  const store = postgresStore({ pool: database.pool, schema })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 20)
  // 23514, as for a value that a check of the table forbids.
  await database.pool.query(`alter table "${schema}".email_tracking_events
    add constraint no_such_message check (message_id <> ${messageIds[7]})`)
  const { sillage, clock, open, hits } = reading(store)
  for (const messageId of messageIds) open(messageId)
  while (hits().buffered > 0 || hits().recorded === 0) await clock.advance(1_000)
  expect(hits()).toMatchObject({ recorded: 19, dropped: 1, retriedGroups: 0 })
  expect((await store.campaigns.summary(id))?.opens.total).toBe(19)
  await sillage.close()
})
