import type { CampaignStatus } from '../../domain/campaign.ts'
import { SillageError } from '../../domain/errors.ts'

/**
 * The campaign, where recipients may be added to it. Throws `not_found` where there is none, and `wrong_status` where
 * it is neither a draft nor scheduled, because another process finished its plan.
 */
export function plannable<T extends { status: CampaignStatus }>(campaignId: number, campaign: T | undefined): T {
  if (campaign === undefined) throw new SillageError('not_found', `There is no campaign ${campaignId} to plan.`)
  const { status } = campaign
  if (status === 'draft' || status === 'scheduled') return campaign
  throw new SillageError('wrong_status', `Campaign ${campaignId} is ${status}: recipients are added to a draft only.`, {
    details: { status },
  })
}
