import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { sentAt } from '../../core/src/testing/stores/fixtures.ts'
import { sendingCampaign, smallCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

const FEW = 1_000
const MANY = 2_000
const GROUP = 20

/** A store on one connection, which keeps its plans, and how often a table was read from end to end there. */
async function installation() {
  // A database of its own, whose tables nobody analyses.
  const database = await testDatabase({ own: true })
  onTestFinished(() => database.close())
  const pool = new pg.Pool({ ...database.pool.options, max: 1 })
  onTestFinished(() => pool.end())
  const store = postgresStore({ pool })
  await store.migrate()
  async function scansOf(table: string): Promise<number> {
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query('select seq_scan from pg_stat_user_tables where relname = $1', [table])
    return Number(rows[0].seq_scan)
  }
  return { store, pool, scansOf }
}

test('what is sent is found by an index, also by plans that were made while the table had few rows', async () => {
  const { store, pool, scansOf } = await installation()
  await pool.query('alter table email_deliveries set (autovacuum_enabled = false)')

  /** How often the table was read from end to end meanwhile. */
  async function sendTo(count: number): Promise<number> {
    const { id: campaignId } = await sendingCampaign(store, count)
    const before = await scans()
    for (let left = count; left > 0; ) {
      const now = Date.now()
      const lease = { sender: 'one', now, leaseUntil: now + 60_000 }
      const claimed = await store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: GROUP }] })
      const ids = claimed.map(({ id }) => id)
      const messageIds = left > GROUP ? ids.slice(1) : ids
      await store.messages.release('one', left > GROUP ? ids.slice(0, 1) : [])
      await store.messages.begin({ ...lease, messageIds })
      await store.messages.settle('one', messageIds.map(sentAt(now)))
      left -= messageIds.length
    }
    return (await scans()) - before
  }
  const scans = () => scansOf('email_deliveries')

  await sendTo(FEW)
  expect(await sendTo(MANY)).toBe(0)
}, 60_000)

test('campaigns are found by their ids, however few there were when they were first read', async () => {
  const { store, scansOf } = await installation()
  const tables = ['email_campaigns', 'email_contents', 'email_links']
  const scans = () => Promise.all(tables.map(scansOf))
  let ids: number[] = []

  async function createAndRead(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const html = `<p>${ids.length}</p>`
      const { campaign } = await store.campaigns.create(smallCampaign({ html, createdAt: Date.now() }))
      await store.campaigns.addLinks(campaign.id, [{ url: 'https://shop.example/', personalised: false }])
      ids = [...ids, campaign.id]
      const few = ids.slice(-10)
      expect(await store.campaigns.getMany(few)).toHaveLength(few.length)
      expect(await store.campaigns.summaries(few)).toHaveLength(few.length)
      expect(await store.campaigns.linksOf(few)).toHaveLength(few.length)
    }
  }

  await createAndRead(20)
  const before = await scans()
  await createAndRead(100)
  expect(await scans()).toEqual(before)
}, 60_000)
