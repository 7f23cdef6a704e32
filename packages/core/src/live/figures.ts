import type { Limits } from '../domain/campaign.ts'
import type { CampaignProgress, CampaignStatsUpdate, StreamProgress, StreamStatsUpdate } from '../domain/live.ts'
import { rates } from '../stats/rates.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import { meanDelay, type Pace, secondsLeft, shortestInterval } from './pace.ts'

const final = new Set(['completed', 'cancelled'])

/** True for a campaign that will not change by itself any more. */
export const isFinal = ({ status }: Pick<CampaignSummary, 'status'>): boolean => final.has(status)

/**
 * The content of a frame of progress. Without a pace the rate is 0; `now` is the time of this process, `limits` are the
 * installation's.
 */
export function progressOf(
  summary: CampaignSummary,
  { pace, now, limits }: { pace: Pace | undefined; now: number; limits: Limits },
): CampaignProgress {
  const { status, total, queued, sent, failed, skipped, unknown } = summary
  const running = status === 'sending'
  const measured = running ? (pace?.perSecond(now) ?? 0) : 0
  // One message in the short time since the start is not the pace of a campaign that waits between messages.
  const perSecond = Math.min(measured, 1_000 / meanDelay(summary.options))
  const interval = Math.max(shortestInterval(limits), shortestInterval(summary.options.limits, summary.options))
  return {
    campaignId: String(summary.id),
    status,
    total,
    queued,
    sent,
    failed,
    skipped,
    unknown,
    ratePerSecond: Math.round(perSecond * 100) / 100,
    etaSeconds: running ? secondsLeft(queued, perSecond, interval) : isFinal(summary) ? 0 : null,
  }
}

/** The content of a frame of statistics: the same figures as `getStats`, from the campaign's row alone. */
export function statsOf(summary: CampaignSummary): CampaignStatsUpdate {
  const { opens, clicks } = summary
  const { openRate, clickRate } = rates(opens, clicks)
  return { campaignId: String(summary.id), opens, clicks, openRate, clickRate }
}

/** The same of a stream. */
export function streamProgressOf(summary: CampaignSummary, given: Parameters<typeof progressOf>[1]): StreamProgress {
  const { campaignId: _, status, ...counts } = progressOf(summary, given)
  return { stream: summary.key ?? '', status: status === 'paused' ? status : 'sending', ...counts }
}

/** The same of a stream. */
export function streamStatsOf(summary: CampaignSummary): StreamStatsUpdate {
  const { campaignId: _, ...figures } = statsOf(summary)
  return { stream: summary.key ?? '', ...figures }
}

/** The present state in frames, by their names. */
export const stateOf = (summary: CampaignSummary, given: Parameters<typeof progressOf>[1]) =>
  summary.kind === 'stream'
    ? ([
        ['stream_progress', streamProgressOf(summary, given)],
        ['stream_stats', streamStatsOf(summary)],
      ] as const)
    : ([
        ['campaign_progress', progressOf(summary, given)],
        ['campaign_stats', statsOf(summary)],
      ] as const)
