import { setTimeout as sleep } from 'node:timers/promises'
import { isSillageError, type Store } from '@sillage/core/store'
import { human, openOf, sendingCampaign } from '../../store-kysely/test/small-campaign.ts'

/** What callers were told is stored, and what is. */
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
 * Records hits and sends messages through an outage, as recorder and sender do: a call that fails with `store_unavailable` is made again,
 * a group of hits under its old number. `outage` breaks the database and mends it; work goes on until `until` resolves.
 */
export async function workThrough(store: Store, outage: () => Promise<void>): Promise<OutageReport> {
  const { id, messageIds } = await sendingCampaign(store, 1_000)
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
      const claimed = await persist(() => store.messages.claim({ ...lease(), limit: BATCH, campaignId: id }))
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
  await outage()
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
