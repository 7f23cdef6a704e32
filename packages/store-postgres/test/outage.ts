import { setTimeout as sleep } from 'node:timers/promises'
import { isSillageError, type Store } from '@sillage/core/store'
import { expect } from 'vitest'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'
import { postgresStore } from '../src/index.ts'
import { postgresServer } from './postgres-server.ts'

/** What was acknowledged to callers, and what is stored. */
export interface OutageReport {
  acknowledgedHits: number
  storedHits: number
  acknowledgedSends: number
  storedSends: number
  /** Calls that failed with `store_unavailable` and were made again. */
  unavailable: number
  /** Differences a recount found: none. */
  differences: Record<string, unknown>
}

const GROUP = 20
const BATCH = 10

/**
 * Records hits and sends messages through an outage, as recorder and sender do: a call that fails with
 * `store_unavailable` is made again, a group of hits under its old number. `outage` breaks the database and repairs it,
 * and may query what was acknowledged so far; work ends when it has.
 */
export async function workThrough(
  store: Store,
  outage: (soFar: () => { hits: number; sends: number }) => Promise<void>,
  messages = 1_000,
): Promise<OutageReport> {
  const { id, messageIds } = await sendingCampaign(store, messages)
  const report = { acknowledgedHits: 0, acknowledgedSends: 0, unavailable: 0 }
  let over = false

  async function persist<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call()
      } catch (error) {
        if (!isSillageError(error) || error.code !== 'store_unavailable') throw error
        report.unavailable++
        await sleep(20)
      }
    }
  }

  async function recorder(name: string): Promise<void> {
    for (let sequence = 1; !over; sequence++) {
      const hits = Array.from({ length: GROUP }, (_, n) => openOf(messageIds[(sequence * 13 + n) % 1_000] ?? 0))
      await persist(() => store.events.record({ recorder: name, sequence, hits, lookBackMs: 1 }, human))
      report.acknowledgedHits += GROUP
    }
  }

  async function sender(name: string): Promise<void> {
    const tracked = { opens: true, clicks: true, readTime: false }
    while (!over) {
      const lease = () => ({ sender: name, now: Date.now(), leaseUntil: Date.now() + 120_000 })
      const claimed = await persist(() =>
        store.messages.claim({ ...lease(), campaigns: [{ campaignId: id, limit: BATCH }] }),
      )
      if (claimed.length === 0) await sleep(20)
      const ids = claimed.map((message) => message.id)
      const { begun } = await persist(() => store.messages.begin({ ...lease(), messageIds: ids }))
      const outcomes = begun.map((messageId) => ({ messageId, kind: 'sent' as const, at: Date.now(), tracked }))
      await persist(() => store.messages.settle(name, outcomes))
      report.acknowledgedSends += begun.length
      await sleep(30)
    }
  }

  const work = [recorder('r1'), recorder('r2'), sender('s1'), sender('s2')]
  await outage(() => ({ hits: report.acknowledgedHits, sends: report.acknowledgedSends }))
  over = true
  await Promise.all(work)
  const summary = await store.campaigns.summary(id)
  return {
    ...report,
    storedHits: summary?.opens.total ?? -1,
    storedSends: summary?.sent ?? -1,
    differences: await store.campaigns.recount(id),
  }
}

/**
 * Stops a server of its own for `ms` while hits are recorded and messages sent, starts it again, and reports in one
 * line what was acknowledged and what is stored.
 */
export async function throughOutage(ms: number): Promise<void> {
  const server = await postgresServer({ durable: true })
  const store = postgresStore({ connectionString: server.url, patienceMs: 500 })
  await store.migrate()
  const report = await workThrough(
    store,
    async (soFar) => {
      await sleep(1_500)
      await server.stop()
      const before = soFar()
      await sleep(ms)
      await server.start()
      // All four continue, each at its own pace.
      const wanted = { hits: before.hits + 20 * GROUP, sends: before.sends + 20 * BATCH }
      while (soFar().hits < wanted.hits || soFar().sends < wanted.sends) await sleep(20)
    },
    8_000,
  )
  const { acknowledgedHits, storedHits, acknowledgedSends, storedSends, unavailable, differences } = report
  process.stdout.write(
    `PostgreSQL away for ${ms / 1000} s: ${acknowledgedHits} hits acknowledged, ${storedHits} stored; ${acknowledgedSends} sends acknowledged, ${storedSends} stored; ${unavailable} calls failed and were made again\n`,
  )
  expect(unavailable).toBeGreaterThan(0)
  expect({ storedHits, storedSends }).toEqual({ storedHits: acknowledgedHits, storedSends: acknowledgedSends })
  expect(differences).toEqual({})
  await store.close()
  await server.remove()
}
