import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EventKind, type Verdict, verdicts } from '../../domain/event.ts'
import { newCampaign, recipient } from '../../testing/stores/fixtures.ts'
import { judgement } from '../../testing/stores/hits.ts'
import { memoryStore } from '../memory/memory-store.ts'
import type { Judge, NewEvent } from '../port/event-store.ts'
import type { Store } from '../port/store.ts'
import { cloneTally, count, emptyTally, type MessageTally, settleExtremes, tallyEvents, uncount } from './ledger.ts'
import { countedPrograms } from './programs.ts'
import { isUnchanged, tallyDifference } from './tally-difference.ts'

const START = Date.UTC(2024, 0, 1, 10, 50)

type Countable = Parameters<typeof count>[1]

const countable: fc.Arbitrary<Countable> = fc.record({
  type: fc.constantFrom<EventKind>('open', 'click', 'read', 'view', 'unsubscribe'),
  verdict: fc.constantFrom<Verdict>(...verdicts),
  reasons: fc.constantFrom([], ['test'], ['test', 'early']),
  program: fc.constantFrom(null, { name: 'Gmail', device: 'unknown' }, { name: 'Chrome', device: 'phone' }),
  head: fc.boolean(),
  implied: fc.constant(false),
  count: fc.integer({ min: 1, max: 3 }),
  at: fc.integer({ min: START, max: START + 10_000_000 }),
  linkId: fc.constantFrom(null, 1, 2),
  durationMs: fc.constantFrom(null, 0, 900),
})

/** Entries of zero equal missing entries. */
function plain(tally: MessageTally) {
  const links = [...tally.links].filter(([, clicks]) => clicks !== 0).sort(([a], [b]) => a - b)
  const hours = [...tally.hours]
    .filter(([, { opens, clicks }]) => opens !== 0 || clicks !== 0)
    .sort(([a], [b]) => a - b)
  const programs = [...countedPrograms(tally.programs)].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...tally, links, hours, programs }
}

describe('tallies', () => {
  test('taking events out again leaves what the others count for', () => {
    fc.assert(
      fc.property(fc.array(countable, { maxLength: 12 }), fc.array(countable, { maxLength: 5 }), (kept, removed) => {
        const tally = tallyEvents([...removed, ...kept])
        const clone = cloneTally(tally)
        for (const event of removed) uncount(tally, event)
        settleExtremes(tally, kept)
        expect(plain(tally)).toEqual(plain(tallyEvents(kept)))
        for (const event of removed) count(clone, event)
        expect(plain(clone)).toEqual(plain(tallyEvents([...removed, ...kept, ...removed])))
      }),
    )
  })

  test('differences add up: from nothing to one tally and from there to another is the same as at once', () => {
    fc.assert(
      fc.property(fc.array(countable, { maxLength: 8 }), fc.array(countable, { maxLength: 8 }), (one, two) => {
        const [a, b] = [tallyEvents(one), tallyEvents(two)]
        const [first, second, whole] = [
          tallyDifference(emptyTally(), a),
          tallyDifference(a, b),
          tallyDifference(emptyTally(), b),
        ]
        for (const kind of ['opens', 'clicks'] as const) {
          for (const name of ['total', 'unique', 'machine', 'early'] as const) {
            expect(first[kind][name] + second[kind][name]).toBe(whole[kind][name])
          }
        }
        expect(first.readMs + second.readMs).toBe(whole.readMs)
        expect(first.readMeasured + second.readMeasured).toBe(whole.readMeasured)
        expect(isUnchanged(tallyDifference(a, tallyEvents(one)))).toBe(true)
      }),
    )
  })
})

interface Step {
  kind: 'group' | 'reclassify'
  hits: { message: number; event: Countable; remarks: { back: number; verdict: Verdict }[] }[]
  verdict: Verdict
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('group', 'group', 'group', 'reclassify') as fc.Arbitrary<Step['kind']>,
    hits: fc.array(
      fc.record({
        message: fc.integer({ min: -1, max: 2 }),
        event: countable,
        remarks: fc.array(
          fc.record({ back: fc.integer({ min: 1, max: 4 }), verdict: fc.constantFrom<Verdict>(...verdicts) }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 6 },
    ),
    verdict: fc.constantFrom<Verdict>(...verdicts),
  }),
  { minLength: 1, maxLength: 8 },
)

async function threeMessages(store: Store) {
  const { campaign } = await store.campaigns.create(newCampaign({ now: START }))
  const links = await store.campaigns.addLinks(
    campaign.id,
    ['https://a.example/', 'https://b.example/'].map((url) => ({ url, personalised: false })),
  )
  await store.campaigns.plan(
    campaign.id,
    ['a', 'b', 'c'].map((name) => recipient(`${name}@example.org`)),
    1,
  )
  const { items } = await store.messages.list({ campaignId: campaign.id, sort: 'name', order: 'asc', limit: 3 })
  return { campaignId: campaign.id, messageIds: items.map(({ id }) => id), linkIds: links.map(({ id }) => id) }
}

describe('counters that change with the events', () => {
  test('equal a recount after any sequence of hits, re-marks and rules judged anew, and implied opens follow the clicks', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const store = memoryStore()
        const { campaignId, messageIds, linkIds } = await threeMessages(store)
        for (const [i, { kind, hits, verdict }] of sequence.entries()) {
          if (kind === 'reclassify') {
            await store.events.reclassify(campaignId, 3_600_000, ({ at }) =>
              judgement(at % 2 === 0 ? verdict : 'human'),
            )
          } else {
            const events = hits.map(({ message, event }) =>
              hitFrom(event, messageIds[message] ?? null, campaignId, linkIds),
            )
            const judge: Judge = (hit, { recent }) => {
              const own = hits[events.findIndex((event) => event.detail?.n === hit.detail?.n)]
              const remark = (own?.remarks ?? []).flatMap(({ back, verdict: to }) => {
                const earlier = recent.at(-back)
                return earlier === undefined ? [] : [{ eventId: earlier.id, verdict: to, reasons: ['again'] }]
              })
              return judgement(own?.event.verdict ?? 'unknown', { remark, reasons: own?.event.reasons ?? [] })
            }
            await store.events.record({ recorder: 'r', sequence: i + 1, hits: events, lookBackMs: 3_600_000 }, judge)
          }
          await expectConsistent(store, campaignId, messageIds)
        }
      }),
      { numRuns: 150 },
    )
  })
})

let hitNumber = 0

function hitFrom(
  { type, head, count: times, at, linkId, durationMs, program }: Countable,
  messageId: number | null,
  campaignId: number,
  linkIds: number[],
): NewEvent {
  hitNumber++
  const link = linkId === null ? null : (linkIds[linkId - 1] ?? null)
  return {
    type,
    messageId,
    campaignId,
    linkId: type === 'click' ? link : null,
    at,
    ip: null,
    userAgent: null,
    program,
    head,
    prefetch: false,
    durationMs,
    count: times,
    detail: { n: hitNumber },
  }
}

async function expectConsistent(store: Store, campaignId: number, messageIds: number[]): Promise<void> {
  expect(await store.campaigns.recount(campaignId)).toEqual({})
  for (const id of messageIds) {
    const message = await store.messages.get(id)
    const { items } = await store.events.list(id, { limit: 1000 })
    const implied = items.filter((event) => event.implied).length
    expect(implied).toBeLessThanOrEqual(1)
    if (message?.clicks === 0) expect(implied).toBe(0)
    else expect(message?.opens).toBeGreaterThan(0)
    expect(tallyEvents(items)).toMatchObject({
      opens: message?.opens,
      clicks: message?.clicks,
      readMs: message?.readMs,
      lastOpenAt: message?.lastOpenAt,
      lastClickAt: message?.lastClickAt,
    })
  }
}
