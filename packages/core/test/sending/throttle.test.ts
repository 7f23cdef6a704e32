import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../../src/domain/campaign.ts'
import type { Sender } from '../../src/sending/sender.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { type RecordingTransport, recordingTransport } from '../../src/testing/recording-transport.ts'
import { mostIn } from './most-in.ts'
import { addresses, type Stage, stage } from './stage.ts'

const windows = { perSecond: 1000, perMinute: 60_000, perHour: 3_600_000 } as const

async function runUntil(clock: FakeClock, done: () => Promise<boolean>, steps = 200_000): Promise<void> {
  for (let step = 0; !(await done()); step += 1) {
    if (step > steps) throw new Error('it does not end')
    if (!(await clock.advanceToNext())) throw new Error('nothing is left to wait for')
  }
}

async function send(set: Stage, clock: FakeClock, senders: Sender[], campaignIds: number[]): Promise<void> {
  for (const sender of senders) await sender.start()
  await runUntil(clock, async () => {
    for (const id of campaignIds) if ((await set.status(id)) !== 'completed') return false
    return true
  })
  for (const sender of senders) await sender.stop({ graceMs: 0 })
}

const times = (transport: RecordingTransport, domain?: string) =>
  transport.sends.filter(({ to }) => domain === undefined || to.endsWith(`@${domain}`)).map(({ at }) => at)

const limitsArbitrary: fc.Arbitrary<Limits> = fc.record(
  {
    perSecond: fc.integer({ min: 1, max: 30 }),
    perMinute: fc.integer({ min: 5, max: 300 }),
    perHour: fc.integer({ min: 50, max: 3000 }),
    burst: fc.integer({ min: 1, max: 8 }),
  },
  { requiredKeys: [] },
)

describe('throttle', () => {
  it('no window ever holds more than its limit; delays are kept; everybody is sent', async () => {
    await fc.assert(
      fc.asyncProperty(
        limitsArbitrary,
        limitsArbitrary,
        fc.constantFrom(0, 0, 7, 50, 1500),
        fc.constantFrom(0, 0, 40),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 6 }),
        async (own, all, delayMs, jitterMs, processes, concurrency) => {
          const clock = fakeClock()
          const transport = recordingTransport({ clock, keepContent: false })
          const options = { transport, clock, limits: all, concurrency, pollMs: 60_000, random: Math.random }
          const set = stage(options)
          const senders = [set.sender, ...(processes === 2 ? [set.another()] : [])]
          const campaign = await set.campaign(addresses(45), { delayMs, jitterMs, limits: own })
          await send(set, clock, senders, [campaign.id])

          const at = times(transport)
          expect(at).toHaveLength(45)
          expect(new Set(transport.sends.map(({ to }) => to)).size).toBe(45)
          for (const limits of [own, all])
            for (const [name, windowMs] of Object.entries(windows)) {
              const most = limits[name as keyof typeof windows]
              if (most !== undefined) expect(mostIn(at, windowMs)).toBeLessThanOrEqual(most)
            }
          const gaps = at.slice(1).map((one, index) => one - (at[index] ?? 0))
          if (delayMs > 0) expect(Math.min(...gaps)).toBeGreaterThanOrEqual(delayMs)
          const unlimited = Object.keys(own).length === 0 && Object.keys(all).length === 0
          if (unlimited && processes === 1) expect(Math.max(...gaps)).toBeLessThanOrEqual(delayMs + jitterMs + 1)
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  it.each([
    ['short waits, in slots given ahead', { delayMs: 50 }, 30, 29 * 50],
    ['waits so long that messages go back meanwhile', { delayMs: 20_000 }, 4, 3 * 20_000],
    ['a campaign without limits', {}, 30, 0],
  ])('counts the time limits hold a campaign back, once: %s', async (_what, options, count, expected) => {
    const clock = fakeClock()
    const set = stage({ transport: recordingTransport({ clock }), clock, concurrency: 3, pollMs: 60_000 })
    const campaign = await set.campaign(addresses(count), options)
    await send(set, clock, [set.sender], [campaign.id])
    const { throttledMs, sent } = set.sender.metrics()
    expect(sent).toBe(count)
    expect(Math.abs(throttledMs - expected)).toBeLessThanOrEqual(expected * 0.02)
  })

  it('uses what the limit allows: 300 at 50 a second take 299 intervals', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock, keepContent: false })
    const set = stage({ transport, clock, concurrency: 3, pollMs: 60_000 })
    const campaign = await set.campaign(addresses(300), { limits: { perSecond: 50 } })
    await send(set, clock, [set.sender], [campaign.id])
    const at = times(transport)
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBe(299 * 20)
  })

  it('a campaign whose hours end leaves the limit of all as it is', async () => {
    const clock = fakeClock(Date.parse('2026-11-26T17:59:56Z'))
    const transport = recordingTransport({ clock, keepContent: false })
    const set = stage({ transport, clock, limits: { perSecond: 20 }, concurrency: 10, pollMs: 1_000 })
    const hours = { from: '09:00', to: '18:00', timeZone: 'UTC' }
    const shut = await Promise.all([1, 2, 3].map(() => set.campaign(addresses(30, 'shut.example'), { hours })))
    const open = await set.campaign(addresses(200))
    await send(set, clock, [set.sender, set.another()], [open.id])
    expect(mostIn(times(transport), 1_000)).toBeLessThanOrEqual(20)
    const closed = Date.parse('2026-11-26T18:00:00Z')
    expect(Math.max(...times(transport, 'shut.example'))).toBeLessThan(closed)
    expect(await set.states(shut[0]?.id ?? 0)).toMatchObject({ queued: expect.any(Number) })
  })

  it('a slow domain keeps to its limit and delays no other', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock, keepContent: false })
    const domainLimits = { 'slow.example': { perMinute: 6 } }
    const set = stage({ transport, clock, concurrency: 4, domainLimits, pollMs: 60_000 })
    const start = clock.now()
    const slow = addresses(40, 'slow.example')
    const campaign = await set.campaign([...slow, ...addresses(200, 'fast.example')], { delayMs: 10 })
    await send(set, clock, [set.sender], [campaign.id])
    expect(mostIn(times(transport, 'slow.example'), 60_000)).toBeLessThanOrEqual(6)
    expect(times(transport, 'slow.example')).toHaveLength(40)
    const fast = times(transport, 'fast.example')
    // 200 at 10 ms take 2 s; the slow ones, though first in the list, cost them no more than their own few slots.
    expect((fast.at(-1) ?? 0) - start).toBeLessThan(4000)
    const whole = times(transport)
    expect((whole.at(-1) ?? 0) - start).toBeLessThan(40 * 10_000 * 1.2)
  })

  it('a domain that answers 421 gets less, recovers, and others do not wait for it', async () => {
    const clock = fakeClock()
    let refusals = 0
    const transport = recordingTransport({
      clock,
      keepContent: false,
      answer: ({ envelope }) => {
        if (!envelope.to.endsWith('@busy.example') || refusals >= 3) return { kind: 'accepted', response: '250' }
        refusals += 1
        return { kind: 'refused', stage: 'rcpt', code: 421, enhancedCode: '4.7.0', text: '421 4.7.0 Slow down' }
      },
    })
    const set = stage({
      transport,
      clock,
      concurrency: 2,
      pollMs: 60_000,
      retry: { delaysMs: [30_000], shortestMs: 20_000 },
    })
    const start = clock.now()
    const campaign = await set.campaign([...addresses(30, 'busy.example'), ...addresses(100, 'other.example')], {
      delayMs: 10,
    })
    await send(set, clock, [set.sender], [campaign.id])
    expect(await set.states(campaign.id)).toEqual({ sent: 130 })
    expect((times(transport, 'other.example').at(-1) ?? 0) - start).toBeLessThan(3000)
    const busy = times(transport, 'busy.example')
    // After the refusals a pause, then no faster than one in half a second.
    const after = busy.slice(4)
    const gaps = after.slice(1).map((one, index) => one - (after[index] ?? 0))
    expect((after[0] ?? 0) - start).toBeGreaterThanOrEqual(5000)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500)
  })

  it('a server that takes only so many mails a minute gets these, no domain is slowed, and no try is counted', async () => {
    const clock = fakeClock()
    const taken = new Map<number, number>()
    const transport = recordingTransport({
      clock,
      keepContent: false,
      answer: () => {
        const minute = Math.floor(clock.now() / 60_000)
        const before = taken.get(minute) ?? 0
        taken.set(minute, Math.min(before + 1, 100))
        if (before < 100) return { kind: 'accepted', response: '250' }
        const text = '450 4.7.1 Error: too much mail from 192.0.2.1'
        return { kind: 'refused', stage: 'mail', code: 450, enhancedCode: '4.7.1', text }
      },
    })
    const set = stage({ transport, clock, concurrency: 5, pollMs: 60_000, retry: { delaysMs: [60_000] } })
    const campaign = await set.campaign(addresses(500, 'big.example'))
    await send(set, clock, [set.sender], [campaign.id])
    expect(await set.states(campaign.id)).toEqual({ sent: 500 })
    expect([...taken.values()].slice(0, 4)).toEqual([100, 100, 100, 100])
    expect((await set.messages(campaign.id)).filter(({ attempts }) => attempts > 1)).toEqual([])
    // It is asked less and less often until it takes one again.
    const refused = transport.sends.length - 500
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThan(4 * 8 * 5)
  })

  it('two campaigns share the installation fairly', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock, keepContent: false })
    const set = stage({ transport, clock, concurrency: 2, limits: { perSecond: 20 }, pollMs: 60_000 })
    const one = await set.campaign(addresses(100, 'one.example'))
    const two = await set.campaign(addresses(100, 'two.example'))
    await send(set, clock, [set.sender], [one.id, two.id])
    expect(mostIn(times(transport), 1000)).toBeLessThanOrEqual(20)
    const half = transport.sends.slice(0, 100).filter(({ to }) => to.endsWith('one.example')).length
    expect(half).toBeGreaterThan(30)
    expect(half).toBeLessThan(70)
  })

  it('a process that was busy does not make up for its slots while others keep to theirs', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const set = stage({ transport, clock, concurrency: 40 })
    const other = set.another({ concurrency: 40 })
    const campaign = await set.campaign(addresses(60), { limits: { perSecond: 20 } })
    const { begin } = set.store.messages
    let stalled = false
    set.store.messages.begin = async (request) => {
      // Once, amid its work, one of the two hangs for most of a second.
      if (!stalled && transport.sends.length > 10) {
        stalled = true
        await clock.sleep(800)
      }
      return begin(request)
    }
    await send(set, clock, [set.sender, other], [campaign.id])
    expect(stalled).toBe(true)
    expect(transport.sends).toHaveLength(60)
    // One that was marked already when its process hung leaves late; no more than that.
    expect(mostIn(times(transport), 1000)).toBeLessThanOrEqual(21)
  })
})
