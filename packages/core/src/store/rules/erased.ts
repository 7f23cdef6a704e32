import type { Consent } from '../../domain/recipient.ts'

/**
 * The placeholder address of an erased recipient's message: one for each message, because an address is unique within
 * its campaign. `invalid` is reserved by RFC 2606, so no mail can ever reach it, and no directory or CSV file can bring
 * it back.
 */
export const erasedAddress = (messageId: number): string => `erased-${messageId}@invalid`

/** True for an address that `erasedAddress` made: nothing is sent to it, and no hit of its message is recorded. */
export const isErasedAddress = (email: string): boolean => /^erased-\d+@invalid$/.test(email)

/** The consent an erased recipient's message is left with: no to everything. */
export const erasedConsent: Consent = { opens: false, clicks: false, readTime: false }
