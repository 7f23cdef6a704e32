import type { Clock } from '../domain/clock.ts'
import type { ExportedRecipient, PrivacyStore } from '../store/privacy-store.ts'
import { checkAddress } from './address.ts'

/** Addresses, and the rights of the person behind one: to get everything that is kept, and to have it erased. */
export interface Recipients {
  /**
   * Everything kept of a person, as the store has it; empty lists where there is nothing. Times in ms since the epoch.
   * Rejects with `invalid_address`.
   */
  export(email: string): Promise<ExportedRecipient>
  /**
   * Removes a person everywhere in one transaction, and may be repeated: figures stay true, suppressions live on as a
   * keyed hash, links of delivered mails still redirect. Of one tenant's rows where bound to it, else of every
   * tenant's, and the address stays suppressed for each that had it. `messages`: how many were touched. Throws
   * `invalid_address`. Rows of the host's own directory are the host's to erase.
   */
  erase(email: string): Promise<{ messages: number }>
}

/** The keyed hash under which a suppression outlives an erasure, once its key is loaded. */
export interface AddressHash {
  load(): Promise<void> | undefined
  hashEmail(email: string): string
}

export function createRecipients(
  privacy: PrivacyStore,
  clock: Clock,
  keys: AddressHash,
  owner: string | undefined,
): Recipients {
  return {
    export: async (email) => privacy.export(owner, checkAddress(email)),
    async erase(email) {
      await keys.load()
      const address = checkAddress(email)
      const emailHash = keys.hashEmail(address)
      return { messages: await privacy.erase({ owner, email: address, emailHash, at: clock.now() }) }
    },
  }
}
