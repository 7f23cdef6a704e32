import type { Consent } from '../domain/recipient.ts'

/**
 * The address that is none, under which an erased recipient's message stays: one for each message, because an address is unique within its campaign.
 * `invalid` is reserved by RFC 2606, so no mail can ever reach it, and no directory or CSV file can bring it back.
 */
export const erasedAddress = (messageId: number): string => `erased-${messageId}@invalid`

/** True for an address that `erasedAddress` made: nothing is sent to it, and no hit of its message is recorded. */
export const isErasedAddress = (email: string): boolean => /^erased-\d+@invalid$/.test(email)

/** The consent an erased recipient's message is left with: none to anything. */
export const erasedConsent: Consent = { opens: false, clicks: false, readTime: false }
