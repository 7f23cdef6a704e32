import pg from 'pg'
import { expect, test } from 'vitest'
import { killInPhases } from '../../store-kysely/test/kills/kill-in-phases.ts'
import { postgresStore } from '../src/index.ts'
import { postgresServer } from './postgres-server.ts'

/** Rows whose row above is not there, by what each table refers to. */
const references = [
  ['email_messages', 'campaign_id', 'email_campaigns'],
  ['email_deliveries', 'id', 'email_messages'],
  ['email_messages', 'id', 'email_deliveries'],
  ['email_tracking_events', 'message_id', 'email_deliveries'],
  ['email_timeline', 'campaign_id', 'email_campaigns'],
  ['email_campaign_versions', 'content_id', 'email_contents'],
] as const

test('100 processes killed amid their work leave a sound database, true counters, and nobody mailed twice or lost', async () => {
  const server = await postgresServer({ durable: true })
  const pool = new pg.Pool({ connectionString: server.url, max: 1 })
  let schemas = 0
  const killed = await killInPhases(
    {
      place: { url: server.url, schema: 'kills' },
      open: ({ schema }) => postgresStore({ connectionString: server.url, schema }),
      fresh: () => ({ url: server.url, schema: `fresh_${schemas++}` }),
      async faults({ schema }) {
        const found: string[] = []
        for (const [table, column, above] of references) {
          const { rows } = await pool.query<{ count: string }>(`select count(*) from "${schema}".${table} t
            where t.${column} is not null and not exists (select 1 from "${schema}".${above} a where a.id = t.${column})`)
          if (rows[0]?.count !== '0') found.push(`${rows[0]?.count} of ${table} without their row of ${above}`)
        }
        return found
      },
    },
    100,
  )
  await pool.end()
  await server.remove()
  process.stdout.write(`kills by phase: ${JSON.stringify(Object.fromEntries(killed))}\n`)
  expect([...killed.values()].reduce((a, b) => a + b)).toBe(100)
})
