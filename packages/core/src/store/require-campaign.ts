import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import type { CampaignStore } from './port/campaign-store.ts'
import type { CampaignSummary } from './port/records.ts'

/** The campaign, or `not_found`; to a tenant, another's looks the same as a missing one. */
export async function requireCampaign(
  campaigns: Pick<CampaignStore, 'summary'>,
  id: string,
  owner: string | undefined,
): Promise<CampaignSummary> {
  return foundCampaign(await campaigns.summary(parseId(id), owner))
}

/** A campaign that was read, or `not_found`; a stream is none. */
export function foundCampaign<T extends Pick<CampaignSummary, 'kind'>>(campaign: T | undefined): T {
  if (campaign?.kind !== 'campaign') throw new SillageError('not_found', 'There is no campaign with this id.')
  return campaign
}
