import type { EventKind } from '../domain/event.ts'
import { amount, type Check, type Checks, flag, object, oneOf } from '../domain/expect/index.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import type { PrivacyOptions } from '../options.ts'
import type { RetentionOptions } from '../recipients/retention/retention.ts'

/** Below 0 it would lie in the future, and everything be deleted. */
const days = amount('days')

const unsetConsent: Checks<Partial<UnsetConsent>> = { opens: flag, clicks: flag, readTime: flag }
const daysByType: Checks<Partial<Record<EventKind, number>>> = {
  open: days,
  click: days,
  read: days,
  view: days,
  bounce: days,
  complaint: days,
  unsubscribe: days,
  consent: days,
}
const retention: Checks<RetentionOptions> = {
  eventDays: (value, path) =>
    typeof value === 'object' && value !== null ? object(daysByType)(value, path) : days(value, path),
  personalDays: days,
  messageDays: days,
}
const privacy: Checks<PrivacyOptions> = {
  ip: oneOf('full', 'truncated', 'none'),
  userAgent: oneOf('full', 'family', 'none'),
  unsetConsent: object(unsetConsent),
  honourGpc: flag,
  retention: object(retention),
}

/**
 * Checks what is promised to visitors: an option that is misspelt or makes no sense would break the promise in silence.
 */
export const privacyOptions: Check<PrivacyOptions> = object(privacy)
