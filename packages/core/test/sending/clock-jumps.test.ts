import { describe, expect, it, vi } from 'vitest'
import type { Limits } from '../../src/domain/campaign.ts'
import { type Logger, silentLogger } from '../../src/domain/logger.ts'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { mostIn } from './most-in.ts'
import { addresses, type Stage, type StageOptions, stage } from './stage.ts'

// Thousands of turns of the event loop each; beside other work of the machine they take longer.
vi.setConfig({ testTimeout: 30_000 })

const second = 1000
const hour = 3_600_000
const jumps = [second, -second, hour, -hour, 24 * hour, -24 * hour]
const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const later: TransportResult = { kind: 'refused', stage: 'rcpt', code: 450, enhancedCode: '4.2.0', text: '450 later' }

interface Sent {
  to: string
  /** True time, which nobody sets. */
  at: number
}

/** A sender whose accepted messages are noted with the true time. */
function setUp(clock: FakeClock, options: Partial<StageOptions> & { answer?: (to: string) => TransportResult } = {}) {
  const { answer = () => accepted, ...rest } = options
  const sent: Sent[] = []
  const transport = recordingTransport({
    clock,
    keepContent: false,
    timeoutMs: 30_000,
    async answer({ envelope }) {
      await clock.sleep(20)
      const result = answer(envelope.to)
      if (result.kind === 'accepted') sent.push({ to: envelope.to, at: clock.monotonic() })
      return result
    },
  })
  return { sent, set: stage({ transport, clock, concurrency: 3, ...rest }) }
}

async function runUntil(clock: FakeClock, done: () => Promise<boolean> | boolean): Promise<void> {
  for (let step = 0; !(await done()); step += 1) {
    if (step > 50_000 || !(await clock.advanceToNext())) throw new Error('it does not end')
  }
}

const completed = (set: Stage, id: number) => async () => (await set.status(id)) === 'completed'

function expectEachOnce(sent: readonly Sent[], count: number): void {
  expect(sent).toHaveLength(count)
  expect(new Set(sent.map(({ to }) => to)).size).toBe(count)
}

/** When the last one left. */
const lastOf = (sent: readonly Sent[]): number => Math.max(...sent.map(({ at }) => at))

/** The longest time in which nothing was sent, from the jump on. */
function longestGap(sent: readonly Sent[], from: number): number {
  const times = [from, ...sent.map(({ at }) => at).filter((at) => at > from)]
  return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))
}

const limited: [string, Limits, { count: number; windowMs: number; burst: number } | undefined][] = [
  ['no limits', {}, undefined],
  ['10 a second', { perSecond: 10 }, { count: 10, windowMs: second, burst: 1 }],
  ['40 a second in bursts of 10', { perSecond: 40, burst: 10 }, { count: 40, windowMs: second, burst: 10 }],
  ['12 a minute in bursts of 3', { perMinute: 12, burst: 3 }, { count: 12, windowMs: 60 * second, burst: 3 }],
]

describe.each(jumps)('the clock jumps by %d ms', (jump) => {
  it.each(limited)(
    'amid a campaign with %s: it goes on soon, keeps the limit, and mails everybody once',
    async (_what, limits, limit) => {
      const clock = fakeClock()
      const { sent, set } = setUp(clock, { limits })
      const other = set.another()
      const campaign = await set.campaign(addresses(90))
      await set.sender.start()
      await other.start()
      await runUntil(clock, () => sent.length >= 30)
      const from = clock.monotonic()
      clock.jump(jump)
      const young = await set.campaign(addresses(10, 'new.example'))
      await runUntil(clock, completed(set, campaign.id))
      await runUntil(clock, completed(set, young.id))
      expectEachOnce(sent, 100)
      const intervalMs = limit === undefined ? 0 : limit.windowMs / (limit.count - limit.burst + 1)
      expect(longestGap(sent, from)).toBeLessThanOrEqual(intervalMs + 2000)
      if (limit !== undefined) {
        const most = mostIn(
          sent.map(({ at }) => at),
          limit.windowMs,
        )
        expect(most).toBeLessThanOrEqual(limit.count + limit.burst)
      }
      await set.sender.stop()
      await other.stop()
    },
  )

  it('while retries wait: each comes after its own wait at the latest, and once', async () => {
    const clock = fakeClock()
    const refused = new Set<string>()
    const answer = (to: string) => {
      if (refused.has(to)) return accepted
      refused.add(to)
      return later
    }
    const retry = { delaysMs: [90_000, 7_200_000], shortestMs: 60_000 }
    // All at once: between one group and the next the outcomes are stored, in the machine's own time.
    const { sent, set } = setUp(clock, { answer, retry, concurrency: 12 })
    const campaign = await set.campaign(addresses(12))
    await set.sender.start()
    await runUntil(clock, () => refused.size === 12)
    // Outcomes are stored in the machine's own time, while this clock stands still.
    await set.until(async () => (await set.messages(campaign.id)).every(({ attempts }) => attempts === 1))
    await clock.advance(500)
    const from = clock.monotonic()
    clock.jump(jump)
    await runUntil(clock, completed(set, campaign.id))
    expectEachOnce(sent, 12)
    expect(lastOf(sent) - from).toBeLessThanOrEqual(90_000 + 2000)
    if (Math.abs(jump) <= second) expect(sent[0]?.at).toBeGreaterThan(from + 70_000)
    await set.sender.stop()
  })

  it('while an outcome is being stored: its message does not wait longer', async () => {
    const clock = fakeClock()
    const store = memoryStore()
    const { messages } = store
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow: typeof store = {
      ...store,
      messages: {
        ...messages,
        async settle(...request) {
          await gate
          return messages.settle(...request)
        },
      },
    }
    const refused = new Set<string>()
    const answer = (to: string) => {
      if (refused.has(to)) return accepted
      refused.add(to)
      return later
    }
    const retry = { delaysMs: [90_000, 7_200_000], shortestMs: 60_000 }
    const { sent, set } = setUp(clock, { answer, retry, store: slow })
    const campaign = await set.campaign(addresses(3))
    await set.sender.start()
    await runUntil(clock, () => refused.size === 3)
    clock.jump(jump)
    // By then what is stored has been checked.
    await clock.advance(5000)
    const from = clock.monotonic()
    open()
    await set.until(async () => (await set.messages(campaign.id)).every(({ attempts }) => attempts === 1))
    await runUntil(clock, completed(set, campaign.id))
    expectEachOnce(sent, 3)
    expect(lastOf(sent) - from).toBeLessThanOrEqual(90_000 + 2000)
    await set.sender.stop()
  })

  it('while a campaign waits for its delay of a minute: it waits no longer', async () => {
    const clock = fakeClock()
    const { sent, set } = setUp(clock, { pollMs: 1000 })
    const campaign = await set.campaign(addresses(4), { delayMs: 60_000 })
    await set.sender.start()
    await runUntil(clock, () => sent.length >= 2)
    await clock.advance(2000)
    const from = clock.monotonic()
    clock.jump(jump)
    await runUntil(clock, completed(set, campaign.id))
    expectEachOnce(sent, 4)
    expect(longestGap(sent, from)).toBeLessThanOrEqual(60_000 + 2000)
    await set.sender.stop()
  })

  it('while messages wait for the limit of their domain: they do not wait longer', async () => {
    const clock = fakeClock()
    const { sent, set } = setUp(clock, { domainLimits: { '*': { perMinute: 60 } } })
    const campaign = await set.campaign([...addresses(20, 'one.example'), ...addresses(20, 'two.example')])
    await set.sender.start()
    await runUntil(clock, () => sent.length >= 10)
    const from = clock.monotonic()
    clock.jump(jump)
    await runUntil(clock, completed(set, campaign.id))
    expectEachOnce(sent, 40)
    expect(longestGap(sent, from)).toBeLessThanOrEqual(1000 + 2000)
    await set.sender.stop()
  })

  it('before a scheduled start: it starts at its time of day, at once where that has passed', async () => {
    const clock = fakeClock()
    // Days of waiting take few steps; nobody but the schedule wakes the sender then.
    const { sent, set } = setUp(clock, { pollMs: jump < -second ? 600_000 : 200 })
    const scheduledAt = clock.now() + 60_000
    const campaign = await set.campaign(addresses(3), { to: 'scheduled', scheduledAt })
    await set.sender.start()
    await clock.advance(5000)
    clock.jump(jump)
    const expected = clock.monotonic() + Math.max(scheduledAt - clock.now(), 0)
    await runUntil(clock, completed(set, campaign.id))
    expectEachOnce(sent, 3)
    expect(sent[0]?.at).toBeGreaterThanOrEqual(expected)
    expect(sent[0]?.at).toBeLessThanOrEqual(expected + 2000)
    await set.sender.stop()
  })

  it('during an outage: the server is asked as often as before, and sending goes on when it answers', async () => {
    const clock = fakeClock()
    let down = true
    const lost: TransportResult = { kind: 'lost', stage: 'connect', handedOver: false, text: 'ECONNREFUSED' }
    const transport = recordingTransport({
      clock,
      answer: () => (down ? lost : accepted),
      verify: async () => (down ? lost : undefined),
    })
    const set = stage({ transport, clock, concurrency: 3 })
    const campaign = await set.campaign(addresses(20))
    await set.sender.start()
    await clock.advance(10_000)
    clock.jump(jump)
    await clock.advance(10_000)
    down = false
    await clock.advance(61_000)
    expect(await set.states(campaign.id)).toEqual({ sent: 20 })
    await set.sender.stop()
  })

  it('while a message is on the wire that would be sent again if its sender had died: it is sent once', async () => {
    const clock = fakeClock()
    let reached = 0
    const transport = recordingTransport({
      clock,
      timeoutMs: 60_000,
      async answer() {
        reached += 1
        await clock.sleep(40_000)
        return accepted
      },
    })
    const set = stage({ transport, clock, concurrency: 2 })
    const other = set.another()
    const campaign = await set.campaign(addresses(2), { onUnknown: 'resend' })
    await set.sender.start()
    await other.start()
    await runUntil(clock, () => reached === 2)
    clock.jump(jump)
    await runUntil(clock, completed(set, campaign.id))
    expect(reached).toBe(2)
    expect(await set.states(campaign.id)).toEqual({ sent: 2 })
    await set.sender.stop()
    await other.stop()
  })

  it('is logged once, with what it means', async () => {
    const clock = fakeClock()
    const told: unknown[] = []
    const logger: Logger = {
      ...silentLogger,
      warn: (details: object, message: string) => told.push([details, message]),
    }
    const { set } = setUp(clock, { logger })
    await set.sender.start()
    await clock.advance(5000)
    clock.jump(jump)
    await clock.advance(120_000)
    const way = jump > 0 ? /set forward.*sending goes on/ : /set back.*sending goes on/
    expect(told).toEqual([[{ clockMovedMs: jump }, expect.stringMatching(way)]])
    await set.sender.stop()
  })
})

describe('a clock that was ahead when the process ended', () => {
  it.each([hour, 24 * hour])(
    'by %d ms: the next process goes on at once, and what was claimed follows',
    async (ahead) => {
      const store = memoryStore()
      const fast = fakeClock(Date.UTC(2026, 0, 1) + ahead)
      const first = setUp(fast, { store, limits: { perSecond: 20 }, leaseMs: 90_000 })
      const campaign = await first.set.campaign(addresses(200))
      await first.set.sender.start()
      await runUntil(fast, () => first.sent.length >= 30)
      // It is killed: its clock stands still from here on, with messages claimed and on the wire.
      expect(await first.set.states(campaign.id)).toHaveProperty('claimed')

      const right = fakeClock()
      const next = setUp(right, { store, limits: { perSecond: 20 }, leaseMs: 90_000 })
      await next.set.sender.start()
      const from = right.monotonic()
      await runUntil(right, () => next.sent.length >= 1)
      expect(right.monotonic() - from).toBeLessThanOrEqual(50 + 2000)
      await runUntil(right, completed(next.set, campaign.id))
      expect(right.monotonic() - from).toBeLessThanOrEqual(90_000 + 2000)
      const all = [...first.sent, ...next.sent].map(({ to }) => to)
      expect(new Set(all).size).toBe(all.length)
      const { sent = 0, unknown = 0 } = await next.set.states(campaign.id)
      expect(sent + unknown).toBe(200)
      expect(unknown).toBeLessThanOrEqual(3)
      await next.set.sender.stop()
    },
  )

  it('what waits for the limit of its domain asks it anew', async () => {
    const store = memoryStore()
    const fast = fakeClock(Date.UTC(2026, 0, 1) + hour)
    const options = { store, domainLimits: { '*': { perMinute: 60 } } }
    const first = setUp(fast, options)
    const campaign = await first.set.campaign(addresses(30))
    await first.set.sender.start()
    await runUntil(fast, () => first.sent.length >= 5)
    await first.set.sender.stop()

    const right = fakeClock()
    const next = setUp(right, options)
    await next.set.sender.start()
    const from = right.monotonic()
    await runUntil(right, completed(next.set, campaign.id))
    expect(longestGap(next.sent, from)).toBeLessThanOrEqual(1000 + 2000)
    expectEachOnce([...first.sent, ...next.sent], 30)
    await next.set.sender.stop()
  })

  it('a retry that waits comes after its own wait, and a retry of a clock that is right is left alone', async () => {
    const store = memoryStore()
    const fast = fakeClock(Date.UTC(2026, 0, 1) + 24 * hour)
    const options = { store, retry: { delaysMs: [60_000], shortestMs: 60_000 } }
    const first = setUp(fast, { ...options, answer: () => later })
    const campaign = await first.set.campaign(addresses(3))
    await first.set.sender.start()
    await fast.advance(5000)
    await first.set.sender.stop()
    expect(await first.set.states(campaign.id)).toEqual({ queued: 3 })

    const right = fakeClock()
    const next = setUp(right, options)
    await next.set.sender.start()
    await right.advance(55_000)
    expect(next.sent).toEqual([])
    await right.advance(7000)
    expectEachOnce(next.sent, 3)
    await next.set.sender.stop()
  })
})
