import type { CompileOptions } from '../content/composer.ts'
import type { Brand } from '../domain/brand.ts'
import type { OnUnknown } from '../domain/campaign.ts'
import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { CampaignLife } from '../news/campaign-life.ts'
import type { Directory } from '../recipients/directory.ts'
import type { AddressHash } from '../recipients/rights.ts'
import type { Sources } from '../recipients/select.ts'
import type { AttachedFiles } from '../sending/attached-files.ts'
import type { Store } from '../store/port/store.ts'

/** What every campaign action uses. */
export interface CampaignContext {
  /** Whose rows are seen, and to whom belongs what is made; undefined: every tenant's, and none's. */
  owner: string | undefined
  store: Store
  clock: Clock
  logger: Logger
  life: CampaignLife
  directory: Directory
  compile: CompileOptions
  /** Where the URLs in a tenant's mails begin. Throws `invalid_option` where the host's function gives none. */
  baseOf(owner: string | null): string
  /** What mails of a tenant look like that are made of documents. */
  brandOf(owner: string | null): Promise<Brand>
  files: AttachedFiles
  /** Files of one message together. */
  maxAttachmentBytes: number
  from: string | undefined
  onUnknown: OnUnknown
  /** Which transports a campaign may choose. */
  transportNames: ReadonlySet<string>
  /** Names in lower case of headers that campaigns may set although mail services act on them. */
  allowedHeaders: ReadonlySet<string>
  addressHash: AddressHash
  /** Called after a campaign's state changed, so that senders and pages are notified. */
  changed(campaignId: number): void
}

/** Where the recipients of a campaign are selected from; `planned` is the campaign, where it has an id by then. */
export function sourcesOf({ directory, store, owner }: CampaignContext, planned?: number): Sources {
  return { directory, messages: store.messages, campaigns: store.campaigns, owner, planned }
}
