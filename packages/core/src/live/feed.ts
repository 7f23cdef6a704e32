import type { Limits } from '../domain/campaign.ts'
import { type Clock, monotonic } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type { LiveEventName, LiveEvents, LiveFrames } from '../domain/live.ts'
import type { Logger } from '../domain/logger.ts'
import { createShares } from '../kit/shares.ts'
import { streamOf } from '../news/recorded-news.ts'
import { requireStream } from '../store/find-stream.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { summariesTogether } from '../store/read-together.ts'
import { foundCampaign } from '../store/require-campaign.ts'
import type { Bus, Notice } from './bus.ts'
import { createFeedLog, type FeedEntry, type FrameOf } from './feed-log.ts'
import { isFinal, progressOf, stateOf, statsOf, streamProgressOf, streamStatsOf } from './figures.ts'
import { concerns, type LiveFilter } from './filter.ts'
import { createFrameInterval } from './frame-interval.ts'
import { createNewest, type Newest } from './newest.ts'
import { createPace, type Pace } from './pace.ts'

export type Deliver = (entry: FeedEntry) => void

/** The numbered feed of one process: changes of campaigns and of followed streams, coalesced, resumable. */
export interface LiveFeed {
  /**
   * Delivers what was missed since `since`, or a snapshot when that is another feed's or too long ago, and then every
   * change. Throws `not_found` for a campaign or stream the owner cannot see, `busy` beyond `maxSubscribers` and beyond
   * a quarter of them for one owner, `closed` after `close`. Returns the function that ends it.
   */
  subscribe(filter: LiveFilter, deliver: Deliver): Promise<() => void>
  subscribers(): number
  /** Frames made since it began, each counted once, however many subscribers got it. */
  frames(): number
  /**
   * Calls `listener` when the feed closes (at once where it is closed), so that connections end cleanly. Returns the
   * function that removes it.
   */
  onClose(listener: () => void): () => void
  close(): void
}

export interface LiveFeedOptions {
  store: Pick<Store, 'campaigns' | 'streams'>
  bus: Bus
  clock: Clock
  logger: Logger
  /** The installation's limits, for the time left. */
  limits: Limits
  /** Sockets and streams at once in this process. @default 5000 */
  maxSubscribers?: number | undefined
  /** Called with every frame of a campaign, also without subscribers; used by `sillage.live.on`. */
  onFrame: <N extends LiveEventName>(event: N, data: LiveEvents[N]) => void
}

const MAX_SUBSCRIBERS = 5_000
/** Of the connections one tenant may have so large a part, so that several can always connect. */
const TENANT_SHARE = 1 / 4
/** After figures could not be read. */
const RETRY_MS = 2_000
const SNAPSHOT_CAMPAIGNS = 100
/** Campaigns whose end was sent are remembered, so that a late change does not send it again. */
const ENDS_KEPT = 1_000
/** So many streams that nobody follows are remembered, so that no notice about one costs a statement. */
const UNHEARD_KEPT = 10_000

interface Watched {
  pending: Set<'progress' | 'hits'>
  busy: boolean
  failing: boolean
  /** False once there is nothing to measure, so that it need not be kept. */
  running: boolean
  pace: Pace
}

interface Subscriber {
  filter: LiveFilter
  /** The row of the one campaign or stream that is followed. */
  only: number | undefined
  deliver: Deliver
  /** Frames made while the snapshot was read. */
  held: Newest | undefined
}

export function createLiveFeed({
  store,
  bus,
  clock,
  logger,
  limits,
  maxSubscribers = MAX_SUBSCRIBERS,
  onFrame,
}: LiveFeedOptions): LiveFeed {
  const { campaigns } = store
  const summaryOf = summariesTogether(campaigns)
  const log = createFeedLog()
  const subscribers = new Set<Subscriber>()
  const ofTenants = createShares(Math.ceil(maxSubscribers * TENANT_SHARE))
  const watched = new Map<number, Watched>()
  const ends = new Map<number, number | null>()
  const unheard = new Set<number>()
  const interval = createFrameInterval()
  /** Campaigns whose frames are being sent or queued. */
  let telling = 0
  let frames = 0
  const stop = new AbortController()
  const unsubscribe = bus.subscribe(hear)

  function hear(notice: Notice): void {
    if (notice.type === 'fault') return void sendFault(notice.fault)
    if (notice.type === 'missed') return void catchUp()
    look(notice.campaignId, notice.type === 'hits' ? ['hits'] : ['progress'])
  }

  function look(id: number, what: readonly ('progress' | 'hits')[]): void {
    if (unheard.has(id)) return
    const campaign = watch(id)
    for (const type of what) campaign.pending.add(type)
    if (!campaign.busy) void publish(id, campaign)
  }

  /**
   * Sends frames anew of campaigns that are being sent, that were by the last notice, and that a subscriber follows.
   */
  async function catchUp(): Promise<void> {
    const ids = new Set(watched.keys())
    for (const { only } of subscribers) if (only !== undefined) ids.add(only)
    const sending = await campaigns.sending().catch((error: unknown) => {
      logger.warn({ err: error }, 'campaigns could not be read after a break of the bus')
      return []
    })
    for (const id of new Set([...ids, ...sending])) look(id, ['progress', 'hits'])
  }

  function watch(id: number): Watched {
    const known = watched.get(id)
    if (known !== undefined) return known
    const made: Watched = { pending: new Set(), busy: false, failing: false, running: false, pace: createPace() }
    watched.set(id, made)
    return made
  }

  /**
   * Reads the figures and sends them, then waits out the interval: however many notices come meanwhile, one frame
   * follows.
   */
  async function publish(id: number, campaign: Watched): Promise<void> {
    campaign.busy = true
    telling++
    while (campaign.pending.size > 0 && !stop.signal.aborted) {
      const what = new Set(campaign.pending)
      campaign.pending.clear()
      const begun = monotonic(clock)
      const frameMs = interval.ms(subscribers.size, telling)
      try {
        const summary = await summaryOf(id)
        campaign.failing = false
        if (summary === undefined || (summary.kind === 'stream' && !isHeard(summary))) {
          campaign.running = false
          break
        }
        campaign.running = !isFinal(summary) && summary.status !== 'draft'
        if (what.has('progress')) sendProgress(summary, campaign)
        if (what.has('hits')) sendStats(summary)
        // What reading and sending took is part of the frame's time, but a slow store is not read without a pause.
        await clock.sleep(Math.max(begun + frameMs - monotonic(clock), frameMs / 2), stop.signal)
      } catch (error) {
        if (!campaign.failing) logger.warn({ err: error, campaignId: id }, 'live figures could not be read')
        campaign.failing = true
        for (const type of what) campaign.pending.add(type)
        await clock.sleep(RETRY_MS, stop.signal)
      }
    }
    campaign.busy = false
    telling--
    // Notices are pending here only where the feed was closed meanwhile, or the campaign is gone.
    if (!campaign.running || campaign.pending.size > 0) watched.delete(id)
  }

  /** Whether somebody follows this stream; one that nobody does is not read again until somebody follows one. */
  function isHeard(stream: CampaignSummary): boolean {
    const of = frameOf(stream)
    for (const { filter } of subscribers) if (concerns(of, filter)) return true
    if (unheard.size >= UNHEARD_KEPT) unheard.clear()
    unheard.add(stream.id)
    return false
  }

  function sendProgress(summary: CampaignSummary, { pace }: Watched): void {
    const now = monotonic(clock)
    if (summary.status === 'sending') pace.note(now, summary.sent)
    else pace.rest()
    const given = { pace, now, limits }
    if (summary.kind === 'stream') return void send('stream_progress', streamProgressOf(summary, given), summary)
    const data = progressOf(summary, given)
    tell('campaign_progress', data, summary)
    if (!isFinal(summary)) ends.delete(summary.id)
    else if (ends.get(summary.id) !== summary.finishedAt) {
      ends.set(summary.id, summary.finishedAt)
      for (const id of ends.keys()) if (ends.size > ENDS_KEPT) ends.delete(id)
      tell('campaign_complete', data, summary)
    }
  }

  function sendStats(summary: CampaignSummary): void {
    if (summary.kind === 'stream') send('stream_stats', streamStatsOf(summary), summary)
    else tell('campaign_stats', statsOf(summary), summary)
  }

  async function sendFault(fault: LiveEvents['campaign_error']): Promise<void> {
    try {
      const summary = await campaigns.summary(Number(fault.campaignId))
      if (summary?.kind === 'campaign') tell('campaign_error', fault, summary)
    } catch (error) {
      logger.warn({ err: error, fault }, 'a fault could not be published: its campaign could not be read')
    }
  }

  /** Sends a frame of a campaign, to listeners within this process, too. */
  function tell<N extends LiveEventName>(event: N, data: LiveEvents[N], summary: CampaignSummary): void {
    send(event, data, summary)
    onFrame(event, data)
  }

  function send(event: keyof LiveFrames, data: LiveFrames[keyof LiveFrames], summary: CampaignSummary): void {
    const entry = log.append(event, data, frameOf(summary))
    frames++
    const begun = performance.now()
    for (const subscriber of subscribers) {
      if (!concerns(entry, subscriber.filter)) continue
      if (subscriber.held === undefined) subscriber.deliver(entry)
      else subscriber.held.put(entry)
    }
    interval.note(performance.now() - begun)
  }

  /** Of the one asked for; or of those that are being sent, the newest, however many others have. */
  async function snapshot(only: CampaignSummary | undefined, owner: string | undefined): Promise<FeedEntry[]> {
    const sending = { limit: SNAPSHOT_CAMPAIGNS, owner, status: 'sending' } as const
    return (only === undefined ? (await campaigns.list(sending)).items : [only]).flatMap((summary) => {
      const given = { pace: watched.get(summary.id)?.pace, now: monotonic(clock), limits }
      return stateOf(summary, given).map(([event, data]) => log.current(event, data, frameOf(summary)))
    })
  }

  /** What is followed alone, or `not_found`; undefined: all campaigns are. */
  async function oneOf({ campaignId, stream, owner }: LiveFilter): Promise<CampaignSummary | undefined> {
    if (stream !== undefined) return requireStream({ store, owner }, stream)
    return campaignId === undefined ? undefined : foundCampaign(await campaigns.summary(campaignId, owner))
  }

  return {
    async subscribe(filter, deliver) {
      if (stop.signal.aborted) throw new SillageError('closed', 'The server is shutting down; connect again shortly.')
      if (subscribers.size >= maxSubscribers)
        throw new SillageError('busy', 'Too many live connections; try again later.')
      const { owner, since } = filter
      if (!ofTenants.take(owner))
        throw new SillageError('busy', 'This tenant has too many live connections; close some, or try again later.')
      const held = createNewest()
      const subscriber: Subscriber = { filter, only: undefined, deliver, held }
      subscribers.add(subscriber)
      if (filter.stream !== undefined) unheard.clear()
      const end = () => {
        if (subscribers.delete(subscriber)) ofTenants.giveBack(owner)
      }
      try {
        const only = await oneOf(filter)
        subscriber.only = only?.id
        const missed = log.since(since)?.filter((entry) => concerns(entry, filter))
        for (const entry of missed ?? (await snapshot(only, owner))) deliver(entry)
        // The missed entries reach up to now, so they include the frames made meanwhile.
        if (missed === undefined) for (const entry of held.take()) deliver(entry)
      } catch (error) {
        end()
        throw error
      }
      subscriber.held = undefined
      return end
    },
    subscribers: () => subscribers.size,
    frames: () => frames,
    onClose(listener) {
      if (stop.signal.aborted) listener()
      stop.signal.addEventListener('abort', listener, { once: true })
      return () => stop.signal.removeEventListener('abort', listener)
    },
    close() {
      stop.abort()
      unsubscribe()
      subscribers.clear()
    },
  }
}

const frameOf = (summary: CampaignSummary): FrameOf => ({
  campaignId: summary.id,
  stream: streamOf(summary),
  owner: summary.owner,
})
