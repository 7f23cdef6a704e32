import type { CampaignListItem, CampaignStats } from '@sillage/core/browser'
import { ratio } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'

/** How many campaigns are read, and how few say nothing of what is usual. */
const MOST = 50
const FEWEST = 3

/** What is usual here: medians over the campaigns before this one. */
export interface UsualRates {
  openRate: number
  clickRate: number
  /** How many campaigns that is. */
  campaigns: number
}

/** Undefined where there are too few to compare with. */
export async function usualRates(
  client: ApiClient,
  { campaign }: CampaignStats,
  signal: AbortSignal,
): Promise<UsualRates | undefined> {
  const { items } = await client.listCampaigns({ status: 'completed', limit: MOST }, signal)
  const before = items.filter((item) => item.createdAt < campaign.createdAt)
  const opened = rates(before, 'opens')
  const clicked = rates(before, 'clicks')
  const campaigns = Math.min(opened.length, clicked.length)
  if (campaigns < FEWEST) return undefined
  return { openRate: median(opened), clickRate: median(clicked), campaigns }
}

/** Of those that were tracked. */
function rates(items: readonly CampaignListItem[], kind: 'opens' | 'clicks'): number[] {
  return items.filter((item) => item[kind].tracked > 0).map((item) => ratio(item[kind].unique, item[kind].tracked))
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
