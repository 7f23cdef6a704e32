import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqlStore } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { everyQuery, fillStore, noting } from '../../store-kysely/test/every-query.ts'
import { steady } from '../src/sqlite-connection.ts'
import { sqliteDialect } from '../src/sqlite-dialect.ts'
import { sqliteEngine } from '../src/sqlite-engine.ts'

/** The names of the large tables in plans: their own, or the aliases the statements give them. */
const fullScan = /^SCAN (email_messages|email_deliveries|email_tracking_events|email_consents|m|d|e|t|o|c|n)\b/

/** A list of columns that depends on what the table has. */
const everyColumn = /(select|returning|,)\s+(\w+\.)?\*/i

test('no query of the product reads messages, events or decisions from end to end, and each names its columns', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-plans-'))
  const filename = join(folder, 'sillage.db')
  const { engine, statements } = noting(sqliteEngine({ filename, patienceMs: 5000 }))
  const store = createSqlStore({ engine, dialect: sqliteDialect })
  await store.migrate()
  const campaignId = await fillStore(store)
  statements.clear()
  await everyQuery(store, campaignId)
  await store.close()

  const database = new Database(filename)
  const planOf = (sql: string, values: readonly unknown[]) =>
    database.prepare<unknown[], { detail: string }>(`explain query plan ${steady(sql)}`).all(...values)
  const bad: string[] = []
  const unnamed = [...statements.keys()].filter((text) => everyColumn.test(text))
  for (const { sql, parameters, each } of statements.values()) {
    for (const { detail } of planOf(sql, each?.[0] ?? parameters))
      if (fullScan.test(detail)) bad.push(`${detail}\n  in ${sql}`)
  }
  // What is too old is found by an index, however many campaigns and messages that are gone there are.
  const plans = [...statements.values()]
    .filter(({ sql }) => /(finished_at|gone_at)"? </.test(sql))
    .map(({ sql, parameters }) => planOf(sql, parameters))
  expect(plans.length).toBeGreaterThanOrEqual(3)
  for (const plan of plans)
    expect(plan.map(({ detail }) => detail).join()).toMatch(/INDEX email_(campaigns_finished|recipients_gone_at)/)
  // Lists of campaigns by name, and of tags, are walked along an index and never sorted.
  const walks = [...statements.values()]
    .filter(({ sql }) => /order by "(c"\."name_key|tag_key)"/.test(sql))
    .map(({ sql, parameters }) => planOf(sql, parameters))
  expect(walks.length).toBeGreaterThanOrEqual(10)
  for (const plan of walks.map((rows) => rows.map(({ detail }) => detail).join())) {
    expect(plan).toMatch(/INDEX email_(campaigns(_owner)?_names|contact_tags_(owner|tag))/)
    expect(plan).not.toContain('TEMP B-TREE')
  }
  // The check itself has to find what it is made for.
  const scan = database.prepare<[], { detail: string }>(
    `explain query plan select * from email_messages where data = ''`,
  )
  expect(scan.all().some(({ detail }) => fullScan.test(detail))).toBe(true)
  database.close()
  await rm(folder, { recursive: true })
  expect(statements.size).toBeGreaterThan(150)
  expect(bad).toEqual([])
  expect(unnamed).toEqual([])
}, 60_000)
