import type { Clock } from '../domain/clock.ts'
import type { Scope } from '../domain/ids.ts'
import type { ExportedRecipient, PrivacyStore } from '../store/privacy-store.ts'
import { checkAddress } from './address.ts'

/** A person's rights by law: to get everything that is kept, and to have it erased. */
export interface Rights {
  eraseRecipient(email: string, scope?: Scope): Promise<number>
  exportRecipient(email: string, scope?: Scope): Promise<ExportedRecipient>
}

/** The keyed hash under which a suppression outlives an erasure, once its key is loaded. */
export interface AddressHash {
  load(): Promise<void> | undefined
  hashEmail(email: string): string
}

export function createRights(privacy: PrivacyStore, clock: Clock, keys: AddressHash): Rights {
  return {
    async eraseRecipient(email, scope) {
      await keys.load()
      const address = checkAddress(email)
      const emailHash = keys.hashEmail(address)
      return privacy.erase({ owner: scope?.owner, email: address, emailHash, at: clock.now() })
    },
    exportRecipient: async (email, scope) => privacy.export(scope?.owner, checkAddress(email)),
  }
}
