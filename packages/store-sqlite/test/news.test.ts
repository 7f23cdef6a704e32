import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WebhookRecord } from '@sillage/core/store'
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

/** The statements of some groups of hits, and what each adds to the log in bytes, with so many webhooks. */
async function costs(hooks: readonly WebhookRecord['types'][]) {
  const filename = join(folder, `${hooks.length}.db`)
  const { engine, statements } = noting(sqliteEngine({ filename, patienceMs: 5_000 }))
  const store = createSqlStore({ engine, dialect: sqliteDialect })
  await store.migrate()
  const { messageIds } = await sendingCampaign(store, 100)
  for (const types of hooks) {
    const about = { owner: null, description: null, secrets: [], machines: true, createdAt: 1 }
    await store.webhooks.create({ ...about, url: 'https://hook.invalid/', types })
  }
  const file = new Database(filename)
  const found: { texts: string[]; bytes: number }[] = []
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    file.pragma('wal_checkpoint(truncate)')
    statements.clear()
    const hits = messageIds.map((id) => ({ ...openOf(id), at: sequence }))
    await store.events.record({ recorder: 'r', sequence, hits, lookBackMs: 1 }, human)
    found.push({ texts: [...statements.keys()].sort(), bytes: (await stat(`${filename}-wal`)).size })
  }
  file.close()
  await store.close()
  return found
}

test('a hit costs not one statement or byte more with three webhooks on', async () => {
  const without = await costs([])
  expect(Math.min(...without.map(({ bytes }) => bytes))).toBeGreaterThan(4_096)
  expect(await costs([['*'], ['message.opened'], ['message.sent', 'message.clicked']])).toEqual(without)
})
