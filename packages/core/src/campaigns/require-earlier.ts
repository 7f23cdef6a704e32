import type { CampaignInput } from '../domain/campaign.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import { isRecipientIterable } from '../recipients/select.ts'
import type { CampaignStore } from '../store/campaign-store.ts'

/**
 * The earlier campaign whose recipients are selected from, if `recipients` names one. Throws `invalid_field` when the
 * scope has none with this id: the messages of another tenant's campaign must not become recipients.
 */
export async function requireEarlier(
  campaigns: CampaignStore,
  recipients: CampaignInput['recipients'],
  scope: Scope,
): Promise<string | undefined> {
  if (recipients === undefined || isRecipientIterable(recipients)) return undefined
  const id = recipients.filter?.campaignId
  if (id === undefined || (await campaigns.summary(parseId(id), scope.owner)) !== undefined) return id
  throw new SillageError(
    'invalid_field',
    'recipients.filter.campaignId: there is no such campaign; choose one of the list.',
    {
      field: 'recipients.filter.campaignId',
    },
  )
}
