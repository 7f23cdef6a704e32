import fc from 'fast-check'
import { expect, test } from 'vitest'
import { silentLogger } from '../domain/logger.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { NewEvent } from '../store/port/event-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { oneSent } from '../testing/stores/fixtures.ts'
import { unsetConsentDefault } from './consent.ts'
import { mergeFloods } from './flood.ts'
import { createJudge } from './judge.ts'
import { createRecorder } from './recorder.ts'
import { thresholdsWith } from './rules/thresholds.ts'
import { createTokenLimit } from './token-limit.ts'

const judge = createJudge({ thresholds: thresholdsWith(), unsetConsent: unsetConsentDefault })
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const apple = 'Mozilla/5.0'
const robot = 'python-requests/2.32.3'

test('never changes how many hits of a verdict a campaign has, nor what a recount finds', async () => {
  const fetchers = [firefox, `${firefox} other`, apple, robot, 'GoogleImageProxy', null]
  const hits = fc.array(
    fc.record({
      type: fc.constantFrom('open', 'click', 'view'),
      shared: fc.boolean(),
      link: fc.constantFrom(0, 1),
      userAgent: fc.constantFrom(...fetchers),
      // Two networks and two links: three would apply rules of behaviour, which also depend on the order.
      ip: fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.1'),
      head: fc.boolean(),
      prefetch: fc.boolean(),
      times: fc.integer({ min: 1, max: 40 }),
      pause: fc.integer({ min: 0, max: 400 }),
    }),
    { maxLength: 15 },
  )
  await fc.assert(
    fc.asyncProperty(hits, async (list) => {
      const results = []
      for (const merging of [true, false]) {
        const { campaignId, messageId, links, store, clock, inner } = await storing()
        const recorder = merging ? mergeFloods(inner, createTokenLimit(clock), clock, judge) : inner
        for (const { type, shared, link, times, pause, ...visit } of list) {
          await clock.advance(pause)
          const about = shared ? { messageId: null, campaignId } : { messageId, campaignId: null }
          const event: NewEvent = {
            type,
            ...about,
            ...visit,
            linkId: type === 'click' ? (links[link] ?? null) : null,
            at: clock.now(),
            durationMs: null,
            count: 1,
            detail: null,
          }
          for (let n = 0; n < times; n++) void recorder.record(event)
        }
        await recorder.drain()
        expect(await store.campaigns.recount(campaignId)).toEqual({})
        const { opens, clicks } = (await store.campaigns.summary(campaignId)) ?? {}
        const ofLinks = (await store.campaigns.links(campaignId)).map(({ total, unique }) => [total, unique])
        results.push({ verdicts: recorder.metrics().verdicts, opens, clicks, ofLinks })
      }
      expect(results[0]).toEqual(results[1])
    }),
    { numRuns: 20, seed: 20_261_126 },
  )
})

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36'
/** What declares a machine, each time by another program or from another network; the last pass for browsers. */
const machines: ((n: number) => Partial<NewEvent>)[] = [
  (n) => ({ userAgent: `python-requests/2.${n}` }),
  (n) => ({ userAgent: robot, ip: `10.${(n >> 8) & 255}.${n & 255}.1` }),
  (n) => ({ userAgent: `${chrome} ${n}`, prefetch: true }),
  (n) => ({ userAgent: `Barracuda Sentinel (${n})`, ip: `172.16.${n & 255}.1` }),
  () => ({ userAgent: chrome, ip: '203.0.113.1' }),
]

test('three hits of a person among ten thousand of machines on one token are counted as three, whenever they come', async () => {
  const floods = fc.record({
    type: fc.constantFrom('open', 'click'),
    machines: fc.subarray(machines, { minLength: 1 }),
    // At the beginning, at the end, or anywhere.
    persons: fc.uniqueArray(fc.oneof(fc.nat(30), fc.nat(9_999)), { minLength: 3, maxLength: 3 }),
    pauseMs: fc.constantFrom(0, 1, 20),
  })
  await fc.assert(
    fc.asyncProperty(floods, async ({ type, machines: some, persons, pauseMs }) => {
      const { campaignId, messageId, links, store, clock, inner } = await storing()
      const recorder = mergeFloods(inner, createTokenLimit(clock), clock, judge)
      const hit = (more: Partial<NewEvent>) =>
        void recorder.record({
          type,
          messageId,
          campaignId: null,
          linkId: type === 'click' ? (links[0] ?? null) : null,
          at: clock.now(),
          ip: '192.0.2.1',
          userAgent: firefox,
          head: false,
          prefetch: false,
          durationMs: null,
          count: 1,
          detail: null,
          ...more,
        })
      let browsers = 0
      for (let n = 0; n < 10_000; n++) {
        if (persons.includes(n)) hit({})
        const machine = some[n % some.length]?.(n % 300) ?? {}
        if (machine.userAgent === chrome) browsers++
        hit(machine)
        if (n % 100 === 0) await clock.advance(pauseMs * 100)
      }
      await recorder.drain()
      expect(await store.campaigns.recount(campaignId)).toEqual({})
      const summary = await store.campaigns.summary(campaignId)
      const { total, machine } = summary?.[type === 'open' ? 'opens' : 'clicks'] ?? {}
      expect([total, machine]).toEqual([3 + browsers, 10_000 - browsers])
      expect((await store.events.list(messageId, { limit: 1_000 })).items.length).toBeLessThan(1_000)
    }),
    { numRuns: 6, seed: 20_261_128 },
  )
})

test('a crowd on a shared link is counted as people, whatever machines do there, in few rows', async () => {
  const { campaignId, links, store, clock, inner } = await storing()
  const recorder = mergeFloods(inner, createTokenLimit(clock), clock, judge)
  for (let n = 0; n < 10_000; n++) {
    const isPerson = n % 4 === 0
    const visit = isPerson ? { userAgent: `${firefox} ${n}`, ip: `10.${n >> 8}.${n & 255}.1` } : machines[n % 4]?.(n)
    void recorder.record({
      type: 'click',
      messageId: null,
      campaignId,
      linkId: links[0] ?? null,
      at: clock.now(),
      ip: '192.0.2.1',
      userAgent: robot,
      head: false,
      prefetch: false,
      durationMs: null,
      count: 1,
      detail: null,
      ...visit,
    })
  }
  await recorder.drain()
  expect(recorder.metrics().recorded).toBeLessThan(60)
  const { clicks } = (await store.campaigns.summary(campaignId)) ?? {}
  expect([clicks?.total, clicks?.machine]).toEqual([2_500, 7_500])
  expect((await store.campaigns.links(campaignId))[0]?.total).toBe(2_500)
})

/** A recorder on a store with one message that was sent long ago, and two links. */
async function storing() {
  const store = memoryStore()
  const clock = fakeClock()
  const harness = { store, now: clock.now() - 86_400_000 }
  const sent = await oneSent(harness, ['https://a.example/', 'https://b.example/'])
  const inner = createRecorder({
    name: 'r',
    events: store.events,
    judge,
    clock,
    logger: silentLogger,
    withEvents: () => false,
    onRecorded: () => {},
    lookBackMs: 120_000,
    deadlineMs: 250,
    maxBuffered: 100_000,
  })
  return { store, clock, inner, campaignId: sent.campaignId, messageId: sent.id, links: sent.links }
}
