import { beforeEach, describe, expect, it } from 'vitest'
import { createSillage } from '../src/create-sillage.ts'
import type { CampaignStatus } from '../src/domain/campaign.ts'
import { silentLogger } from '../src/domain/logger.ts'
import { localBus } from '../src/live/bus.ts'
import { createLiveFeed, type LiveFeed } from '../src/live/feed.ts'
import type { FeedEntry } from '../src/live/feed-log.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import type { Store } from '../src/store/port/store.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

let clock: FakeClock
let store: Store
let feed: LiveFeed
let told: string[]
const bus = localBus()

beforeEach(async () => {
  clock = fakeClock()
  store = memoryStore()
  told = []
  feed?.close()
  feed = open()
})

const open = (more: { maxSubscribers?: number } = {}) =>
  createLiveFeed({
    store,
    bus,
    clock,
    logger: silentLogger,
    limits: {},
    onFrame: (event) => void told.push(event),
    ...more,
  })

async function draft(owner?: string): Promise<number> {
  const sillage = createSillage({ store, baseUrl: 'http://mail.example/s', from: 'a@example.org', clock })
  const list = [{ email: 'ada@example.org' }]
  const { campaigns } = owner === undefined ? sillage : sillage.for(owner)
  const { id } = await campaigns.create({
    name: 'N',
    subject: 'S',
    html: '<p>x</p>',
    recipients: list,
    start: false,
  })
  return Number(id)
}
const changed = (campaignId: number) => bus.publish({ type: 'changed', campaignId })
/** What the data says that it is about. */
const about = ({ data }: FeedEntry) => ('stream' in data ? data.stream : data.campaignId)
const numberOf = (entry: FeedEntry | undefined) => Number(entry?.id.split('-')[1])
async function listen(filter: Parameters<LiveFeed['subscribe']>[0] = {}): Promise<FeedEntry[]> {
  const seen: FeedEntry[] = []
  await feed.subscribe(filter, (entry) => void seen.push(entry))
  return seen
}

describe('live feed', () => {
  it.each([
    ['a', ['a']],
    ['c', []],
    [undefined, ['a', 'b', 'none']],
  ])('a subscriber of tenant %s gets the frames and faults of its own, and never those of none', async (owner, own) => {
    const campaigns = { a: await draft('a'), b: await draft('b'), none: await draft() }
    const seen = await listen(owner === undefined ? {} : { owner })
    const nameOf = (id: unknown) => Object.entries(campaigns).find(([, one]) => String(one) === id)?.[0]
    for (const id of Object.values(campaigns)) {
      changed(id)
      const fault = { campaignId: String(id), code: 'smtp_auth', message: 'm', fatal: true } as const
      bus.publish({ type: 'fault', fault })
    }
    await clock.advance(1_000)
    for (const event of ['campaign_progress', 'campaign_error'])
      expect(
        seen
          .filter((one) => one.event === event)
          .map((one) => nameOf(about(one)))
          .sort(),
      ).toEqual(own)
  })

  it('sends the first change at once and then one frame per 100 ms, however many changes there are', async () => {
    const id = await draft()
    const seen = await listen()
    for (let n = 0; n < 50; n++) changed(id)
    await clock.settle()
    expect(seen).toHaveLength(1)
    for (let n = 0; n < 50; n++) changed(id)
    await clock.advance(99)
    expect(seen).toHaveLength(1)
    await clock.advance(1)
    expect(seen).toHaveLength(2)
    expect(numberOf(seen[1])).toBe(numberOf(seen[0]) + 1)
    await clock.advance(10_000)
    expect(seen).toHaveLength(2)
  })

  it('sends fewer frames a second where delivering them takes long', async () => {
    const id = await draft()
    const seen = await listen()
    await feed.subscribe({}, () => {
      const until = performance.now() + 20
      while (performance.now() < until);
    })
    for (let n = 0; n < 12; n++) {
      changed(id)
      await clock.advance(1_000)
    }
    seen.length = 0
    changed(id)
    await clock.settle()
    changed(id)
    await clock.advance(350)
    expect(seen).toHaveLength(1)
    await clock.advance(50)
    expect(seen).toHaveLength(2)
  })

  it('gives missed frames to a client that reconnects, and a snapshot to one that was away too long or came from another feed', async () => {
    const id = await draft()
    const first = await listen({ campaignId: id })
    const since = first[0]?.id ?? ''
    expect(first.map(({ event }) => event)).toEqual(['campaign_progress', 'campaign_stats'])
    for (let n = 0; n < 3; n++) {
      changed(id)
      await clock.advance(1_000)
    }
    expect((await listen({ campaignId: id, since })).map(numberOf)).toEqual([1, 2, 3])
    const other = `000000000000-${numberOf(first[0])}`
    expect((await listen({ campaignId: id, since: other })).map(numberOf)).toEqual([3, 3])
    for (let n = 0; n < 5_000; n++) {
      changed(id)
      await clock.advance(100)
    }
    expect(await listen({ campaignId: id, since })).toHaveLength(2)
  }, 20_000)

  it('sends a tenant its own campaigns only, in frames, missed ones and snapshots', async () => {
    const [mine, other] = [await draft('a'), await draft('b')]
    const seen = await listen({ owner: 'a' })
    changed(mine)
    changed(other)
    bus.publish({ type: 'fault', fault: { campaignId: String(other), code: 'smtp_auth', message: 'no', fatal: true } })
    await clock.advance(1_000)
    expect(seen.map(about)).toEqual([String(mine)])
    const missed = await listen({ owner: 'a', since: seen[0]?.id.replace(/-\d+$/, '-0') })
    expect(missed.map(about)).toEqual([String(mine)])
    await expect(listen({ owner: 'a', campaignId: other })).rejects.toMatchObject({ code: 'not_found' })
    expect(feed.subscribers()).toBe(2)
  })

  it.each([0, 3_600_000, -3_600_000])(
    'computes the time left after a pause from what is sent since, also when the clock was set by %d ms',
    async (jump) => {
      const transport = recordingTransport({ clock, keepContent: false })
      const from = 'a@example.org'
      const sillage = createSillage({ store, baseUrl: 'http://mail.example/s', from, clock, transport })
      let last: { ratePerSecond: number; etaSeconds: number | null; queued: number } | undefined
      sillage.live.on('campaign_progress', (data) => {
        last = data
      })
      await sillage.start()
      const recipients = Array.from({ length: 400 }, (_, n) => ({ email: `r${n}@example.org` }))
      const campaign = { name: 'N', subject: 'S', html: '<p>x</p>', recipients, delayMs: 50 }
      const { id } = await sillage.campaigns.create(campaign)
      await clock.advance(5_000)
      await sillage.campaigns.pause(id)
      await clock.advance(150_000)
      clock.jump(jump)
      await sillage.campaigns.resume(id)
      await clock.advance(4_000)
      expect(last?.ratePerSecond).toBeGreaterThan(14)
      expect(last?.etaSeconds).toBeLessThan(((last?.queued ?? 0) / 20) * 1.5)
      await Promise.all([sillage.close(), clock.advance(20_000)])
    },
  )

  it('sends the end once, and again when the campaign ran again', async () => {
    const id = await draft()
    const ends = () => told.filter((event) => event === 'campaign_complete').length
    const move = async (from: CampaignStatus, to: CampaignStatus) => {
      expect(await store.campaigns.changeStatus(id, { from: [from], to, at: clock.now() })).toBeDefined()
      changed(id)
      await clock.advance(1_000)
    }
    await move('draft', 'sending')
    await move('sending', 'cancelled')
    changed(id)
    await clock.advance(1_000)
    expect(ends()).toBe(1)
    await move('cancelled', 'sending')
    await move('sending', 'cancelled')
    expect(ends()).toBe(2)
  })

  it('sends anew the campaigns that are or were being sent or are watched, when notices were missed', async () => {
    const [sending, ended, looked, other] = [await draft(), await draft(), await draft(), await draft()]
    const go = (id: number, from: CampaignStatus, to: CampaignStatus) =>
      store.campaigns.changeStatus(id, { from: [from], to, at: clock.now() })
    await go(ended, 'draft', 'sending')
    changed(ended)
    await clock.advance(1_000)
    const seen = await listen()
    const one = await listen({ campaignId: looked })
    seen.length = 0
    one.length = 0
    await go(sending, 'draft', 'sending')
    await go(ended, 'sending', 'cancelled')
    bus.publish({ type: 'missed' })
    await clock.advance(1_000)
    const told = seen.map((one) => `${about(one)} ${one.event}`)
    expect(told).toContain(`${sending} campaign_progress`)
    expect(told).toContain(`${ended} campaign_complete`)
    expect(one.map(({ event }) => event)).toEqual(['campaign_progress', 'campaign_stats'])
    expect(told.filter((text) => text.startsWith(`${other} `))).toEqual([])
  })

  it('sends what it could not read as soon as it can', async () => {
    const id = await draft()
    const seen = await listen()
    const { summaries } = store.campaigns
    store.campaigns.summaries = async () => {
      throw new Error('away')
    }
    changed(id)
    await clock.advance(5_000)
    expect(seen).toEqual([])
    store.campaigns.summaries = summaries
    await clock.advance(2_000)
    expect(seen.map(({ event }) => event)).toEqual(['campaign_progress'])
  })

  it('refuses more subscribers than it may have, and everyone once it is closed', async () => {
    feed.close()
    feed = open({ maxSubscribers: 1 })
    const leave = await feed.subscribe({}, () => {})
    await expect(listen()).rejects.toMatchObject({ code: 'busy', status: 503 })
    leave()
    await listen()
    feed.close()
    await expect(listen()).rejects.toMatchObject({ code: 'closed' })
  })

  it('reads and delivers nothing once it is closed, and counts nobody', async () => {
    const id = await draft()
    const seen = await listen()
    await clock.advance(1_000)
    let reads = 0
    const counted = async () => {
      reads++
      return []
    }
    Object.assign(store.campaigns, { summaries: counted, sending: counted })
    feed.close()
    expect(feed.subscribers()).toBe(0)
    changed(id)
    bus.publish({ type: 'missed' })
    await clock.advance(5_000)
    expect([reads, seen]).toEqual([0, []])
  })

  it('gives one tenant a quarter of the places, and keeps the others free', async () => {
    feed.close()
    feed = open({ maxSubscribers: 8 })
    const of = (owner?: string) => feed.subscribe({ owner }, () => {})
    const [leave] = [await of('a'), await of('a')]
    await expect(of('a')).rejects.toMatchObject({ code: 'busy', status: 503 })
    await of('b')
    // Whoever sees everything has no share.
    for (let n = 0; n < 4; n++) await of()
    leave?.()
    leave?.()
    await of('a')
    await expect(of('a')).rejects.toMatchObject({ code: 'busy' })
    await expect(listen({ owner: 'a', campaignId: 99 })).rejects.toMatchObject({ code: 'busy' })
    expect(feed.subscribers()).toBe(7)
  })

  it('gives a place back when a subscription is refused', async () => {
    feed.close()
    feed = open({ maxSubscribers: 4 })
    for (let n = 0; n < 3; n++)
      await expect(listen({ owner: 'a', campaignId: 99 })).rejects.toMatchObject({ code: 'not_found' })
    await listen({ owner: 'a' })
  })

  it('reads a tenant’s campaigns at once, however many those of others are', async () => {
    const ids: number[] = []
    for (const owner of ['a', 'b', 'b', 'b']) {
      const id = await draft(owner)
      await store.campaigns.changeStatus(id, { from: ['draft'], to: 'sending', at: clock.now() })
      ids.push(id)
    }
    let reads = 0
    const { summary, summaries } = store.campaigns
    store.campaigns.summary = (...args) => {
      reads++
      return summary(...args)
    }
    store.campaigns.summaries = (ids) => {
      reads += ids.length
      return summaries(ids)
    }
    const seen = await listen({ owner: 'a' })
    expect(new Set(seen.map(about))).toEqual(new Set([String(ids[0])]))
    expect(reads).toBe(0)
  })

  it('holds the newest of each kind while a snapshot is read, not all that happens meanwhile', async () => {
    const id = await draft()
    const { list } = store.campaigns
    let goOn = () => {}
    store.campaigns.list = async (request) => {
      await new Promise<void>((resolve) => {
        goOn = resolve
      })
      return list(request)
    }
    const seen: FeedEntry[] = []
    const subscribed = feed.subscribe({}, (entry) => void seen.push(entry))
    for (let n = 0; n < 50; n++) {
      changed(id)
      await clock.advance(1_000)
    }
    goOn()
    await subscribed
    expect(told.length).toBeGreaterThan(40)
    expect(seen.map(({ event }) => event)).toEqual(['campaign_progress'])
  })
})
