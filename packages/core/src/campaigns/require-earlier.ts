import type { CampaignRecipients } from '../domain/campaign-input.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { sourceOf } from '../recipients/segment.ts'
import { isRecipientIterable } from '../recipients/select.ts'
import type { CampaignContext } from './context.ts'

/**
 * The earlier campaign whose recipients are selected from, if `recipients` names one. Throws `invalid_field` when the
 * tenant has none with this id: the messages of another's campaign must not become recipients.
 */
export async function requireEarlier(
  { store, owner }: CampaignContext,
  recipients: CampaignRecipients['recipients'],
): Promise<string | undefined> {
  if (recipients === undefined || isRecipientIterable(recipients) || recipients.where === undefined) return undefined
  const field = 'recipients.where'
  const id = sourceOf(recipients.where, field)?.campaignId
  if (id === undefined || (await store.campaigns.summary(parseId(id), owner)) !== undefined) return id
  throw new SillageError('invalid_field', `${field}: there is no campaign ${id}; choose one of the list.`, { field })
}
