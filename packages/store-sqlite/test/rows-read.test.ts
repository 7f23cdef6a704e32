import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqlStore } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { askedBy, crossedCampaign, crossedLists, OF_INDEX, titleOf } from '../../store-kysely/test/crossed-lists.ts'
import { sqliteDialect } from '../src/sqlite-dialect.ts'
import { sqliteEngine } from '../src/sqlite-engine.ts'

/** A row looked up by its id, and the alias of its table; `m` and `d` are those of the page itself. */
const lookUp = /^SEARCH ([ot]) USING INTEGER PRIMARY KEY/

test('a list that sorts by one half of a message and filters by the other reads as many rows as the rarer side has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-rows-read-'))
  const filename = join(folder, 'sillage.db')
  const { engine, asked } = askedBy(sqliteEngine({ filename, patienceMs: 5000 }))
  const store = createSqlStore({ engine, dialect: sqliteDialect })
  await store.migrate()
  const database = new Database(filename)
  const campaignId = await crossedCampaign(store, async (sql) => {
    database.exec(sql((name) => name))
  })

  const wrong: string[] = []
  for (const list of crossedLists) {
    asked.length = 0
    await store.messages.list({ campaignId, limit: 20, ...list.request })
    // SQLite does not tell how many rows it read, but a walk counts its own. Each is read and looked up in the other
    // half, or among ids read from an index, which are no more than the rows here.
    let read = 0
    for (const { statement, result } of asked) {
      const rows = (result?.rows ?? []) as { seen?: number }[]
      const seen = rows.reduce((sum, row) => sum + (row.seen ?? 0), 0)
      read += 2 * seen * (statement.sql.includes('t.id in (') ? OF_INDEX : 1)
    }
    if (read > list.most) wrong.push(`${titleOf(list)}: ${read} rows in order`)
    const each = asked.flatMap(({ statement }) => {
      if (!statement.sql.includes(') few')) return []
      const plan = database
        .prepare<unknown[], { detail: string }>(`explain query plan ${statement.sql}`)
        .all(...statement.parameters)
      return plan.flatMap(({ detail }) => {
        const alias = lookUp.exec(detail)?.[1]
        return alias === undefined ? [] : [new RegExp(`(\\w+) as ${alias}\\b`).exec(statement.sql)?.[1]]
      })
    })
    const expected = list.each.map((half) => `email_${half}`)
    if (each.join() !== expected.join()) wrong.push(`${titleOf(list)}: each in ${each.join(', then ')}`)
  }
  await store.close()
  database.close()
  await rm(folder, { recursive: true })
  expect(wrong).toEqual([])
}, 120_000)
