import { memoryCampaigns } from './memory/campaigns.ts'
import { memoryContacts } from './memory/contacts.ts'
import { memoryEvents } from './memory/events.ts'
import { memoryMessages } from './memory/messages.ts'
import { memoryPrivacy } from './memory/privacy.ts'
import { memorySettings } from './memory/settings.ts'
import { createMemoryState, type MemoryState, skipIds } from './memory/state.ts'
import { memorySuppressions } from './memory/suppressions.ts'
import { memoryTemplates } from './memory/templates.ts'
import { memoryThrottles } from './memory/throttles.ts'
import { checkMigrateOptions } from './migrate-options.ts'
import type { Store } from './store.ts'

/**
 * A store that keeps everything in this process only: the reference for what the other stores do, for tests and for
 * trying things out. Every method is atomic because none of them awaits in the middle. What goes in and out is copied.
 */
export function memoryStore(): Store {
  return memoryStoreOn(createMemoryState())
}

/** A memory store on a given state; two on the same state behave like two processes on one database. */
export function memoryStoreOn(state: MemoryState): Store {
  return {
    name: 'memory',
    campaigns: memoryCampaigns(state),
    messages: memoryMessages(state),
    events: memoryEvents(state),
    contacts: memoryContacts(state),
    templates: memoryTemplates(state),
    suppressions: memorySuppressions(state),
    throttles: memoryThrottles(state),
    settings: memorySettings(state),
    privacy: memoryPrivacy(state),
    async migrate(options) {
      const { advanceIds = 0 } = checkMigrateOptions(options)
      skipIds(state, advanceIds)
    },
    async close() {},
  }
}
