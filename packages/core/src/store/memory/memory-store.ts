import { checkMigrateOptions } from '../migrate-options.ts'
import type { Store } from '../port/store.ts'
import { memoryAssets } from './assets.ts'
import { memoryAttachments } from './attachments.ts'
import { memoryCampaigns } from './campaigns.ts'
import { memoryContacts } from './contacts.ts'
import { memoryEvents } from './events.ts'
import { memoryMessages } from './messages.ts'
import { memoryOutages } from './outages.ts'
import { memoryOutbox } from './outbox.ts'
import { memoryOwnerSettings } from './owner-settings.ts'
import { memoryPrivacy } from './privacy.ts'
import { memorySettings } from './settings.ts'
import { createMemoryState, type MemoryState, skipIds } from './state.ts'
import { memoryStreams } from './streams.ts'
import { memorySuppressions } from './suppressions.ts'
import { memoryTemplates } from './templates.ts'
import { memoryThrottles } from './throttles.ts'
import { memoryWebhooks } from './webhooks.ts'

/**
 * A store that keeps everything in this process only: the reference for what the other stores do, for tests and for
 * trying things out. Every method is atomic because none of them awaits in the middle. What goes in and out is copied.
 * It needs no `migrate()`, and `close()` drops nothing: another installation may go on with it.
 */
export function memoryStore(): Store {
  return memoryStoreOn(createMemoryState())
}

/** A memory store on a given state; two on the same state behave like two processes on one database. */
export function memoryStoreOn(state: MemoryState): Store {
  return {
    name: 'memory',
    campaigns: memoryCampaigns(state),
    streams: memoryStreams(state),
    messages: memoryMessages(state),
    events: memoryEvents(state),
    attachments: memoryAttachments(state),
    assets: memoryAssets(state),
    contacts: memoryContacts(state),
    templates: memoryTemplates(state),
    suppressions: memorySuppressions(state),
    throttles: memoryThrottles(state),
    outages: memoryOutages(state),
    settings: memorySettings(state),
    ownerSettings: memoryOwnerSettings(state),
    privacy: memoryPrivacy(state),
    outbox: memoryOutbox(state),
    webhooks: memoryWebhooks(state),
    async migrate(options) {
      const { advanceIds = 0 } = checkMigrateOptions(options)
      skipIds(state, advanceIds)
    },
    inspect: async () => ({ server: 'memory', missing: [], unknown: [], aheadMs: null, denied: [] }),
    async close() {},
  }
}
