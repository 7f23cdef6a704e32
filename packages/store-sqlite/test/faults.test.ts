import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqlStore, raw, rows } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { human, openOf, people, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteStore } from '../src/index.ts'
import { sqliteDialect } from '../src/sqlite-dialect.ts'
import { sqliteEngine } from '../src/sqlite-engine.ts'

let folder: string
let filename: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-faults-'))
  filename = join(folder, 'sillage.db')
})
afterEach(() => rm(folder, { recursive: true }))

test('a full disk fails the call with its cause and stores nothing of it; it continues once there is space', async () => {
  const engine = sqliteEngine({ filename, patienceMs: 1000 })
  const store = createSqlStore({ engine, dialect: sqliteDialect })
  await store.migrate()
  const { campaign } = await store.campaigns.create({
    ...(await sendingCampaign(store, 3).then(({ id }) => store.campaigns.get(id)))!,
    key: null,
  })
  const [{ page_count: pages }] = (await engine.write(() =>
    rows<{ page_count: number }>(raw('pragma page_count')),
  )) as [{ page_count: number }]
  // A limit of pages gives the same error as a full disk: SQLITE_FULL.
  await engine.write(() => rows(raw(`pragma max_page_count = ${pages + 20}`)))
  const full = store.campaigns.plan(campaign.id, people(5_000), 1)
  await expect(full).rejects.toMatchObject({ code: 'store_unavailable', cause: { code: 'SQLITE_FULL' } })
  expect(await store.campaigns.summary(campaign.id)).toMatchObject({ total: 0 })
  await engine.write(() => rows(raw('pragma max_page_count = 1000000')))
  expect(await store.campaigns.plan(campaign.id, people(5_000), 1)).toMatchObject({ planned: 5_000 })
  expect(await store.campaigns.recount(campaign.id)).toEqual({})
  await store.close()
})

test('while another process keeps the lock a write waits without blocking the event loop, and is done once it can be', async () => {
  const store = sqliteStore({ filename })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  const host = new Database(filename)
  host.exec('begin immediate')
  const order: string[] = []
  const hits = messageIds.map(openOf)
  const write = store.events
    .record({ recorder: 'r', sequence: 1, hits, lookBackMs: 1 }, human)
    .then(() => order.push('stored'))
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  // Reading continues meanwhile, and sees the state before.
  expect((await store.campaigns.summary(id))?.opens.total).toBe(0)
  order.push('released')
  host.exec('commit')
  await write
  expect(order).toEqual(['released', 'stored'])
  expect((await store.campaigns.summary(id))?.opens.total).toBe(10)
  host.close()
  await store.close()
})

test('a lock that is kept for longer than the patience is store_unavailable, and nothing was stored', async () => {
  const store = sqliteStore({ filename })
  await store.migrate()
  const { id, messageIds } = await sendingCampaign(store, 10)
  // Of its own, so that all else waits as long as a busy machine needs.
  const impatient = sqliteStore({ filename, patienceMs: 50 })
  const host = new Database(filename)
  host.exec('begin immediate')
  const group = { recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }
  await expect(impatient.events.record(group, human)).rejects.toMatchObject({ code: 'store_unavailable' })
  host.exec('commit')
  expect(await store.events.record(group, human)).toMatchObject({ stored: true, events: 10 })
  expect(await store.events.record(group, human)).toMatchObject({ stored: false })
  expect(await store.campaigns.recount(id)).toEqual({})
  host.close()
  await impatient.close()
  await store.close()
})
