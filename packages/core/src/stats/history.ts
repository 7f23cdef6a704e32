import { SillageError } from '../domain/errors.ts'
import type { MessageItem } from '../domain/message.ts'
import type { Page } from '../domain/page.ts'
import { checkAddress } from '../recipients/address.ts'
import type { Directory } from '../recipients/directory.ts'
import type { PageRequest } from '../store/port/paging.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { toMessageItem, toPage } from '../store/to-items.ts'

interface History {
  store: Pick<Store, 'campaigns' | 'messages'>
  directory: Pick<Directory, 'resolve'>
  owner: string | undefined
}

/** A page of the messages to a contact's address, the newest first. Throws `not_found`. */
export async function historyOf(
  { store, directory, owner }: History,
  contactId: string,
  request: PageRequest,
): Promise<Page<MessageItem>> {
  const [contact] = await directory.resolve([contactId], owner)
  if (contact === undefined) throw new SillageError('not_found', 'There is no contact with this id.')
  const page = await store.messages.listTo(owner, checkAddress(contact.email), request)
  const campaigns = new Map<number, CampaignSummary | undefined>()
  for (const { campaignId: id } of page.items)
    if (!campaigns.has(id)) campaigns.set(id, await store.campaigns.summary(id, owner))
  // A campaign may be deleted meanwhile.
  const shown = page.items.filter(({ campaignId }) => campaigns.get(campaignId) !== undefined)
  return toPage({ ...page, items: shown }, (message) =>
    toMessageItem(message, campaigns.get(message.campaignId) as CampaignSummary),
  )
}
