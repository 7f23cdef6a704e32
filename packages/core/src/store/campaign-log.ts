import type { CampaignCounts } from '../domain/campaign.ts'

/** What a log says of a campaign: its id and counts, never an address or a subject. */
export function campaignLog(campaignId: number, counts: CampaignCounts): Record<string, number> {
  const { total, queued, sent, failed, skipped, unknown } = counts
  return { campaignId, total, queued, sent, failed, skipped, unknown }
}
