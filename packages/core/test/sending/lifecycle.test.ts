import { describe, expect, it } from 'vitest'
import { SillageError } from '../../src/domain/errors.ts'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/port/store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { createOwnerUrls } from '../../src/tracking/owner-urls.ts'
import { createTokenSealer } from '../../src/tracking/tokens.ts'
import { addresses, type Stage, stage } from './stage.ts'

const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const unreachable: TransportResult = { kind: 'lost', stage: 'connect', handedOver: false, text: 'connect ECONNREFUSED' }

async function completed(set: Stage, clock: FakeClock, id: number): Promise<void> {
  for (let step = 0; (await set.status(id)) !== 'completed'; step += 1) {
    if (step > 5000 || !(await clock.advanceToNext())) throw new Error('it does not end')
  }
}

describe('an outage', () => {
  it('stops sending, asks now and then, and goes on by itself; no attempt is counted', async () => {
    const clock = fakeClock()
    let down = true
    let probes = 0
    const transport = recordingTransport({
      clock,
      answer: () => (down ? unreachable : accepted),
      verify: async () => {
        probes += 1
        return down ? unreachable : undefined
      },
    })
    const set = stage({ transport, clock, concurrency: 3 })
    const campaign = await set.campaign(addresses(40))
    await set.sender.start()
    await clock.advance(1000)
    const tried = transport.sends.length
    expect(set.sender.metrics().outage).toBe(true)
    expect(tried).toBeLessThanOrEqual(6)
    await clock.advance(600_000)
    expect(transport.sends.length).toBe(tried)
    // Waits double from one second to one minute: about fourteen in ten minutes.
    expect(probes).toBeGreaterThan(8)
    expect(probes).toBeLessThan(30)
    expect(await set.states(campaign.id)).toEqual({ queued: 40 })
    const faults = set.notices.filter((notice) => notice.type === 'fault')
    expect(faults).toHaveLength(1)
    down = false
    await clock.advance(61_000)
    expect(await set.states(campaign.id)).toEqual({ sent: 40 })
    for (const { attempts } of await set.messages(campaign.id)) expect(attempts).toBe(1)
    await set.sender.stop()
  })

  it('a login that is refused while probing pauses the campaigns', async () => {
    const clock = fakeClock()
    const refused = { kind: 'refused', stage: 'auth', code: 535, enhancedCode: '5.7.8', text: '535 no' } as const
    const transport = recordingTransport({ clock, answer: () => unreachable, verify: async () => refused })
    const set = stage({ transport, clock })
    const one = await set.campaign(addresses(5))
    const two = await set.campaign(addresses(5))
    await set.sender.start()
    await clock.advance(5000)
    expect(await set.status(one.id)).toBe('paused')
    expect((await set.store.campaigns.summary(two.id))?.pauseReason).toBe('smtp_auth')
    await set.sender.stop()
  })
})

describe('leases', () => {
  it('a sender that stops without a sign: claimed goes on soon, sending becomes unknown; its late 250 is believed', async () => {
    const clock = fakeClock()
    let answer: ((result: TransportResult) => void) | undefined
    const stuck = recordingTransport({
      clock,
      timeoutMs: 60_000,
      answer: () => new Promise((resolve) => (answer = resolve)),
    })
    const set = stage({ transport: stuck, clock, concurrency: 1, leaseMs: 90_000 })
    const campaign = await set.campaign(addresses(20))
    await set.sender.start()
    await clock.settle()
    expect(await set.states(campaign.id)).toEqual({ sending: 1, claimed: 19 })
    // The process is suspended: its clock and its heartbeat stand still, the others' do not.
    const healthy = recordingTransport({ clock: fakeClock() })
    const otherClock = fakeClock(clock.now())
    const other = set.another({ transport: healthy, clock: otherClock })
    await other.start()
    await otherClock.advance(61_000)
    await otherClock.advance(1000)
    expect(await set.states(campaign.id)).toEqual({ sending: 1, sent: 19 })
    await otherClock.advance(31_000)
    expect(await set.states(campaign.id)).toEqual({ unknown: 1, sent: 19 })
    answer?.(accepted)
    await clock.settle()
    expect(await set.states(campaign.id)).toEqual({ sent: 20 })
    expect(healthy.sends.length + stuck.sends.length).toBe(20)
    await other.stop()
    await set.sender.stop({ graceMs: 0 })
  })

  it('a message that waits for its slot keeps its lease', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const set = stage({ transport, clock, leaseMs: 1500 })
    const other = set.another()
    const campaign = await set.campaign(addresses(12), { delayMs: 4000 })
    await set.sender.start()
    await other.start()
    await completed(set, clock, campaign.id)
    expect(transport.sends).toHaveLength(12)
    const times = transport.sends.map(({ at }) => at)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBe(11 * 4000)
    await set.sender.stop()
    await other.stop()
  })

  it('sends are given less time than the lease, however short it is', async () => {
    const clock = fakeClock()
    const given: (number | undefined)[] = []
    const transport = recordingTransport({ clock, timeoutMs: 600_000 })
    const set = stage({
      transport: {
        ...transport,
        send(message, options) {
          given.push(options?.timeoutMs)
          return transport.send(message)
        },
      },
      clock,
      leaseMs: 40,
    })
    const campaign = await set.campaign(addresses(3))
    await set.sender.start()
    await completed(set, clock, campaign.id)
    for (const timeoutMs of given) expect(timeoutMs).toBeLessThan(40)
    await set.sender.stop()
  })
})

describe('campaigns', () => {
  it('start when their time comes, and late rather than never', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const set = stage({ transport, clock, pollMs: 60_000 })
    const soon = await set.campaign(addresses(2), { to: 'scheduled', scheduledAt: clock.now() + 5000 })
    const missed = await set.campaign(addresses(2, 'missed.example'), {
      to: 'scheduled',
      scheduledAt: clock.now() - 86_400_000,
    })
    await set.sender.start()
    await clock.advance(4000)
    expect(await set.status(missed.id)).toBe('completed')
    expect(await set.status(soon.id)).toBe('scheduled')
    await clock.advance(1200)
    expect(await set.status(soon.id)).toBe('completed')
    expect(transport.sends.at(-1)?.at).toBeLessThanOrEqual(Date.UTC(2026, 0, 1) + 5200)
    await set.sender.stop()
  })

  it('a suppression added after planning is honoured at the last moment', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const set = stage({ transport, clock })
    const campaign = await set.campaign(['Ada@Example.org', 'bob@example.org'])
    const suppression = { owner: null, email: 'ada@example.org', emailHash: null, topic: null, at: 0 }
    await set.store.suppressions.add({ ...suppression, reason: 'unsubscribe' })
    await set.sender.start()
    await completed(set, clock, campaign.id)
    expect(transport.sends.map(({ to }) => to)).toEqual(['bob@example.org'])
    expect(await set.states(campaign.id)).toEqual({ skipped: 1, sent: 1 })
    await set.sender.stop()
  })

  it('a campaign whose last recipients are skipped is completed, and said to be', async () => {
    const clock = fakeClock()
    const set = stage({ transport: recordingTransport({ clock }), clock })
    const campaign = await set.campaign(['ada@example.org'])
    const suppression = { owner: null, email: 'ada@example.org', emailHash: null, topic: null, at: 0 }
    await set.store.suppressions.add({ ...suppression, reason: 'unsubscribe' })
    await set.sender.start()
    await completed(set, clock, campaign.id)
    expect(set.notices).toContainEqual({ type: 'changed', campaignId: campaign.id })
    await set.sender.stop()
  })

  it('a delay that is changed while sending holds from the next claim on', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const set = stage({ transport, clock, pollMs: 100 })
    const campaign = await set.campaign(addresses(40), { delayMs: 1000 })
    await set.sender.start()
    await clock.advance(5000)
    const before = transport.sends.length
    expect(before).toBeLessThanOrEqual(6)
    await set.store.campaigns.update(campaign.id, { options: { ...campaign.options, delayMs: 10 } }, ['sending'])
    set.sender.wake()
    await clock.advance(3000)
    expect(await set.status(campaign.id)).toBe('completed')
    await set.sender.stop()
  })

  it('each campaign keeps to its own concurrency', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock, answer: () => clock.sleep(100).then(() => accepted) })
    const set = stage({ transport, clock, concurrency: 10 })
    const campaign = await set.campaign(addresses(12), { concurrency: 2 })
    await set.sender.start()
    await completed(set, clock, campaign.id)
    expect(transport.mostAtOnce).toBe(2)
    await set.sender.stop()
  })

  it('messages that cannot be composed fail, and a run of them pauses the campaign', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const composer = {
      compose: () => {
        throw new SillageError('invalid_template', 'the field {{x}} is missing')
      },
      urls: createOwnerUrls('https://mail.example.com', createTokenSealer(['a secret for tests only'])).of(null),
      renderDestination: () => undefined,
      view: () => '',
    }
    const set = stage({
      transport,
      clock,
      concurrency: 1,
      composers: { composerFor: async () => composer, withContent: () => Promise.reject(new Error('none')) },
    })
    const campaign = await set.campaign(addresses(30))
    await set.sender.start()
    await clock.advance(2000)
    expect(transport.sends).toHaveLength(0)
    expect(await set.states(campaign.id)).toEqual({ failed: 10, queued: 20 })
    expect((await set.store.campaigns.summary(campaign.id))?.pauseReason).toBe('compose_failed')
    await set.sender.stop()
  })

  it('content that cannot be compiled pauses the campaign', async () => {
    const clock = fakeClock()
    const set = stage({ transport: recordingTransport({ clock }), clock })
    const campaign = await set.campaign(addresses(2), { html: '<p>{{#open}}never closed</p>' })
    await set.sender.start()
    await clock.advance(1000)
    expect(await set.status(campaign.id)).toBe('paused')
    expect(set.notices).toContainEqual({
      type: 'fault',
      fault: expect.objectContaining({ campaignId: String(campaign.id), code: 'compose_failed', fatal: true }),
    })
    await set.sender.stop()
  })
})

/** A store whose methods fail now and then, before or after they did their work. */
function shaky(
  store: Store,
  fails: (method: string) => 'before' | 'after' | undefined,
  error: () => Error = () => new SillageError('store_unavailable', 'down'),
): Store {
  const wrap = <T extends object>(target: T, name: string): T =>
    new Proxy(target, {
      get(object, key, receiver) {
        const value: unknown = Reflect.get(object, key, receiver)
        if (typeof value !== 'function') return value
        return async (...parameters: unknown[]) => {
          const failure = fails(`${name}.${String(key)}`)
          if (failure === 'before') throw error()
          const result: unknown = await value.apply(object, parameters)
          if (failure === 'after') throw error()
          return result
        }
      },
    })
  return {
    ...store,
    messages: wrap(store.messages, 'messages'),
    campaigns: wrap(store.campaigns, 'campaigns'),
    throttles: wrap(store.throttles, 'throttles'),
  }
}

const errors: [string, () => Error][] = [
  ['store_unavailable', () => new SillageError('store_unavailable', 'down')],
  ['not_migrated', () => new SillageError('not_migrated', 'the schema is renamed')],
  ['an error of its driver', () => Object.assign(new Error('permission denied'), { code: '42501' })],
]

describe('a store that fails now and then', () => {
  it.each(errors)('with %s: everybody is mailed once, and no campaign is paused for it', async (_, error) => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const failed = new Map<string, number>()
    let failing = false
    const once = (method: string) => {
      if (!failing) return undefined
      const times = (failed.get(method) ?? 0) + 1
      failed.set(method, times)
      // A pause that cannot be stored would hide that one was wanted.
      return times === 1 && method !== 'campaigns.changeStatus' ? 'before' : undefined
    }
    const set = stage({ transport, clock, store: shaky(memoryStore(), once, error), leaseMs: 5000 })
    const campaign = await set.campaign(addresses(20))
    failing = true
    await set.sender.start()
    await clock.advance(120_000)
    failing = false
    expect(failed.get('campaigns.addLinks')).toBeGreaterThan(1)
    expect(failed.get('messages.settle')).toBeGreaterThan(1)
    expect(await set.states(campaign.id)).toEqual({ sent: 20 })
    expect(transport.sends).toHaveLength(20)
    await set.sender.stop()
  })

  it.each(['before', 'after'] as const)('%s the work: everybody is mailed once all the same', async (when) => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    let calls = 0
    const inner = memoryStore()
    let failing = false
    const store = shaky(inner, (method) => {
      if (!failing || method === 'campaigns.create') return undefined
      calls += 1
      return calls % 7 === 3 ? when : undefined
    })
    const set = stage({ transport, clock, store, concurrency: 4, leaseMs: 5000, limits: { perSecond: 100 } })
    const campaign = await set.campaign(addresses(150))
    failing = true
    await set.sender.start()
    await clock.advance(60_000)
    failing = false
    await clock.advance(60_000)
    const states = await set.states(campaign.id)
    const recipients = transport.sends.map(({ to }) => to)
    expect(new Set(recipients).size).toBe(recipients.length)
    expect(states).toEqual({ sent: 150 })
    await set.sender.stop()
  })
})

describe('a sender that is stopped', () => {
  it('ends what sends what is due, too', async () => {
    const clock = fakeClock()
    const set = stage({ transport: recordingTransport({ clock }), clock })
    const { id } = await set.campaign(addresses(5), { delayMs: 60_000 })
    const due = set.sender.sendDue({ campaignId: id })
    await clock.advance(1_000)
    const stopped = set.sender.stop()
    await clock.advance(1_000)
    await stopped
    expect(await due).toBe(1)
    expect(await set.states(id)).toEqual({ sent: 1, queued: 4 })
  })
})

it('who is held back while a message waits gets none, which is counted, and the campaign completes', async () => {
  const clock = fakeClock()
  const set = stage({ transport: recordingTransport({ clock }), clock })
  const { id } = await set.campaign(addresses(3), { delayMs: 60_000 })
  await set.sender.start()
  await clock.advance(1_000)
  for (const email of addresses(3).slice(1))
    await set.store.suppressions.add({
      owner: null,
      email,
      emailHash: null,
      topic: null,
      reason: 'manual',
      at: clock.now(),
    })
  await clock.advance(180_000)
  expect(await set.states(id)).toEqual({ sent: 1, skipped: 2 })
  expect(await set.status(id)).toBe('completed')
  expect(set.sender.metrics().skipped).toBe(2)
  await set.sender.stop()
})
