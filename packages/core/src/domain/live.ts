import type { CampaignCounts, CampaignStatus } from './campaign.ts'
import type { ErrorCode } from './errors.ts'
import type { HitCounts } from './stats.ts'
import type { StreamItem } from './stream.ts'

/**
 * The progress of a campaign: the data of `campaign_progress` and `campaign_complete`, read from the campaign's one
 * row, so that it agrees with `getCampaign`. Frames may be left out; a newer one replaces those before it.
 */
export interface CampaignProgress extends CampaignCounts {
  campaignId: string
  status: CampaignStatus
  /** Sends per second, over the last seconds. */
  ratePerSecond: number
  /** Time left at the pace the throttle allows; null while it cannot be known. */
  etaSeconds: number | null
}

/**
 * A fault in sending: the data of `campaign_error`. The message is English and holds no address; `code` is for the UI's
 * texts. `messageId` names the one message it is about, where it is about one.
 */
export interface CampaignFault {
  campaignId: string
  code: ErrorCode
  message: string
  messageId?: string
  /** True when the campaign stopped because of it. */
  fatal: boolean
}

/**
 * The head figures of a campaign after they changed: the data of `campaign_stats`, the same as in `getStats`. Rates are
 * 0 … 1, 0 when nothing is measured.
 */
export interface CampaignStatsUpdate {
  campaignId: string
  opens: HitCounts
  clicks: HitCounts
  openRate: number
  clickRate: number
}

/**
 * The frames of the live feed, by event name. A tenant sees those of its campaigns only. Frames of one campaign are
 * coalesced, so each has the state and not what was added; a slow client is given the newest.
 */
export interface LiveEvents {
  /** When counts of a campaign changed; at most 10 a second for each campaign. */
  campaign_progress: CampaignProgress
  /** When the last message of a campaign reached a final state, or the campaign was cancelled. */
  campaign_complete: CampaignProgress
  /** When sending had a fault that a person should know of. */
  campaign_error: CampaignFault
  /** When opens or clicks of a campaign changed. */
  campaign_stats: CampaignStatsUpdate
}
/** The progress of a stream: as of a campaign, but that it never ends. */
export interface StreamProgress extends Omit<CampaignProgress, 'campaignId' | 'status'> {
  /** Its key. */
  stream: string
  status: StreamItem['status']
}

/** The head figures of a stream after they changed, of all its messages: as of a campaign. */
export interface StreamStatsUpdate extends Omit<CampaignStatsUpdate, 'campaignId'> {
  /** Its key. */
  stream: string
}

/**
 * The frames of one stream, by event name. Only whoever follows that stream gets them (`?stream=`), and none of
 * campaigns beside them; while nobody does, none are made.
 */
export interface StreamLiveEvents {
  /** When counts of the stream changed, or its status; at most 10 a second. */
  stream_progress: StreamProgress
  /** When opens or clicks of the stream changed. */
  stream_stats: StreamStatsUpdate
}
/** Everything that a live connection can carry, by event name. */
export type LiveFrames = LiveEvents & StreamLiveEvents

/** The events of the live feed by their own names; `WireNames` has the name of each on the wire. */
export type LiveEventName = keyof LiveEvents

const names: Record<LiveEventName, true> = {
  campaign_progress: true,
  campaign_complete: true,
  campaign_error: true,
  campaign_stats: true,
}
/** The same, as a list. */
export const liveEventNames = Object.keys(names) as readonly LiveEventName[]

/**
 * One frame; `id` is `<feed>-<n>`, n rising by one within the feed, and gaps are frames for others. `event` is the wire
 * name (`WireNames`). A client that reconnects names the last `id` it saw and gets what it missed, or a snapshot.
 */
export interface LiveFrame<N extends keyof LiveFrames = LiveEventName> {
  id: string
  event: string
  data: LiveFrames[N]
}
