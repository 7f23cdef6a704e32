import { SillageError } from '../domain/errors.ts'
import { eventTypes } from '../domain/event.ts'
import { checkKnownKeys } from '../domain/known-keys.ts'
import type { RetentionOptions } from '../recipients/retention.ts'
import type { PrivacyOptions } from '../sillage.ts'

/** Checks what is promised to visitors: an option that is misspelt or makes no sense would break the promise in silence. Throws `invalid_option`. */
export function checkPrivacy(privacy: PrivacyOptions): void {
  checkKnownKeys('privacy', privacy, ['ip', 'userAgent', 'unsetConsent', 'honourGpc', 'retention'])
  const { ip, userAgent, unsetConsent, honourGpc, retention } = privacy
  oneOf('ip', ip, ['full', 'truncated', 'none'])
  oneOf('userAgent', userAgent, ['full', 'family', 'none'])
  yesOrNo('honourGpc', honourGpc)
  if (unsetConsent !== undefined) {
    checkKnownKeys('privacy.unsetConsent', unsetConsent, ['opens', 'clicks', 'readTime'])
    for (const [kind, value] of Object.entries(unsetConsent)) yesOrNo(`unsetConsent.${kind}`, value)
  }
  if (retention !== undefined) checkRetention(retention)
}

function checkRetention(retention: RetentionOptions): void {
  checkKnownKeys('privacy.retention', retention, ['eventDays', 'personalDays', 'messageDays'])
  const { eventDays, personalDays, messageDays } = retention
  days('personalDays', personalDays)
  days('messageDays', messageDays)
  if (typeof eventDays === 'object') {
    checkKnownKeys('privacy.retention.eventDays', eventDays, eventTypes)
    for (const [type, value] of Object.entries(eventDays)) days(`eventDays.${type}`, value)
  } else days('eventDays', eventDays)
}

/** Below 0 it would lie in the future, and everything be deleted. */
function days(name: string, value: unknown): void {
  if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
    fail(`retention.${name}`, 'a number of days from 0', value)
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) fail(name, allowed.join(' or '), value)
}

function yesOrNo(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') fail(name, 'true or false', value)
}

function fail(name: string, expected: string, got: unknown): never {
  const field = `privacy.${name}`
  throw new SillageError('invalid_option', `${field}: expected ${expected}, got ${String(got)}`, { field })
}
