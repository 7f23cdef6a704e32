import type { Limits } from '../domain/campaign.ts'
import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type { CampaignProgress, LiveEventName, LiveEvents } from '../domain/live.ts'
import type { Logger } from '../domain/logger.ts'
import { rates } from '../stats/rates.ts'
import type { CampaignStore } from '../store/campaign-store.ts'
import type { CampaignSummary } from '../store/records.ts'
import type { Bus, Notice } from './bus.ts'
import { createFeedLog, type FeedEntry } from './feed-log.ts'
import { createPace, type Pace, secondsLeft, shortestInterval } from './pace.ts'

export interface LiveFilter {
  /** Only this campaign; undefined: every campaign the owner may see. */
  campaignId?: number | undefined
  owner?: string | undefined
  /** The id of the last frame that was seen. */
  since?: string | undefined
}

export type Deliver = (entry: FeedEntry) => void

/** The numbered feed of one process: what happens to campaigns, coalesced, resumable. */
export interface LiveFeed {
  /**
   * Delivers what was missed since `since`, or a snapshot when that is another feed's or too long ago, and then what happens.
   * Throws `not_found` for a campaign the owner cannot see. Returns the function that ends it.
   */
  subscribe(filter: LiveFilter, deliver: Deliver): Promise<() => void>
  subscribers(): number
  /** Calls `listener` when the feed closes, so that connections end cleanly. Returns the function that forgets it. */
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
  /** Hears every frame, also when nobody is subscribed; `sillage.on` stands on it. */
  onFrame: <N extends LiveEventName>(event: N, data: LiveEvents[N]) => void
}

/** At most 10 frames a second for each campaign; with many sockets the same frames cost too much, so 2. */
const FRAME_MS = 100
const CROWDED_FRAME_MS = 500
const CROWD = 200
const SNAPSHOT_CAMPAIGNS = 100
const final = new Set(['completed', 'cancelled'])

interface Watched {
  pending: Set<'changed' | 'hits'>
  busy: boolean
  status: string | undefined
  pace: Pace
}

interface Subscriber {
  filter: LiveFilter
  deliver: Deliver
  /** Frames that came while the snapshot was read. */
  held: FeedEntry[] | undefined
}

export function createLiveFeed({ campaigns, bus, clock, logger, limits, onFrame }: LiveFeedOptions): LiveFeed {
  const log = createFeedLog()
  const subscribers = new Set<Subscriber>()
  const watched = new Map<number, Watched>()
  const stop = new AbortController()
  const unsubscribe = bus.subscribe(hear)

  function hear(notice: Notice): void {
    if (notice.type === 'fault') {
      void ownerOf(Number(notice.fault.campaignId)).then(
        (owner) => owner !== undefined && send('campaign_error', notice.fault, owner),
      )
      return
    }
    const campaign = watch(notice.campaignId)
    campaign.pending.add(notice.type)
    if (!campaign.busy) void publish(notice.campaignId, campaign)
  }

  function watch(id: number): Watched {
    const known = watched.get(id)
    if (known !== undefined) return known
    const made: Watched = { pending: new Set(), busy: false, status: undefined, pace: createPace() }
    watched.set(id, made)
    return made
  }

  /** Reads the figures and sends them, then waits its turn: however many notices come meanwhile, one frame follows. */
  async function publish(id: number, campaign: Watched): Promise<void> {
    campaign.busy = true
    try {
      while (campaign.pending.size > 0 && !stop.signal.aborted) {
        const what = new Set(campaign.pending)
        campaign.pending.clear()
        const summary = await campaigns.summary(id)
        if (summary === undefined) {
          watched.delete(id)
          return
        }
        if (what.has('changed')) sendProgress(summary, campaign)
        if (what.has('hits')) send('campaign_stats', statsOf(summary), summary.owner)
        await clock.sleep(subscribers.size > CROWD ? CROWDED_FRAME_MS : FRAME_MS, stop.signal)
      }
    } catch (error) {
      logger.warn({ err: error, campaignId: id }, 'live figures could not be read')
    } finally {
      campaign.busy = false
      if (final.has(campaign.status ?? '') && campaign.pending.size === 0) watched.delete(id)
    }
  }

  function sendProgress(summary: CampaignSummary, campaign: Watched): void {
    campaign.pace.note(clock.now(), summary.sent)
    const ended = final.has(summary.status) && campaign.status !== summary.status
    campaign.status = summary.status
    const data = progressOf(summary, campaign.pace)
    send('campaign_progress', data, summary.owner)
    if (ended) send('campaign_complete', data, summary.owner)
  }

  function progressOf(summary: CampaignSummary, pace: Pace | undefined): CampaignProgress {
    const { status, total, queued, sent, failed, skipped, unknown } = summary
    const running = status === 'sending'
    const perSecond = running ? (pace?.perSecond(clock.now()) ?? 0) : 0
    const interval = Math.max(shortestInterval(limits), shortestInterval(summary.options.limits, summary.options))
    return {
      campaignId: String(summary.id),
      ...{ status, total, queued, sent, failed, skipped, unknown },
      ratePerSecond: Math.round(perSecond * 100) / 100,
      etaSeconds: running ? secondsLeft(queued, perSecond, interval) : final.has(status) ? 0 : null,
    }
  }

  function send<N extends LiveEventName>(event: N, data: LiveEvents[N], owner: string | null): void {
    const entry = log.append(event, data, owner)
    onFrame(event, data)
    for (const subscriber of subscribers) {
      if (!concerns(entry, subscriber.filter)) continue
      if (subscriber.held === undefined) subscriber.deliver(entry)
      else subscriber.held.push(entry)
    }
  }

  async function ownerOf(id: number): Promise<string | null | undefined> {
    try {
      return (await campaigns.summary(id))?.owner
    } catch (error) {
      logger.warn({ err: error, campaignId: id }, 'live figures could not be read')
      return undefined
    }
  }

  async function snapshot({ campaignId, owner }: LiveFilter): Promise<FeedEntry[]> {
    const ids = campaignId === undefined ? (await campaigns.sending()).slice(0, SNAPSHOT_CAMPAIGNS) : [campaignId]
    const summaries = await Promise.all(ids.map((id) => campaigns.summary(id, owner)))
    return summaries
      .filter((summary) => summary !== undefined)
      .flatMap((summary) => [
        log.current('campaign_progress', progressOf(summary, watched.get(summary.id)?.pace), summary.owner),
        log.current('campaign_stats', statsOf(summary), summary.owner),
      ])
  }

  return {
    async subscribe(filter, deliver) {
      if (filter.campaignId !== undefined && (await campaigns.summary(filter.campaignId, filter.owner)) === undefined) {
        throw new SillageError('not_found', 'There is no campaign with this id.')
      }
      const subscriber: Subscriber = { filter, deliver, held: [] }
      subscribers.add(subscriber)
      const missed = log.since(filter.since)?.filter((entry) => concerns(entry, filter))
      if (missed !== undefined) {
        for (const entry of missed) deliver(entry)
      } else {
        try {
          for (const entry of await snapshot(filter)) deliver(entry)
        } catch (error) {
          subscribers.delete(subscriber)
          throw error
        }
      }
      for (const entry of subscriber.held ?? []) deliver(entry)
      subscriber.held = undefined
      return () => void subscribers.delete(subscriber)
    },
    subscribers: () => subscribers.size,
    onClose(listener) {
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

function statsOf(summary: CampaignSummary): LiveEvents['campaign_stats'] {
  const { opens, clicks } = summary
  const { openRate, clickRate } = rates(opens, clicks)
  return { campaignId: String(summary.id), opens, clicks, openRate, clickRate }
}

function concerns(entry: FeedEntry, { campaignId, owner }: LiveFilter): boolean {
  if (owner !== undefined && entry.owner !== owner) return false
  return campaignId === undefined || entry.data.campaignId === String(campaignId)
}
