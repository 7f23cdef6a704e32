import type { CampaignStatus } from './campaign.ts'
import type { SortOrder } from './message.ts'
import type { PageQuery } from './page.ts'

/**
 * What lists of campaigns can be sorted by. No figure is among them: an index of what every open changes would cost
 * each of them.
 */
export const campaignSorts = ['createdAt', 'name'] as const
/** What a list of campaigns is sorted by. */
export type CampaignSort = (typeof campaignSorts)[number]

/** Which campaigns of a list are asked for, and in which order. */
export interface CampaignListQuery extends PageQuery {
  status?: CampaignStatus | undefined
  /** Words in the name, whatever their case and accents. */
  q?: string | undefined
  /** @default 'createdAt' */
  sort?: CampaignSort | undefined
  /** @default 'asc' for names, without case and accents, and 'desc' for times */
  order?: SortOrder | undefined
}
