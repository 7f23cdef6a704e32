import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { sentAt } from '../../core/src/testing/stores/fixtures.ts'
import { sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

const FEW = 1_000
const MANY = 2_000
const GROUP = 20

test('what is sent is found by an index, also by plans that were made while the table had few rows', async () => {
  // A database of its own, whose tables nobody analyses, on one connection, which keeps its plans.
  const database = await testDatabase({ own: true })
  onTestFinished(() => database.close())
  const pool = new pg.Pool({ ...database.pool.options, max: 1 })
  onTestFinished(() => pool.end())
  const store = postgresStore({ pool })
  await store.migrate()
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
  const scans = async () => {
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query("select seq_scan from pg_stat_user_tables where relname = 'email_deliveries'")
    return Number(rows[0].seq_scan)
  }

  await sendTo(FEW)
  expect(await sendTo(MANY)).toBe(0)
}, 60_000)
