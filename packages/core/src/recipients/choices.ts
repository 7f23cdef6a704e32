import type { Clock } from '../domain/clock.ts'
import type { Consent } from '../domain/recipient.ts'
import type { Store } from '../store/port/store.ts'
import type { Subject } from '../tracking/tracker.ts'
import { type HeldAddress, suppress } from './suppress.ts'

/** What recipients decide about the mail they got: to get no more, and what may be measured of them. */
export interface Choices {
  /**
   * Whether the recipient of this mail unsubscribed by it and is still suppressed. The message alone does not answer
   * that: the suppression may have been lifted since.
   */
  hasUnsubscribed(subject: Subject): Promise<boolean>
  /**
   * Suppresses the address each time, because the suppression may have been lifted since. Resolves with true where that
   * is news, which is to be recorded: the address was not held back, or not by this mail.
   */
  unsubscribe(subject: Subject, by: 'page' | 'one-click'): Promise<boolean>
  /** Whether it is known whom a message that is gone was to, so that its mail can still opt out. */
  canStillUnsubscribe(messageId: number): Promise<boolean>
  /** Suppresses whom a message that is gone was to, under the hash of the address; false where that is not known. */
  unsubscribeGone(messageId: number, by: 'page' | 'one-click'): Promise<boolean>
  /**
   * Whether this is what was chosen by this mail less than a minute ago: a button that was pressed twice, or a flood.
   * Since an older choice the host may have given another consent, which the new choice has to undo.
   */
  isRepeated(subject: Subject, decided: Decided, source: string): boolean
  /** Stores what may be measured, for the address and for all mails already sent to it; returns what was stored. */
  consent(subject: Subject, decided: Decided, source: string): Promise<Decided & Consent>
}

interface Decided {
  opens: boolean
  clicks: boolean
  readTime: boolean
}

/** As long as the host's own consents can hardly come between two equal choices. */
const REPEAT_MS = 60_000

export function createChoices(
  { suppressions, privacy, messages }: Pick<Store, 'suppressions' | 'privacy' | 'messages'>,
  clock: Clock,
): Choices {
  return {
    async hasUnsubscribed(subject) {
      if (subject.message.unsubscribedAt === null) return false
      const { owner, email, topic } = addressOf(subject)
      return (await suppressions.held(owner, [email], topic)).has(email)
    },
    async unsubscribe(subject, by) {
      const said = { reason: 'unsubscribe', at: clock.now(), source: by } as const
      const { created } = await suppress(suppressions, addressOf(subject), said)
      return created || subject.message.unsubscribedAt === null
    },
    canStillUnsubscribe: async (messageId) => (await messages.gone(messageId)) !== undefined,
    async unsubscribeGone(messageId, by) {
      const gone = await messages.gone(messageId)
      if (gone === undefined) return false
      await suppressions.add({ ...gone, email: null, reason: 'unsubscribe', at: clock.now(), source: by })
      return true
    },
    isRepeated({ message: { consent } }, decided, source) {
      if (consent?.at === undefined || consent.source !== source) return false
      const ageMs = clock.now() - Date.parse(consent.at)
      const { opens, clicks, readTime } = decided
      const isEqual = consent.opens === opens && consent.clicks === clicks && consent.readTime === readTime
      return isEqual && ageMs >= 0 && ageMs < REPEAT_MS
    },
    async consent({ campaign: { owner }, message: { email } }, decided, source) {
      const at = clock.now()
      const consent = { ...decided, at: new Date(at).toISOString(), source }
      await privacy.setConsent({ owner, email, consent, at, source })
      return consent
    },
  }
}

const addressOf = ({ message, campaign }: Subject): HeldAddress => ({
  owner: campaign.owner,
  email: message.email,
  topic: campaign.options.topic ?? null,
})
