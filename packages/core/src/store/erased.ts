import type { Consent } from '../domain/recipient.ts'
import type { ConsentChange } from './privacy-store.ts'

/** The address that is none, under which an erased recipient's message stays. `invalid` is reserved by RFC 2606: no mail can ever reach it. */
export const erasedAddress = (messageId: number): string => `erased-${messageId}@invalid`

/** True for an address that `erasedAddress` made: nothing is sent to it and nothing is recorded of it. */
export const isErasedAddress = (email: string): boolean => /^erased-\d+@invalid$/.test(email)

/** The consent an erased recipient's message is left with: none to anything. */
export const erasedConsent: Consent = { opens: false, clicks: false, readTime: false }

/** A consent after a change: parts that the change does not name stay as they were; when and where come from the change. */
export function changedConsent(
  consent: Consent | null,
  change: Pick<ConsentChange, 'consent' | 'at' | 'source'>,
): Consent {
  const changed: Consent = { ...consent, at: new Date(change.at).toISOString(), source: change.source }
  for (const part of ['opens', 'clicks', 'readTime'] as const) {
    const value = change.consent[part]
    if (value !== undefined) changed[part] = value
  }
  return changed
}
