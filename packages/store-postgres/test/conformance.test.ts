import { runStoreCases } from '@sillage/core/testing'
import { describe, test } from 'vitest'
import { emptiedStores } from './test-database.ts'

const stores = emptiedStores()

describe('PostgreSQL', () => {
  runStoreCases(test, {
    abilities: ['damage'],
    async open() {
      const { open, reopen } = stores
      return { store: await open(), now: Date.now(), reopen, damage }
    },
  })
})

async function damage(campaignId: number): Promise<void> {
  const { pool, schema } = stores
  await pool.query(`update "${schema}".email_campaigns set opens_total = opens_total + 7 where id = $1`, [campaignId])
  await pool.query(`update "${schema}".email_links set total = total + 5 where campaign_id = $1`, [campaignId])
  await pool.query(`update "${schema}".email_timeline set sent = sent + 3 where campaign_id = $1`, [campaignId])
}
