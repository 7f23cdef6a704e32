import { SillageError } from '../domain/errors.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import type { CampaignSummary } from '../store/records.ts'
import type { CampaignContext } from './context.ts'

/** The campaign, or `not_found`; to a tenant, another's looks the same as a missing one. */
export async function requireCampaign(context: CampaignContext, id: string, scope: Scope): Promise<CampaignSummary> {
  const campaign = await context.store.campaigns.summary(parseId(id), scope.owner)
  if (campaign === undefined) throw noCampaign()
  return campaign
}

export function noCampaign(): SillageError {
  return new SillageError('not_found', 'There is no campaign with this id.')
}
