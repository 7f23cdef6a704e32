import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import { runStoreCases } from '@sillage/core/testing'
import Database from 'better-sqlite3'
import { describe, test } from 'vitest'
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
  runStoreCases(test, {
    abilities: ['callerClock', 'damage'],
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'sillage-sqlite-'))
      const filename = join(folder, 'sillage.db')
      const stores: Store[] = []
      const reopen = async () => {
        const store = sqliteStore({ filename })
        stores.push(store)
        return store
      }
      const store = await reopen()
      await store.migrate()
      return {
        store,
        now,
        reopen,
        damage: async (campaignId) => damage(filename, campaignId),
        async close() {
          for (const one of stores) await one.close()
          await rm(folder, { recursive: true })
        },
      }
    },
  })
})

function damage(filename: string, campaignId: number): void {
  const host = new Database(filename)
  host.prepare('update email_campaigns set opens_total = opens_total + 7 where id = ?').run(campaignId)
  host.prepare('update email_links set total = total + 5 where campaign_id = ?').run(campaignId)
  host.prepare('update email_timeline set sent = sent + 3 where campaign_id = ?').run(campaignId)
  host.close()
}
