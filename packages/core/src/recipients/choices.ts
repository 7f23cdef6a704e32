import type { Clock } from '../domain/clock.ts'
import type { Consent } from '../domain/recipient.ts'
import type { PrivacyStore } from '../store/privacy-store.ts'
import type { SuppressionStore } from '../store/suppression-store.ts'

/** Whose choice it is: an address as one owner knows it, and the list it is about (null: all). */
interface Chooser {
  owner: string | null
  email: string
  list: string | null
}

/** What recipients decide: to get no more mail, and what may be measured of them. */
export interface Choices {
  /**
   * Whether the address must not be mailed on this list now. An earlier unsubscription does not answer that: it may
   * have been lifted since.
   */
  isHeld(chooser: Chooser): Promise<boolean>
  /** Suppresses the address; false where that changed nothing. */
  unsubscribe(chooser: Chooser): Promise<boolean>
  /** Stores what may be measured, for the address and for all mails already sent to it; returns what was stored. */
  consent(chooser: Omit<Chooser, 'list'>, decided: Decided, source: string): Promise<Decided & Consent>
}

interface Decided {
  opens: boolean
  clicks: boolean
  readTime: boolean
}

export function createChoices(
  { suppressions, privacy }: { suppressions: SuppressionStore; privacy: PrivacyStore },
  clock: Clock,
): Choices {
  return {
    async isHeld({ owner, email, list }) {
      return (await suppressions.held(owner, [email], list)).has(email)
    },
    async unsubscribe({ owner, email, list }) {
      const suppression = { owner, email, emailHash: null, list, reason: 'unsubscribe', at: clock.now() } as const
      return (await suppressions.add(suppression)).created
    },
    async consent({ owner, email }, decided, source) {
      const at = clock.now()
      const consent = { ...decided, at: new Date(at).toISOString(), source }
      await privacy.setConsent({ owner, email, consent, at, source })
      return consent
    },
  }
}
