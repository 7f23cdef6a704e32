import { createSqlStore } from '@sillage/store-kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyQuery, fillStore, noting } from '../../store-kysely/test/every-query.ts'
import { postgresDialect } from '../src/postgres-dialect.ts'
import { postgresEngine } from '../src/postgres-engine.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterAll(() => database.close())

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

const large = ['email_messages', 'email_deliveries', 'email_tracking_events', 'email_consents']

function scans(plan: Plan): string[] {
  const name = plan['Relation Name'] ?? ''
  const own = plan['Node Type'] === 'Seq Scan' && large.includes(name) ? [name] : []
  return [...own, ...(plan.Plans ?? []).flatMap(scans)]
}

test('no query of the product reads messages, events or decisions from end to end', async () => {
  const { pool } = database
  const schema = database.schema()
  const { engine, statements } = noting(postgresEngine({ pool, patienceMs: 5000, end: undefined }))
  const store = createSqlStore({ engine, dialect: postgresDialect(schema) })
  await store.migrate()
  const campaignId = await fillStore(store)
  for (const table of large) await pool.query(`analyze "${schema}".${table}`)
  const bad: string[] = []
  const seen = new Set<string>()
  /** Plans are read while the rows are still there. */
  async function explain(): Promise<void> {
    const client = await pool.connect()
    // As on a solid-state disk. The tables are small here, and a few hundred rows of them a good part of the whole.
    await client.query('set random_page_cost = 0.5')
    for (const { sql, parameters, compiled } of statements.values()) {
      if (seen.has(sql)) continue
      seen.add(sql)
      let number = 0
      const text = compiled !== undefined ? sql : sql.replace(/\?/g, () => `$${++number}`)
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`, [
        ...parameters,
      ])
      const plan = rows[0]?.['QUERY PLAN'][0].Plan
      if (plan === undefined) throw new Error('expected a plan')
      for (const name of scans(plan)) bad.push(`${name}\n  in ${sql}`)
    }
    client.release(true)
  }
  statements.clear()
  await everyQuery(store, campaignId)
  await explain()
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (format json) select * from "${schema}".email_messages where data = ''`,
  )
  // What is too old is found by an index; the planner prefers to read tables as small as these.
  const old = [...statements.values()].filter(({ sql }) => /(finished_at|gone_at)"? </.test(sql))
  expect(old.length).toBeGreaterThanOrEqual(3)
  const client = await pool.connect()
  await client.query('set enable_seqscan = off')
  for (const { sql, parameters } of old) {
    let number = 0
    const plan = await client.query(`explain (format json) ${sql.replace(/\?/g, () => `$${++number}`)}`, [
      ...parameters,
    ])
    expect(JSON.stringify(plan.rows)).toMatch(/"email_(campaigns_finished|recipients_gone_at)"/)
  }
  client.release(true)
  // The check itself has to find what it is made for.
  expect(scans(rows[0]?.['QUERY PLAN'][0].Plan ?? { 'Node Type': '' })).toEqual(['email_messages'])
  expect(seen.size).toBeGreaterThan(150)
  expect(bad).toEqual([])
}, 120_000)
