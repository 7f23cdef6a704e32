import { describe, expect, it } from 'vitest'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { ClaimRequest } from '../../src/store/port/message-store.ts'
import type { Store } from '../../src/store/port/store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { countedStore } from '../../src/testing/test-sillage/counted-store.ts'
import { addresses, type Stage, stage } from './stage.ts'

const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const unreachable: TransportResult = { kind: 'lost', stage: 'connect', handedOver: false, text: 'connect ECONNREFUSED' }
const HOUR = 3_600_000

/** Campaigns of so many messages each; their ids. */
async function campaigns(set: Stage, count: number, size: number): Promise<number[]> {
  const ids: number[] = []
  for (let n = 0; n < count; n += 1) ids.push((await set.campaign(addresses(size, `c${n}.example`))).id)
  return ids
}

async function allCompleted(set: Stage, clock: FakeClock, ids: readonly number[]): Promise<void> {
  for (const id of ids)
    for (let step = 0; (await set.status(id)) !== 'completed'; step += 1)
      if (step > 5_000 || !(await clock.advanceToNext())) throw new Error(`campaign ${id} does not end`)
}

/** A store whose claims are noted. */
function noting(claims: ClaimRequest['campaigns'][]): Store {
  const store = memoryStore()
  const { claim } = store.messages
  store.messages.claim = (request) => {
    claims.push(request.campaigns)
    return claim(request)
  }
  return store
}

describe('many campaigns', () => {
  it('cost one call of the store a second while nothing of them is due', async () => {
    const clock = fakeClock()
    const { store, ...counted } = withCalls(memoryStore())
    const set = stage({ transport: recordingTransport({ clock }), clock, store, pollMs: 1_000 })
    for (const campaignId of await campaigns(set, 300, 2)) {
      const claimed = await store.messages.claim({
        sender: 'other',
        now: clock.now(),
        leaseUntil: clock.now() + HOUR,
        campaigns: [{ campaignId, limit: 2 }],
      })
      const error = { kind: 'rate', message: 'later' } as const
      const later = { kind: 'retry', at: clock.now(), dueAt: clock.now() + HOUR, error, attempted: false } as const
      await store.messages.settle(
        'other',
        claimed.map(({ id }) => ({ messageId: id, ...later })),
      )
    }
    await set.sender.start()
    await clock.advance(5_000)
    const before = counted.calls()
    await clock.advance(60_000)
    expect(counted.calls() - before).toBeLessThanOrEqual(60)
    expect(counted.calls() - before).toBeGreaterThanOrEqual(55)
    await set.sender.stop()
  })

  it('are claimed a few at a time, in turn, and all of them are sent', async () => {
    const clock = fakeClock()
    const claims: ClaimRequest['campaigns'][] = []
    const transport = recordingTransport({ clock, keepContent: false })
    const set = stage({ transport, clock, store: noting(claims) })
    const ids = await campaigns(set, 200, 3)
    await set.sender.start()
    await allCompleted(set, clock, ids)
    expect(transport.sends).toHaveLength(600)
    expect(Math.max(...claims.map((some) => some.length))).toBeLessThanOrEqual(16)
    // A second claim for none of them: the first said that there is nothing more.
    expect(claims.flat()).toHaveLength(200)
    await set.sender.stop()
  })

  it('share the sending: none has its second batch before all had their first', async () => {
    const clock = fakeClock()
    const claims: ClaimRequest['campaigns'][] = []
    const set = stage({ transport: recordingTransport({ clock, keepContent: false }), clock, store: noting(claims) })
    const ids = await campaigns(set, 60, 30)
    await set.sender.start()
    await allCompleted(set, clock, ids)
    const turns = claims.flat().map(({ campaignId }) => campaignId)
    expect(new Set(turns.slice(0, 60)).size).toBe(60)
    // While others wait, of each only its share.
    expect(Math.max(...claims.slice(0, 3).flatMap((some) => some.map(({ limit }) => limit)))).toBe(8)
    await set.sender.stop()
  })

  it('are not claimed while enough is held', async () => {
    const clock = fakeClock()
    let held = 0
    const store = memoryStore()
    const { claim } = store.messages
    store.messages.claim = async (request) => {
      const claimed = await claim(request)
      held += claimed.length
      return claimed
    }
    const transport = recordingTransport({
      clock,
      answer: () => clock.sleep(HOUR).then(() => accepted),
      timeoutMs: 2 * HOUR,
    })
    const set = stage({ transport, clock, store, concurrency: 2 })
    await campaigns(set, 100, 5)
    await set.sender.start()
    await clock.advance(10_000)
    // A stock of fifty, and what the last claim took beyond it.
    expect(held).toBeLessThanOrEqual(50 + 16 * 5)
    const stopped = set.sender.stop({ graceMs: 0 })
    await clock.advance(HOUR)
    await stopped
  })

  it('let one that another process started go before those that wait', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock, answer: () => clock.sleep(50).then(() => accepted) })
    const set = stage({ transport, clock, pollMs: 1_000, concurrency: 2 })
    await campaigns(set, 300, 2)
    await set.sender.start()
    await clock.advance(1_500)
    const before = transport.sends.length
    await set.campaign(addresses(1, 'new.example'))
    await clock.advance(2_000)
    const [first] = transport.sends.flatMap(({ to }, index) => (to.endsWith('@new.example') ? [index] : []))
    expect(first).toBeLessThan(before + 60)
    expect(transport.sends.length).toBeLessThan(300)
    const stopped = set.sender.stop()
    await clock.advance(10_000)
    await stopped
  })

  it('let a changed campaign go first, and nothing but that one is read', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({
      clock,
      answer: () => clock.sleep(20).then(() => accepted),
      keepContent: false,
    })
    const { store, ...counted } = withCalls(memoryStore())
    const set = stage({ transport, clock, store, pollMs: HOUR, concurrency: 2 })
    await campaigns(set, 100, 4)
    await set.sender.start()
    await clock.advance(500)
    const late = await set.campaign(['late@new.example'])
    const summaries = counted.callsOf('summary')
    const sendsBefore = transport.sends.length
    set.sender.wake(late.id)
    await clock.advance(5_000)
    const place = transport.sends.findIndex(({ to }) => to === 'late@new.example')
    expect(place).toBeGreaterThan(0)
    expect(place - sendsBefore).toBeLessThanOrEqual(100)
    expect(counted.callsOf('summary') - summaries).toBe(1)
    await set.sender.stop({ graceMs: 0 })
  })

  it('are all paused by a login that is refused, those too that hold no message', async () => {
    const clock = fakeClock()
    const refused = { kind: 'refused', stage: 'auth', code: 535, enhancedCode: '5.7.8', text: '535 no' } as const
    let probes = 0
    const verify = async () => {
      probes += 1
      return refused
    }
    const transport = recordingTransport({ clock, answer: () => unreachable, verify })
    const set = stage({ transport, clock })
    const ids = await campaigns(set, 80, 2)
    await set.sender.start()
    await clock.advance(5_000)
    for (const id of ids) expect(await set.status(id)).toBe('paused')
    expect(probes).toBe(1)
    await set.sender.stop()
  })
})

it('messages that wait for their domain are put off once, however many there are', async () => {
  const clock = fakeClock()
  const store = memoryStore()
  let rows = 0
  const { settle } = store.messages
  store.messages.settle = (sender, outcomes) => {
    rows += outcomes.length
    return settle(sender, outcomes)
  }
  const transport = recordingTransport({ clock, keepContent: false })
  const set = stage({ transport, clock, store, pollMs: 1_000, domainLimits: { 'one.example': { perMinute: 60 } } })
  await set.campaign(addresses(3_000, 'one.example'))
  await set.sender.start()
  await clock.advance(20_000)
  const before = { rows, sent: transport.sends.length }
  await clock.advance(120_000)
  const sent = transport.sends.length - before.sent
  expect(sent).toBeGreaterThanOrEqual(118)
  expect(sent).toBeLessThanOrEqual(121)
  // Its outcome, and now and then one that comes back before its domain is free.
  expect((rows - before.rows) / sent).toBeLessThanOrEqual(3)
  await set.sender.stop()
})

describe('a campaign that holds nothing between its messages', () => {
  it('keeps its refusals: ten in a row pause it', async () => {
    const clock = fakeClock()
    const refused = { kind: 'refused', stage: 'data', code: 554, enhancedCode: '5.7.1', text: '554 no spam' } as const
    const transport = recordingTransport({ clock, answer: () => refused })
    const set = stage({ transport, clock, pollMs: 1_000 })
    // Each at a domain of its own: one that refuses three in a row is spared for a while.
    const emails = Array.from({ length: 30 }, (_, n) => `ada@d${n}.example`)
    const campaign = await set.campaign(emails, { delayMs: 10_000 })
    await set.sender.start()
    await clock.advance(300_000)
    expect(await set.status(campaign.id)).toBe('paused')
    expect(transport.sends.length).toBeLessThanOrEqual(12)
    await set.sender.stop()
  })
})

describe('a campaign that is paused while a sender holds messages of it', () => {
  async function held(pollMs: number) {
    const clock = fakeClock()
    const set = stage({ transport: recordingTransport({ clock }), clock, pollMs })
    const campaign = await set.campaign(addresses(5), { delayMs: 3_000 })
    await set.sender.start()
    await clock.advance(500)
    expect(await set.states(campaign.id)).toMatchObject({ claimed: expect.any(Number) })
    const change = { from: ['sending'], to: 'paused', at: clock.now(), pauseReason: 'user' } as const
    await set.store.campaigns.changeStatus(campaign.id, change)
    return { clock, set, campaign }
  }

  it('has them back at once, where the sender is notified', async () => {
    const { clock, set, campaign } = await held(HOUR)
    set.sender.wake(campaign.id)
    await clock.advance(100)
    expect(await set.states(campaign.id)).not.toHaveProperty('claimed')
    await set.sender.stop()
  })

  it('has them back when the sender reads what is due', async () => {
    const { clock, set, campaign } = await held(1_000)
    await clock.advance(1_100)
    expect(await set.states(campaign.id)).not.toHaveProperty('claimed')
    await set.sender.stop()
  })
})

it('what is due is sent to its end on a clock that stands still', { timeout: 5_000 }, async () => {
  const clock = fakeClock()
  const set = stage({ transport: recordingTransport({ clock }), clock })
  await campaigns(set, 3, 2)
  expect(await set.sender.sendDue()).toBe(6)
})

it('a campaign that is resumed waits no longer than it can, whatever its clock had said', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const set = stage({ transport, clock, pollMs: HOUR, retry: { delaysMs: [1_000] } })
  const { id } = await set.campaign(addresses(1))
  const lease = { sender: 'other', now: clock.now(), leaseUntil: clock.now() + HOUR }
  const [claimed] = await set.store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 1 }] })
  const error = { kind: 'rate', message: 'later' } as const
  const later = { kind: 'retry', at: clock.now(), dueAt: clock.now() + 24 * HOUR, error, attempted: false } as const
  await set.store.messages.settle('other', [{ messageId: claimed?.id ?? 0, ...later }])
  await set.store.campaigns.changeStatus(id, { from: ['sending'], to: 'paused', at: clock.now() })
  await set.sender.start()
  await clock.advance(100)
  await set.store.campaigns.changeStatus(id, { from: ['paused'], to: 'sending', at: clock.now() })
  set.sender.wake(id)
  await clock.advance(5_000)
  expect(transport.sends).toHaveLength(1)
  await set.sender.stop()
})

it('campaigns ask for the limits of the installation one after the other, not all for each slot', async () => {
  const clock = fakeClock()
  const store = memoryStore()
  let asked = 0
  const { reserve } = store.throttles
  store.throttles.reserve = (request) => {
    asked += 1
    return reserve(request)
  }
  const transport = recordingTransport({ clock, keepContent: false })
  const set = stage({ transport, clock, store, pollMs: 1_000, limits: { perSecond: 10 } })
  await campaigns(set, 60, 5)
  await set.sender.start()
  await clock.advance(10_000)
  expect(transport.sends.length).toBeGreaterThanOrEqual(95)
  expect(asked / transport.sends.length).toBeLessThanOrEqual(2)
  await set.sender.stop()
})

function withCalls(given: Store): { store: Store; calls(): number; callsOf(name: 'summary'): number } {
  const named = { summary: 0 }
  const { summary } = given.campaigns
  given.campaigns.summary = (...args) => {
    named.summary += 1
    return summary(...args)
  }
  const counted = countedStore(given)
  return { store: counted.store, calls: () => counted.calls, callsOf: (name) => named[name] }
}
