import type { Consent } from '../domain/recipient.ts'

/** The address that is none, under which an erased recipient's message stays. `invalid` is reserved by RFC 2606: no mail can ever reach it. */
export const erasedAddress = (messageId: number): string => `erased-${messageId}@invalid`

/** True for an address that `erasedAddress` made: nothing is sent to it and nothing is recorded of it. */
export const isErasedAddress = (email: string): boolean => /^erased-\d+@invalid$/.test(email)

/** The consent an erased recipient's message is left with: none to anything. */
export const erasedConsent: Consent = { opens: false, clicks: false, readTime: false }
