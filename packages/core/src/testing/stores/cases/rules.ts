import assert from 'node:assert/strict'
import type { EventKind } from '../../../domain/event.ts'
import type { Judge, NewEvent } from '../../../store/port/event-store.ts'
import { createJudge } from '../../../tracking/judge.ts'
import { thresholdsWith } from '../../../tracking/rules/thresholds.ts'
import { allOf, at, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit } from '../hits.ts'

const rules = caseGroup('rules')

const ofLibrary = createJudge({
  thresholds: thresholdsWith({ burstLinks: 2 }),
  unsetConsent: { opens: true, clicks: true, readTime: true },
})
/** The same judge, but one that only this thread can call. */
const asFunction: Judge = (one, context) => ofLibrary(one, context)

const people = 4
const agents = ['Mozilla/5.0 (Macintosh) Safari/605.1.15', 'curl/8.5.0', 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)']
const types: readonly EventKind[] = ['open', 'click', 'read', 'view', 'unsubscribe', 'click']

/**
 * Hits that look back, re-mark and repeat, always the same ones: each follows from a number (Lehmer's
 * generator).
 */
function visits(now: number, ids: readonly number[], links: readonly number[]): NewEvent[] {
  let seed = 20_061
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  return Array.from({ length: 120 }, (_, n) => {
    const type = at(types, next(types.length))
    return hit(type, next(9) === 0 ? 999_999 : at(ids, next(people)), {
      at: now + n * 300,
      linkId: type === 'click' ? (next(9) === 0 ? 999_999 : at(links, next(links.length))) : null,
      ip: `192.0.${next(2)}.1`,
      userAgent: next(9) === 0 ? null : at(agents, Math.max(0, next(6) - 3)),
      head: next(12) === 0,
      durationMs: type === 'read' ? 1_000 + next(9_000) : null,
      detail: type === 'view' ? { page: 'unsubscribe' } : null,
    })
  })
}

/** The events and figures after some hits, without ids, which differ between campaigns. */
async function outcome(h: StoreHarness, judge: Judge, recorder: string) {
  const { campaignId, ids, links } = await sent(h, people, { links: ['https://a.example', 'https://b.example'] })
  const told: unknown[] = []
  const hits = visits(h.now, ids, links)
  for (let first = 0, sequence = 1; first < hits.length; first += 15, sequence++) {
    const group = { recorder, sequence, hits: hits.slice(first, first + 15), lookBackMs: 600_000, withEvents: true }
    const { campaignIds, recorded, ...rest } = await h.store.events.record(group, judge)
    const events = recorded
      .map(({ id: _, messageId, campaignId: __, linkId, ...event }) => ({
        ...event,
        message: ids.indexOf(messageId),
        link: links.indexOf(linkId ?? 0),
      }))
      .sort((a, b) => a.message - b.message)
    told.push({ ...rest, campaigns: campaignIds.length, events })
  }
  for (const id of ids) {
    const { id: _, campaignId: __, ...message } = (await h.store.messages.get(id)) ?? assert.fail('no message')
    const events = await allOf((cursor) => h.store.events.list(id, { limit: 1000, cursor }))
    const seen = events.map(({ id: _, messageId: __, campaignId: ___, linkId, ...event }) => ({
      ...event,
      link: links.indexOf(linkId ?? 0),
    }))
    told.push(message, seen)
  }
  const { opens, clicks } = (await h.store.campaigns.summary(campaignId)) ?? assert.fail('no campaign')
  return { told, opens, clicks }
}

export const ruleCases: readonly StoreCase[] = [
  rules(
    'a judge that can be made again from its rules gives the same verdicts in whichever thread the store calls it',
    async (h) => {
      assert.ok(ofLibrary.rules !== undefined && asFunction.rules === undefined)
      const anywhere = await outcome(h, ofLibrary, 'by rules')
      const here = await outcome(h, asFunction, 'by function')
      assert.deepEqual(anywhere, here)
      const verdicts = new Set(JSON.stringify(here.told).match(/"verdict":"\w+"/g))
      assert.ok(verdicts.size >= 4, `the hits are judged in many ways: ${[...verdicts]}`)
    },
  ),
]
