import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import { runStoreCases } from '@sillage/core/testing'
import { tableNames } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'

const now = Date.UTC(2026, 0, 1)

describe('SQLite in memory', () => {
  runStoreCases(test, {
    abilities: ['callerClock'],
    async open() {
      const store = sqliteStore({ filename: ':memory:' })
      await store.migrate()
      return { store, now, close: () => store.close() }
    },
  })
})

describe('SQLite on a file', () => {
  let folder: string
  let filename: string
  let stores: [Store, Store]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sillage-sqlite-'))
    filename = join(folder, 'sillage.db')
    stores = [sqliteStore({ filename }), sqliteStore({ filename })]
    await stores[0].migrate()
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await rm(folder, { recursive: true })
  })

  runStoreCases(test, {
    abilities: ['callerClock', 'damage'],
    async open() {
      // Emptied and not made anew, which takes many times as long; ids continue to rise.
      empty(filename)
      return {
        store: stores[0],
        now,
        reopen: async () => stores[1],
        damage: async (campaignId) => damage(filename, campaignId),
      }
    },
  })
})

function empty(filename: string): void {
  const host = new Database(filename)
  host.pragma('foreign_keys = OFF')
  const all = tableNames.filter((name) => name !== 'email_migrations')
  host.transaction(() => {
    for (const name of all) host.exec(`delete from ${name}`)
  })()
  host.close()
}

function damage(filename: string, campaignId: number): void {
  const host = new Database(filename)
  host.prepare('update email_campaigns set opens_total = opens_total + 7 where id = ?').run(campaignId)
  host.prepare('update email_links set total = total + 5 where campaign_id = ?').run(campaignId)
  host.prepare('update email_timeline set sent = sent + 3 where campaign_id = ?').run(campaignId)
  host.close()
}
