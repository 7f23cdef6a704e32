import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../../src/domain/campaign.ts'
import { severalServers } from '../../src/sending/transport/several-servers.ts'
import { smtpTransport } from '../../src/sending/transport/smtp-transport.ts'
import type { Transport } from '../../src/sending/transport/transport.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { type RecordingTransport, recordingTransport } from '../../src/testing/recording-transport.ts'
import { mostIn } from './most-in.ts'
import { addresses, type Stage, stage } from './stage.ts'

const windows = { perSecond: 1000, perMinute: 60_000, perHour: 3_600_000 } as const

type Server = RecordingTransport & { server: string; away: boolean }

/** A server that takes what it is given, or is away; it may have limits of its own. */
function server(clock: FakeClock, limits?: Limits): Server {
  const recording = recordingTransport({ clock, keepContent: false })
  const one: Server = Object.assign(recording, { server: 'one', away: false, limits: limits && [limits] })
  const { send } = recording
  one.send = async (message, options) =>
    one.away ? { kind: 'lost', stage: 'connect', handedOver: false, text: 'away' } : send(message, options)
  return one
}

const times = ({ sends }: RecordingTransport) => sends.map(({ at }) => at)

function keepsTo(one: Server, limits: Limits | undefined): void {
  for (const [name, windowMs] of Object.entries(windows)) {
    const most = limits?.[name as keyof typeof windows]
    if (most !== undefined) expect(mostIn(times(one), windowMs)).toBeLessThanOrEqual(most)
  }
}

async function complete(set: Stage, clock: FakeClock, ids: readonly number[], senders = [set.sender]): Promise<void> {
  for (const sender of senders) await sender.start()
  for (let step = 0; ; step += 1) {
    const all = await Promise.all(ids.map((id) => set.status(id)))
    if (all.every((status) => status === 'completed')) break
    if (step > 200_000 || !(await clock.advanceToNext())) throw new Error('it does not end')
  }
  for (const sender of senders) await sender.stop({ graceMs: 0 })
}

function setUp(clock: FakeClock, transport: Transport, more = {}) {
  return stage({ transport, clock, concurrency: 4, pollMs: 60_000, random: Math.random, ...more })
}

const limitsArbitrary: fc.Arbitrary<Limits | undefined> = fc.option(
  fc.record(
    {
      perSecond: fc.integer({ min: 2, max: 30 }),
      perMinute: fc.integer({ min: 10, max: 300 }),
      burst: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ['perSecond'] },
  ),
  { nil: undefined },
)

describe('limits of servers', () => {
  it('hold in every window, of two servers and from two processes, and everybody is sent once', async () => {
    await fc.assert(
      fc.asyncProperty(
        limitsArbitrary,
        limitsArbitrary,
        fc.constantFrom('failover' as const, 'share' as const),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom({}, { delayMs: 30 }, { limits: { perSecond: 20 } }),
        async (ofFirst, ofSecond, strategy, processes, options) => {
          const clock = fakeClock()
          const [first, second] = [server(clock, ofFirst), server(clock, ofSecond)]
          const set = setUp(clock, severalServers([first, second], strategy))
          const senders = [set.sender, ...(processes === 2 ? [set.another()] : [])]
          const { id } = await set.campaign(addresses(40), options)
          await complete(set, clock, [id], senders)
          const to = [...first.sends, ...second.sends].map((one) => one.to)
          expect([to.length, new Set(to).size]).toEqual([40, 40])
          keepsTo(first, ofFirst)
          keepsTo(second, ofSecond)
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  it('share: together they send as fast as both may', async () => {
    const clock = fakeClock()
    const [first, second] = [server(clock, { perSecond: 20 }), server(clock, { perSecond: 10 })]
    const set = setUp(clock, severalServers([first, second], 'share'))
    const { id } = await set.campaign(addresses(300))
    const begun = clock.now()
    await complete(set, clock, [id])
    const took = Math.max(...times(first), ...times(second)) - begun
    expect(took).toBeLessThan(10_500)
    expect(second.sends.length).toBeGreaterThan(90)
  })

  it('failover: the first is waited for while it works, and the next kept to its own when it is away', async () => {
    const clock = fakeClock()
    const [first, second] = [server(clock, { perSecond: 20 }), server(clock, { perSecond: 5 })]
    const transport = severalServers([first, second], 'failover')
    const set = setUp(clock, transport)
    const { id } = await set.campaign(addresses(40))
    await complete(set, clock, [id])
    expect([first.sends.length, second.sends.length]).toEqual([40, 0])
    first.away = true
    const next = await set.campaign(addresses(30))
    await complete(set, clock, [next.id])
    expect(second.sends).toHaveLength(30)
    keepsTo(second, { perSecond: 5 })
  })

  it.each(['failover', 'share'] as const)('%s: one that is away holds up nobody by its own', async (strategy) => {
    const clock = fakeClock()
    const [first, second] = [server(clock, { perMinute: 6 }), server(clock)]
    first.away = true
    const set = setUp(clock, severalServers([first, second], strategy))
    const { id } = await set.campaign(addresses(200))
    const begun = clock.now()
    await complete(set, clock, [id])
    expect(second.sends).toHaveLength(200)
    // One failure is enough: the next slot of that server comes after ten seconds, and is not waited for.
    expect(clock.now() - begun).toBeLessThan(3_000)
  })

  it('one that is away while the other is at its limits is no outage', async () => {
    const clock = fakeClock()
    const [first, second] = [server(clock, { perSecond: 20 }), server(clock, { perSecond: 5 })]
    first.away = true
    const set = setUp(clock, severalServers([first, second], 'share'))
    const { id } = await set.campaign(addresses(60))
    await complete(set, clock, [id])
    expect(second.sends).toHaveLength(60)
    keepsTo(second, { perSecond: 5 })
    expect(set.notices.filter(({ type }) => type === 'fault')).toEqual([])
    expect((await set.messages(id)).filter(({ attempts }) => attempts !== 1)).toEqual([])
  })

  it('one server has them too, for all campaigns together', async () => {
    const clock = fakeClock()
    const only = server(clock, { perSecond: 4 })
    const set = setUp(clock, only)
    const ids = []
    for (let n = 0; n < 10; n += 1) ids.push((await set.campaign(addresses(4))).id)
    await complete(set, clock, ids)
    expect(only.sends).toHaveLength(40)
    keepsTo(only, { perSecond: 4 })
    // None waits for a turn that nobody takes.
    expect(Math.max(...times(only)) - Math.min(...times(only))).toBeLessThan(11_000)
  })

  it('are those of a transport: the same server in two has one each', async () => {
    const clock = fakeClock()
    const only = server(clock, { perMinute: 6 })
    const set = setUp(clock, only)
    const bulk = set.another({ transportName: 'bulk' })
    const own = await set.campaign(addresses(3))
    const other = await set.campaign(addresses(3), { transport: 'bulk' })
    await complete(set, clock, [own.id, other.id], [set.sender, bulk])
    expect(mostIn(times(only), 11_000)).toBe(4)
  })
})

it.each([
  [{ limits: { perSecond: 0 } }, 'limits.perSecond'],
  [{ limits: { perSecond: 2, burst: 3 } }, 'limits.burst'],
  [{ servers: [{ limits: { perDecade: 3 } }] }, 'limits.perDecade'],
])('refuses %j', (options, field) => {
  expect(() => smtpTransport(options as never)).toThrowError(
    expect.objectContaining({ code: 'invalid_option', field: expect.stringContaining(field) }),
  )
})
