import { failureKinds, type MessageError } from '../../domain/message.ts'
import { type Consent, unsubscribeReasons } from '../../domain/recipient.ts'

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

const enhancedCode = /^[245]\.\d{1,3}\.\d{1,3}$/
/**
 * The library's own words: which page or header was used, what failed, what that said of the address, why somebody
 * left, what a provider calls a complaint, which list of its own it means.
 */
const closedWords: ReadonlySet<string> = new Set([
  ...failureKinds,
  ...unsubscribeReasons,
  ...['page', 'preferences', 'unsubscribe', 'one-click', 'mail', 'provider', 'program', 'smtp'],
  ...['now', 'soft', 'no'],
  ...['bounce', 'complaint'],
  ...['abuse', 'fraud', 'virus', 'other', 'not-spam', 'opt-out', 'opt-out-list'],
])

/** True of what says nothing of a person, whoever wrote it. */
const isClosed = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && value < 1000) ||
  (typeof value === 'string' && (closedWords.has(value) || enhancedCode.test(value)))

/**
 * What an erased recipient's message keeps of what went wrong: its kind and its codes. A server's text may hold the
 * address in any form, or the name.
 */
export function erasedError(error: MessageError): MessageError {
  const { kind, code, enhancedCode: enhanced } = error
  return {
    kind,
    message: 'The text was erased with the recipient.',
    ...(isClosed(code) ? { code } : {}),
    ...(isClosed(enhanced) ? { enhancedCode: enhanced } : {}),
  }
}

/** What an erased recipient's event keeps of its detail: truth values, codes and the library's own words. */
export function erasedDetail(detail: Record<string, unknown> | null): Record<string, unknown> | null {
  return detail && Object.fromEntries(Object.entries(detail).filter(([, value]) => isClosed(value)))
}

/** Where an erased recipient's suppression was said, if that is a word of the library's own. */
export const erasedSource = (source: string | null): string | null => (isClosed(source) ? source : null)
