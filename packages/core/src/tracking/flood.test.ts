import { describe, expect, it } from 'vitest'
import { eventKinds } from '../domain/event.ts'
import { emptyCommitTimes } from '../kit/commit-times.ts'
import type { NewEvent } from '../store/port/event-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { unsetConsentDefault } from './consent.ts'
import { mergeFloods } from './flood.ts'
import { createJudge } from './judge.ts'
import type { Recorder } from './recorder.ts'
import { thresholdsWith } from './rules/thresholds.ts'
import { createTokenLimit } from './token-limit.ts'

const judge = createJudge({ thresholds: thresholdsWith(), unsetConsent: unsetConsentDefault })
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const apple = 'Mozilla/5.0'
const robot = 'python-requests/2.32.3'

function setup(by = judge) {
  const clock = fakeClock()
  const stored: NewEvent[] = []
  const inner: Recorder = {
    record: async (hit) => void stored.push(hit),
    keep: async (event) => stored.push(event) > 0,
    drain: async () => {},
    metrics: () => ({
      recorded: 0,
      buffered: 0,
      retriedGroups: 0,
      dropped: 0,
      merged: 0,
      verdicts: { human: 0, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 },
      ...emptyCommitTimes(),
    }),
  }
  const recorder = mergeFloods(inner, createTokenLimit(clock), clock, by)
  const hit = (messageId: number, more: Partial<NewEvent> = {}): NewEvent => ({
    type: 'open',
    messageId,
    campaignId: null,
    linkId: null,
    at: clock.now(),
    ip: null,
    userAgent: null,
    head: false,
    prefetch: false,
    durationMs: null,
    count: 1,
    detail: null,
    ...more,
  })
  return { clock, stored, recorder, hit, total: () => stored.reduce((sum, event) => sum + event.count, 0) }
}

describe('mergeFloods', () => {
  it('stores the first twenty of a minute and the rest as one count, none lost', async () => {
    const { clock, stored, recorder, hit, total } = setup()
    for (let n = 0; n < 1_000; n++) await recorder.record(hit(1))
    expect(stored).toHaveLength(20)
    await clock.advance(10_000)
    expect(stored).toHaveLength(21)
    expect(total()).toBe(1_000)
    expect(stored.at(-1)?.count).toBe(980)
  })

  it('restarts with each minute', async () => {
    const { clock, stored, recorder, hit } = setup()
    for (let n = 0; n < 20; n++) await recorder.record(hit(1))
    await clock.advance(60_000)
    for (let n = 0; n < 20; n++) await recorder.record(hit(1))
    expect(stored).toHaveLength(40)
  })

  it('does not affect other tokens, also a hundred thousand of them', async () => {
    const { stored, recorder, hit } = setup()
    for (let n = 0; n < 50; n++) await recorder.record(hit(7, { type: 'click', linkId: 3 }))
    expect(stored).toHaveLength(20)
    for (let id = 1; id <= 100_000; id++)
      await recorder.record(hit(id, { type: id % 2 === 0 ? 'click' : 'open', linkId: id % 2 === 0 ? 5 : null }))
    expect(stored).toHaveLength(100_020)
  })

  it.each(eventKinds.filter((type) => type !== 'read' && type !== 'consent'))(
    'stores at most twenty events of the type %s one by one for a token in a minute',
    async (type) => {
      const { stored, recorder, hit } = setup()
      for (let n = 0; n < 200; n++) await recorder.record(hit(1, { type }))
      expect(stored).toHaveLength(20)
      await recorder.record(hit(2, { type }))
      expect(stored).toHaveLength(21)
    },
  )

  it('leaves out what says the same again, and never merges it', async () => {
    const { clock, stored, recorder, hit } = setup()
    for (const type of ['unsubscribe', 'bounce', 'complaint'] as const) {
      for (let n = 0; n < 30; n++) await recorder.record(hit(1, { type, at: clock.now() - n * 3_600_000 }))
    }
    await recorder.drain()
    expect(stored.map(({ count }) => count)).toEqual(Array(60).fill(1))
  })

  it('holds few counts at once, however many tokens are used too often', async () => {
    const { stored, recorder, hit } = setup()
    for (let id = 1; id <= 12_000; id++)
      for (let n = 0; n < 21; n++) void recorder.record(hit(id, { type: 'click', linkId: id }))
    const { merged } = recorder.metrics()
    expect(merged).toBeLessThanOrEqual(10_000)
    await recorder.drain()
    expect(stored.reduce((sum, { count }) => sum + count, 0)).toBe(12_000 * 21)
  })

  it('stores its counts when drained', async () => {
    const { recorder, hit, total } = setup()
    for (let n = 0; n < 33; n++) await recorder.record(hit(1))
    await recorder.drain()
    expect(total()).toBe(33)
  })

  it('keeps a person’s hit separate among a machine’s', async () => {
    const { recorder, stored, hit } = setup()
    const of = (userAgent: string) => hit(1, { type: 'click', linkId: 1, userAgent, ip: '192.0.2.0' })
    for (const [userAgent, times] of [
      [robot, 22],
      [firefox, 1],
      [robot, 5],
    ] as const)
      for (let n = 0; n < times; n++) await recorder.record(of(userAgent))
    await recorder.drain()
    expect(stored.slice(20).map(({ userAgent, count }) => [userAgent, count])).toEqual([
      [robot, 7],
      [firefox, 1],
    ])
  })

  it('distinguishes all that a verdict can depend on, and nothing else', async () => {
    const { recorder, stored, hit } = setup()
    const one = { userAgent: firefox, ip: '192.0.2.7' }
    const kinds: Partial<NewEvent>[] = [
      one,
      { ...one, userAgent: `${firefox} other` },
      { ...one, userAgent: null },
      { ...one, ip: '198.51.100.7' },
      { ...one, ip: null },
      { ...one, prefetch: true },
      { ...one, head: true },
    ]
    for (const kind of kinds) for (let n = 0; n < 30; n++) await recorder.record(hit(1, kind))
    for (let n = 0; n < 5; n++) await recorder.record(hit(1, { ...one, ip: '192.0.2.99' }))
    await recorder.drain()
    // HEAD is a token's own 20; of the others the first kind uses them.
    expect(stored.filter(({ count }) => count > 1).map(({ count }) => count)).toEqual([15, 30, 30, 30, 30, 30, 10])
    const page = { type: 'view', detail: { page: 'unsubscribe' } } as const
    const views = setup()
    for (let n = 0; n < 30; n++) await views.recorder.record(views.hit(1, n % 2 === 0 ? page : { type: 'view' }))
    await views.recorder.drain()
    expect(views.stored.slice(20).map(({ detail, count }) => [detail, count])).toEqual([
      [{ page: 'unsubscribe' }, 5],
      [null, 5],
    ])
  })

  it('distinguishes by the host’s classify too', async () => {
    const own = createJudge({
      thresholds: thresholdsWith(),
      unsetConsent: { opens: true, clicks: true, readTime: false },
      classify: (hit, verdict) => (hit.ip === '192.0.2.66' ? 'scanner' : verdict),
    })
    for (const messageId of [1, null]) {
      const { recorder, stored, hit } = setup(own)
      for (let n = 0; n < 40; n++)
        await recorder.record(
          hit(0, { messageId, campaignId: 1, userAgent: firefox, ip: n % 4 === 0 ? '192.0.2.66' : '192.0.2.7' }),
        )
      await recorder.drain()
      expect(stored.slice(20).map(({ count }) => count)).toEqual([5, 15])
    }
  })

  it('counts a crowd on a shared token as people, in few rows', async () => {
    const { recorder, stored, hit, total } = setup()
    const shared = (n: number) =>
      hit(0, {
        messageId: null,
        campaignId: 1,
        userAgent: n % 5 === 0 ? apple : `${firefox} ${n}`,
        ip: `10.${n >> 8}.${n & 255}.1`,
      })
    for (let n = 0; n < 2_000; n++) await recorder.record(shared(n))
    await recorder.drain()
    expect([stored.length, total()]).toEqual([22, 2_000])
    expect(sums(stored)).toEqual({ 'open human': 1_600, 'open prefetch': 400 })
  })

  it('stores a flood of ever-changing programs or networks in few rows, none of which counts as a person’s', async () => {
    const { clock, recorder, stored, hit, total } = setup()
    for (let n = 0; n < 5_000; n++) {
      const fetcher =
        n % 2 === 0
          ? { userAgent: `${firefox} ${n}`, ip: null }
          : { userAgent: firefox, ip: `10.${n >> 8}.${n & 255}.1` }
      await recorder.record(hit(1, { type: 'click', linkId: 1, ...fetcher }))
      if (n % 100 === 0) await clock.advance(1_000)
    }
    await recorder.drain()
    expect(total()).toBe(5_000)
    // Fifty seconds: twenty hits, and six gatherings of twenty kinds and the rest.
    expect(stored.length).toBeLessThanOrEqual(20 + 6 * 21)
    const rest = stored.filter(({ detail }) => detail !== null)
    expect(sums(rest)).toEqual({ 'click scanner': 5_000 - (stored.length - rest.length) })
    expect(rest.every(({ ip, userAgent }) => ip === null && userAgent === null)).toBe(true)
  })

  it('stores the counts of a minute under that minute', async () => {
    const { clock, recorder, stored, hit } = setup()
    await clock.advance(55_000)
    for (let n = 0; n < 30; n++) await recorder.record(hit(1))
    const before = clock.now()
    await clock.advance(6_000)
    for (let n = 0; n < 30; n++) await recorder.record(hit(1))
    await recorder.drain()
    expect(stored.filter(({ count }) => count > 1).map(({ at, count }) => [at, count])).toEqual([
      [before, 10],
      [before + 6_000, 10],
    ])
  })

  it('keeps what servers answered, however much of it', async () => {
    const { recorder, stored, hit } = setup()
    for (let n = 0; n < 200; n++) expect(await recorder.keep(hit(1, { type: 'bounce' }), 100)).toBe(true)
    expect(stored).toHaveLength(200)
  })
})

/** Hits by type and verdict. */
function sums(hits: readonly NewEvent[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const hit of hits) {
    const name = `${hit.type} ${judge(hit, { message: undefined, recent: [] }).verdict}`
    found[name] = (found[name] ?? 0) + hit.count
  }
  return found
}
