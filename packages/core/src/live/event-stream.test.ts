import { beforeEach, describe, expect, it } from 'vitest'
import { englishNames } from '../domain/names.ts'
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts'
import { eventStream } from './event-stream.ts'
import type { Deliver, LiveFeed } from './feed.ts'
import type { FeedEntry } from './feed-log.ts'

let clock: FakeClock
let deliver: Deliver
let subscribers: number
let closing: AbortController
const feed: LiveFeed = {
  async subscribe(_filter, given) {
    subscribers += 1
    deliver = given
    return () => {
      subscribers = 0
    }
  },
  subscribers: () => subscribers,
  frames: () => 0,
  onClose(listener) {
    closing.signal.addEventListener('abort', listener)
    return () => closing.signal.removeEventListener('abort', listener)
  },
  close: () => closing.abort(),
}
const entry = (n: number, campaignId = '1'): FeedEntry => ({
  id: `0123456789ab-${n}`,
  event: 'campaign_stats',
  data: {
    campaignId,
    opens: { total: n, unique: n, machine: 0, early: 0, tracked: 0 },
    clicks: { total: 0, unique: 0, machine: 0, early: 0, tracked: 0 },
    openRate: 0,
    clickRate: 0,
  },
  campaignId: Number(campaignId),
  stream: null,
  owner: null,
})
async function start(): Promise<AsyncIterator<string>> {
  const stream = await eventStream(feed, { filter: {}, names: englishNames, clock })
  return stream[Symbol.asyncIterator]()
}

beforeEach(() => {
  clock = fakeClock()
  subscribers = 0
  closing = new AbortController()
})

describe('event stream', () => {
  it('ends its subscription at once when its reader leaves while it waits', async () => {
    const stream = await start()
    await stream.next()
    const waiting = stream.next()
    await clock.settle()
    void stream.return?.()
    expect(subscribers).toBe(0)
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(clock.sleeping).toBe(0)
  })

  it('ends its subscription also when it was never read', async () => {
    const stream = await start()
    expect(subscribers).toBe(1)
    await stream.return?.()
    expect(subscribers).toBe(0)
  })

  it('sends a comment every 20 seconds when there are no frames, so that no proxy cuts it', async () => {
    const stream = await start()
    expect((await stream.next()).value).toMatch(/^retry: \d+\n\n$/)
    const ping = stream.next()
    await clock.advance(20_000)
    expect((await ping).value).toBe(': ping\n\n')
    await stream.return?.()
  })

  it('gives a slow reader the newest state of each campaign, not every frame', async () => {
    const stream = await start()
    await stream.next()
    for (let n = 1; n <= 1_000; n++) deliver(entry(n, n % 2 === 0 ? '2' : '1'))
    expect((await stream.next()).value).toMatch(/^id: 0123456789ab-999\nevent: campaign_stats\ndata: \{.*"total":999/)
    expect((await stream.next()).value).toMatch(/^id: 0123456789ab-1000\n/)
    await stream.return?.()
  })

  it('sends its last frames when the feed closes, then ends', async () => {
    const stream = await start()
    await stream.next()
    deliver(entry(7))
    feed.close()
    expect((await stream.next()).value).toMatch(/^id: 0123456789ab-7\n/)
    expect((await stream.next()).done).toBe(true)
  })
})
