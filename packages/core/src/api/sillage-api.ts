import type { AssetUploads } from '../campaigns/assets.ts'
import type { Attachments } from '../campaigns/attachments.ts'
import type { Campaigns } from '../campaigns/campaigns.ts'
import type { Templates } from '../campaigns/templates.ts'
import type { Brand } from '../domain/brand.ts'
import type { Page } from '../domain/page.ts'
import type { TransportItem } from '../domain/transport-item.ts'
import type { Contacts } from '../recipients/contacts.ts'
import type { Recipients } from '../recipients/recipients.ts'
import type { Suppressions } from '../recipients/suppressions.ts'
import type { CampaignResults, Messages } from '../stats/results.ts'
import type { StreamResults } from '../stats/stream-results.ts'
import type { SingleMessages } from '../streams/messages.ts'
import type { Streams } from '../streams/streams.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'

/**
 * What a program can do with campaigns and what belongs to them: of the whole installation, or of one tenant
 * (`sillage.for(owner)`), which sees, changes and makes only its own rows. Another tenant's row is `not_found`, like a
 * missing one. Methods reject with a `SillageError`. What they are given is checked to the last field: a wrong or
 * unknown one is `invalid_field` or `unknown_field` with its path, in inputs and queries alike.
 */
export interface SillageApi {
  readonly campaigns: Campaigns & CampaignResults
  readonly streams: Streams & StreamResults
  readonly attachments: Attachments
  readonly messages: Messages & SingleMessages
  readonly templates: Templates
  readonly contacts: Contacts
  readonly recipients: Recipients
  readonly suppressions: Suppressions
  readonly webhooks: Webhooks
  readonly assets: AssetUploads
  readonly brand: {
    /**
     * What the tenant's documents are made with now: the option `content.brand`, or what the tenant set, with a default
     * for all that is left out; the default too where the host's function fails. Throws `store_unavailable`.
     */
    get(): Promise<Brand>
  }
  readonly transports: {
    /**
     * Which transports `transport` of a campaign or stream may name: the default one first, then the others of the
     * options `transport` and `transportNames`, all on one page. What runs where is not said.
     */
    list(): Promise<Page<TransportItem>>
  }
}
