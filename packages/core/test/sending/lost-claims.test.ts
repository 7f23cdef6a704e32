import { describe, expect, it } from 'vitest'
import { SillageError } from '../../src/domain/errors.ts'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { Store } from '../../src/store/port/store.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, type StageOptions, stage } from './stage.ts'

const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }

/** A store that prolongs no lease, as one that could not be reached when it was time to. */
function withoutHeartbeat(): Store {
  const store = memoryStore()
  const extend = async () => {
    throw new SillageError('store_unavailable', 'The database cannot be reached.')
  }
  return { ...store, messages: { ...store.messages, extend } }
}

/** A sender of which each message takes most of a lease, so that those behind it lose their claims while they wait. */
function setUp(clock: FakeClock, options: Partial<StageOptions>) {
  const sent: string[] = []
  const transport = recordingTransport({
    clock,
    keepContent: false,
    timeoutMs: 2_800,
    async answer({ envelope }) {
      sent.push(envelope.to)
      await clock.sleep(2_500)
      return accepted
    },
  })
  return {
    sent,
    set: stage({ transport, clock, store: withoutHeartbeat(), concurrency: 2, leaseMs: 3_000, ...options }),
  }
}

async function runUntil(clock: FakeClock, done: () => Promise<boolean>): Promise<void> {
  for (let step = 0; !(await done()); step += 1)
    if (step > 50_000 || !(await clock.advanceToNext())) throw new Error('it does not end')
}

describe('messages whose claim ended while they waited, and that the same process claimed again', () => {
  it('are sent once', async () => {
    const clock = fakeClock()
    const { sent, set } = setUp(clock, {})
    const { id } = await set.campaign(addresses(11))
    await set.sender.start()
    await runUntil(clock, async () => (await set.status(id)) === 'completed')
    expect(sent.toSorted()).toEqual(addresses(11).toSorted())
    expect(await set.states(id)).toEqual({ sent: 11 })
    await set.sender.stop()
  })

  it('are sent once by the two engines of a process that also sends what is due', async () => {
    const clock = fakeClock()
    const { sent, set } = setUp(clock, { concurrency: 4 })
    const { id } = await set.campaign(addresses(23))
    await set.sender.start()
    void set.sender.sendDue({ campaignId: id })
    await runUntil(clock, async () => (await set.status(id)) === 'completed')
    expect(sent.toSorted()).toEqual(addresses(23).toSorted())
    await set.sender.stop()
  })
})
