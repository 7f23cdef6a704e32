import type { CampaignCounts } from '../domain/campaign.ts'
import type { HitCounts, Rates } from '../domain/stats.ts'

/**
 * `part ÷ whole`, and 0 when `whole` is 0 or less: a campaign with nothing sent has a rate of 0, not one that cannot be
 * shown. Pure; the same function makes the figures of the API and those of the elements.
 */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

type Counted = Pick<HitCounts, 'unique' | 'tracked'>

/**
 * The three rates of a campaign, each 0 … 1 and 0 where its denominator is 0: unique opens and unique clicks ÷ the sent
 * messages that measured them (`tracked`), and unique clicks ÷ unique opens. Machines are counted in none of them; an
 * image proxy of a mail program counts as an open. Pure.
 */
export function rates(opens: Counted, clicks: Counted): Rates {
  return {
    openRate: ratio(opens.unique, opens.tracked),
    clickRate: ratio(clicks.unique, clicks.tracked),
    clickToOpenRate: ratio(clicks.unique, opens.unique),
  }
}

/**
 * Share of the messages that reached a final state, 0 … 1, and 0 for a campaign without any; what a progress bar shows.
 * `queued` includes what is claimed and being sent, so it reaches 1 only when every message is sent, failed, skipped or
 * unknown. Pure.
 */
export function progress(counts: CampaignCounts): number {
  return ratio(counts.total - counts.queued, counts.total)
}
