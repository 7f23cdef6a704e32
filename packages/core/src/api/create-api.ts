import { createAssetUploads } from '../campaigns/assets.ts'
import { createAttachments } from '../campaigns/attachments.ts'
import { createCampaigns } from '../campaigns/campaigns.ts'
import type { Checking } from '../campaigns/check.ts'
import { createTemplates } from '../campaigns/templates.ts'
import type { TestSending } from '../campaigns/test-send.ts'
import type { Assets } from '../domain/asset.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import { createContacts } from '../recipients/contacts.ts'
import type { Directory } from '../recipients/directory.ts'
import { createRecipients } from '../recipients/recipients.ts'
import { createSuppressions } from '../recipients/suppressions.ts'
import { createCampaignResults, createMessages } from '../stats/results.ts'
import { createStreamResults } from '../stats/stream-results.ts'
import type { StreamContext } from '../streams/context.ts'
import { createSingleMessages } from '../streams/messages.ts'
import { createStreams } from '../streams/streams.ts'
import { createWebhooks, type WebhookParts } from '../webhooks/webhooks.ts'
import type { SillageApi } from './sillage-api.ts'

/** What the namespaces of every tenant are made of. */
export interface ApiParts {
  context: Omit<StreamContext, 'owner'>
  testing: TestSending & Checking
  /** The host's own directory, where it has one. */
  directory: Directory | undefined
  unsetConsent: UnsetConsent
  webhooks: WebhookParts
  /** Where pictures live; undefined: nowhere. */
  assets: Assets | undefined
}

/** The namespaces of one tenant, or (undefined) of all: a few closures, made for each request. */
export function createApi(
  { context, testing, directory, unsetConsent, webhooks, assets }: ApiParts,
  owner: string | undefined,
): SillageApi {
  const { store, clock, logger, compile, brandOf, addressHash } = context
  const streams = createStreams({ ...context, owner })
  return {
    campaigns: {
      ...createCampaigns({ ...context, owner }, testing),
      ...createCampaignResults(store, clock, owner),
    },
    attachments: createAttachments({ ...context, owner }),
    streams: { ...streams, ...createStreamResults(store, owner) },
    messages: {
      ...createMessages(store, context.directory, owner),
      ...createSingleMessages({ ...context, owner }, streams.put),
    },
    templates: createTemplates(store.templates, clock, { compile, brandOf, owner }),
    contacts: createContacts(store.contacts, clock, directory, owner),
    recipients: createRecipients(store, { clock, logger }, addressHash, unsetConsent, owner),
    suppressions: createSuppressions(store.suppressions, clock, owner),
    webhooks: createWebhooks(webhooks, owner),
    assets: createAssetUploads(assets, owner),
    brand: { get: () => brandOf(owner ?? null) },
    transports: {
      list: async () => ({ items: [...context.transportNames].map((name) => ({ name })), next: null }),
    },
  }
}
