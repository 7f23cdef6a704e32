import type { Limits } from '../domain/campaign.ts'
import { type Clock, monotonic } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type { LiveEventName, LiveEvents } from '../domain/live.ts'
import type { Logger } from '../domain/logger.ts'
import { createShares } from '../kit/shares.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import { foundCampaign } from '../store/require-campaign.ts'
import type { Bus, Notice } from './bus.ts'
import { createFeedLog, type FeedEntry } from './feed-log.ts'
import { isFinal, progressOf, statsOf } from './figures.ts'
import { createFrameInterval } from './frame-interval.ts'
import { createNewest, type Newest } from './newest.ts'
import { createPace, type Pace } from './pace.ts'

export interface LiveFilter {
  /** Only this campaign; undefined: every campaign the owner may see. */
  campaignId?: number | undefined
  owner?: string | undefined
  /** The id of the last frame that was seen. */
  since?: string | undefined
}

export type Deliver = (entry: FeedEntry) => void

/** The numbered feed of one process: changes of campaigns, coalesced, resumable. */
export interface LiveFeed {
  /**
   * Delivers what was missed since `since`, or a snapshot when that is another feed's or too long ago, and then every
   * change. Throws `not_found` for a campaign the owner cannot see, `busy` beyond `maxSubscribers` and beyond a quarter
   * of them for one owner, `closed` after `close`. Returns the function that ends it.
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
  campaigns: CampaignStore
  bus: Bus
  clock: Clock
  logger: Logger
  /** The installation's limits, for the time left. */
  limits: Limits
  /** Sockets and streams at once in this process. @default 5000 */
  maxSubscribers?: number | undefined
  /** Called with every frame, also without subscribers; used by `sillage.on`. */
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
  deliver: Deliver
  /** Frames made while the snapshot was read. */
  held: Newest | undefined
}

export function createLiveFeed({
  campaigns,
  bus,
  clock,
  logger,
  limits,
  maxSubscribers = MAX_SUBSCRIBERS,
  onFrame,
}: LiveFeedOptions): LiveFeed {
  const log = createFeedLog()
  const subscribers = new Set<Subscriber>()
  const ofTenants = createShares(Math.ceil(maxSubscribers * TENANT_SHARE))
  const watched = new Map<number, Watched>()
  const ends = new Map<number, number | null>()
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
    const campaign = watch(id)
    for (const type of what) campaign.pending.add(type)
    if (!campaign.busy) void publish(id, campaign)
  }

  /**
   * Sends frames anew of campaigns that are being sent, that were by the last notice, and that a subscriber follows.
   */
  async function catchUp(): Promise<void> {
    const ids = new Set(watched.keys())
    for (const { filter } of subscribers) if (filter.campaignId !== undefined) ids.add(filter.campaignId)
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
        const summary = await campaigns.summary(id)
        campaign.failing = false
        // Streams have no frames of their own yet.
        if (summary?.kind !== 'campaign') {
          campaign.running = false
          break
        }
        campaign.running = !isFinal(summary) && summary.status !== 'draft'
        if (what.has('progress')) sendProgress(summary, campaign)
        if (what.has('hits')) send('campaign_stats', statsOf(summary), summary.owner)
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

  function sendProgress(summary: CampaignSummary, { pace }: Watched): void {
    const now = monotonic(clock)
    if (summary.status === 'sending') pace.note(now, summary.sent)
    else pace.rest()
    const data = progressOf(summary, { pace, now, limits })
    send('campaign_progress', data, summary.owner)
    if (!isFinal(summary)) ends.delete(summary.id)
    else if (ends.get(summary.id) !== summary.finishedAt) {
      ends.set(summary.id, summary.finishedAt)
      for (const id of ends.keys()) if (ends.size > ENDS_KEPT) ends.delete(id)
      send('campaign_complete', data, summary.owner)
    }
  }

  async function sendFault(fault: LiveEvents['campaign_error']): Promise<void> {
    try {
      const summary = await campaigns.summary(Number(fault.campaignId))
      if (summary?.kind === 'campaign') send('campaign_error', fault, summary.owner)
    } catch (error) {
      logger.warn({ err: error, fault }, 'a fault could not be published: its campaign could not be read')
    }
  }

  function send<N extends LiveEventName>(event: N, data: LiveEvents[N], owner: string | null): void {
    const entry = log.append(event, data, owner)
    frames++
    onFrame(event, data)
    const begun = performance.now()
    for (const subscriber of subscribers) {
      if (!concerns(entry, subscriber.filter)) continue
      if (subscriber.held === undefined) subscriber.deliver(entry)
      else subscriber.held.put(entry)
    }
    interval.note(performance.now() - begun)
  }

  async function snapshot({ campaignId, owner }: LiveFilter): Promise<FeedEntry[]> {
    const entries: FeedEntry[] = []
    for (const summary of await followed({ campaignId, owner })) {
      const pace = watched.get(summary.id)?.pace
      const progress = progressOf(summary, { pace, now: monotonic(clock), limits })
      entries.push(log.current('campaign_progress', progress, summary.owner))
      entries.push(log.current('campaign_stats', statsOf(summary), summary.owner))
    }
    return entries
  }

  /** The campaign asked for; or those that are being sent, the newest, however many others have. */
  async function followed({ campaignId, owner }: LiveFilter): Promise<CampaignSummary[]> {
    if (campaignId === undefined)
      return (await campaigns.list({ limit: SNAPSHOT_CAMPAIGNS, owner, status: 'sending' })).items
    const summary = await campaigns.summary(campaignId, owner)
    return summary?.kind === 'campaign' ? [summary] : []
  }

  return {
    async subscribe(filter, deliver) {
      if (stop.signal.aborted) throw new SillageError('closed', 'The server is shutting down; connect again shortly.')
      if (subscribers.size >= maxSubscribers)
        throw new SillageError('busy', 'Too many live connections; try again later.')
      const { campaignId, owner, since } = filter
      if (!ofTenants.take(owner))
        throw new SillageError('busy', 'This tenant has too many live connections; close some, or try again later.')
      const held = createNewest()
      const subscriber: Subscriber = { filter, deliver, held }
      subscribers.add(subscriber)
      const end = () => {
        if (subscribers.delete(subscriber)) ofTenants.giveBack(owner)
      }
      try {
        if (campaignId !== undefined) foundCampaign(await campaigns.summary(campaignId, owner))
        const missed = log.since(since)?.filter((entry) => concerns(entry, filter))
        for (const entry of missed ?? (await snapshot(filter))) deliver(entry)
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
      ofTenants.clear()
    },
  }
}

function concerns(entry: FeedEntry, { campaignId, owner }: LiveFilter): boolean {
  if (owner !== undefined && entry.owner !== owner) return false
  return campaignId === undefined || entry.data.campaignId === String(campaignId)
}
