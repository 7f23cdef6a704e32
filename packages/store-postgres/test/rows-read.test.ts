import { createSqlStore } from '@sillage/store-kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Asked,
  askedBy,
  crossedCampaign,
  crossedLists,
  OF_INDEX,
  titleOf,
} from '../../store-kysely/test/crossed-lists.ts'
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
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Plan[]
}

/** Rows of tables that a plan read; both figures are means of its loops. */
function rowsRead(plan: Plan): number {
  const {
    'Actual Rows': rows,
    'Rows Removed by Filter': filtered = 0,
    'Rows Removed by Index Recheck': checked = 0,
  } = plan
  const weight = plan['Node Type'] === 'Index Only Scan' ? OF_INDEX : 1
  const own = plan['Relation Name'] === undefined ? 0 : weight * (rows + filtered + checked) * plan['Actual Loops']
  return own + (plan.Plans ?? []).reduce((sum, part) => sum + rowsRead(part), 0)
}

test('a list that sorts by one half of a message and filters by the other reads as many rows as the rarer side has', async () => {
  const { pool } = database
  const schema = database.schema()
  const { engine, asked } = askedBy(postgresEngine({ pool, patienceMs: 5000, end: undefined }))
  const store = createSqlStore({ engine, dialect: postgresDialect(schema) })
  await store.migrate()
  const table = (name: string) => `"${schema}".${name}`
  const campaignId = await crossedCampaign(store, async (sql) => {
    await pool.query(sql(table))
  })
  for (const name of ['email_messages', 'email_deliveries']) await pool.query(`vacuum analyze ${table(name)}`)

  async function readBy({ statement }: Asked): Promise<number> {
    let number = 0
    const text = statement.sql.replace(/\?/g, () => `$${++number}`)
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`, [
      ...statement.parameters,
    ])
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    if (plan === undefined) throw new Error('expected a plan')
    return rowsRead(plan)
  }
  const tooMany: string[] = []
  for (const list of crossedLists) {
    asked.length = 0
    const { items } = await store.messages.list({ campaignId, limit: 20, ...list.request })
    expect(items.length, titleOf(list)).toBeGreaterThanOrEqual(list.request.status === 'opened' ? 0 : 15)
    let read = 0
    for (const one of asked) read += await readBy(one)
    if (read > list.most) tooMany.push(`${titleOf(list)}: ${read} of at most ${list.most}`)
  }
  expect(tooMany).toEqual([])
}, 120_000)
