import { describe, expect, it } from 'vitest'
import { emptyCommitTimes } from '../domain/commit-times.ts'
import type { NewEvent } from '../store/event-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { mergeFloods } from './flood.ts'
import type { Recorder } from './recorder.ts'

function setup() {
  const clock = fakeClock()
  const stored: NewEvent[] = []
  const inner: Recorder = {
    record: async (hit) => void stored.push(hit),
    drain: async () => {},
    metrics: () => ({
      ...{ recorded: 0, buffered: 0, retriedGroups: 0, dropped: 0, merged: 0 },
      verdicts: { human: 0, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 },
      ...emptyCommitTimes(),
    }),
  }
  const recorder = mergeFloods(inner, clock)
  const hit = (messageId: number, more: Partial<NewEvent> = {}): NewEvent => ({
    ...{ type: 'open', messageId, campaignId: null, linkId: null, at: clock.now(), ip: null, userAgent: null },
    ...{ head: false, prefetch: false, durationMs: null, count: 1, detail: null, ...more },
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

  it('starts anew with each minute', async () => {
    const { clock, stored, recorder, hit } = setup()
    for (let n = 0; n < 20; n++) await recorder.record(hit(1))
    await clock.advance(60_000)
    for (let n = 0; n < 20; n++) await recorder.record(hit(1))
    expect(stored).toHaveLength(40)
  })

  it('leaves other tokens alone, also a hundred thousand of them', async () => {
    const { stored, recorder, hit } = setup()
    for (let n = 0; n < 50; n++) await recorder.record(hit(7, { type: 'click', linkId: 3 }))
    expect(stored).toHaveLength(20)
    for (let id = 1; id <= 100_000; id++)
      await recorder.record(hit(id, { type: id % 2 === 0 ? 'click' : 'open', linkId: id % 2 === 0 ? 5 : null }))
    expect(stored).toHaveLength(100_020)
  })

  it('never merges what a person decides', async () => {
    const { stored, recorder, hit } = setup()
    for (let n = 0; n < 30; n++) await recorder.record(hit(1, { type: 'consent' }))
    expect(stored).toHaveLength(30)
  })

  it('stores what it holds when drained', async () => {
    const { recorder, hit, total } = setup()
    for (let n = 0; n < 33; n++) await recorder.record(hit(1))
    await recorder.drain()
    expect(total()).toBe(33)
  })
})
