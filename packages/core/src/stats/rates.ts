import type { CampaignCounts } from '../domain/campaign.ts'
import type { HitCounts, Rates } from '../domain/stats.ts'

/** a ÷ b, and 0 when b is 0. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** The three rates of a campaign; the denominators are the messages that measured opens or clicks. */
export function rates(opens: HitCounts, clicks: HitCounts): Rates {
  return {
    openRate: ratio(opens.unique, opens.tracked),
    clickRate: ratio(clicks.unique, clicks.tracked),
    clickToOpenRate: ratio(clicks.unique, opens.unique),
  }
}

/** Share of the messages that reached a final state, 0 … 1; what a progress bar shows. */
export function progress(counts: CampaignCounts): number {
  return ratio(counts.total - counts.queued, counts.total)
}
