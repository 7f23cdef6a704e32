import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqlStore } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noting } from '../../store-kysely/test/every-query.ts'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { sqliteDialect } from '../src/sqlite-dialect.ts'
import { sqliteEngine } from '../src/sqlite-engine.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-news-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a hit costs not one statement or byte more with three webhooks on', async () => {
  const filename = join(folder, 'sillage.db')
  const { engine, statements } = noting(sqliteEngine({ filename, patienceMs: 5_000 }))
  const store = createSqlStore({ engine, dialect: sqliteDialect })
  await store.migrate()
  const { messageIds } = await sendingCampaign(store, 200)
  const file = new Database(filename)
  let sequence = 0
  let at = 1_000
  /** The statements of a group of hits, and what they add to the log in bytes. */
  async function cost() {
    // Each finds the same: messages with one open, and an empty log.
    file.pragma('wal_checkpoint(truncate)')
    statements.clear()
    at += 1
    const hits = messageIds.map((id) => ({ ...openOf(id), at }))
    await store.events.record({ recorder: 'r', sequence: ++sequence, hits, lookBackMs: 1 }, human)
    return { texts: [...statements.keys()].sort(), bytes: (await stat(`${filename}-wal`)).size }
  }
  await cost()
  await cost()
  const without = [await cost(), await cost(), await cost()]
  for (const types of [['*'], ['message.opened'], ['message.sent', 'message.clicked']] as const) {
    const about = { owner: null, description: null, secrets: [], machines: true, createdAt: 1 }
    await store.webhooks.create({ ...about, url: 'https://hook.invalid/', types })
  }
  const withThree = [await cost(), await cost(), await cost()]
  expect(without[0]?.bytes).toBeGreaterThan(4_096)
  for (const one of withThree) expect(one.texts).toEqual(without[0]?.texts)
  // The tables grow by the same rows each time, so that a page more or less is filled now and then.
  const most = (costs: readonly { bytes: number }[]) => Math.max(...costs.map(({ bytes }) => bytes))
  expect(most(withThree) - most(without)).toBeLessThanOrEqual(4_120)
  file.close()
  await store.close()
})
