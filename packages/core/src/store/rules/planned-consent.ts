import type { Consent } from '../../domain/recipient.ts'
import type { ConsentChange } from '../port/privacy-store.ts'

const parts = ['opens', 'clicks', 'readTime'] as const
/** A time with its offset. Anything else (a day, a local time, a word) could be read as later than it was. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/

/**
 * What a recipient is planned with: the consent given with it, merged with the newest decision logged for its address
 * (`ConsentChange`). If both are dated, the later one wins, part by part, and the other fills what it does not name. A
 * consent without a readable `at`, or of the same moment, can only restrict: no wins over yes. `at` and `source` are
 * those of the winner. Pure; without a logged decision: the consent given.
 */
export function plannedConsent(
  given: Consent | null,
  decision: Pick<ConsentChange, 'consent' | 'at' | 'source'> | undefined,
): Consent | null {
  if (decision === undefined) return given
  const { consent: logged, at, source } = decision
  const own = given === null ? {} : stampOf(given)
  const stamp = { at: new Date(at).toISOString(), source }
  const givenAt = own.at !== undefined && instant.test(own.at) ? Date.parse(own.at) : Number.NaN
  if (givenAt > at) return { ...firstOf(given, logged), ...own }
  if (givenAt < at) return { ...firstOf(logged, given), ...stamp }
  const refused = parts.filter((part) => given?.[part] === false && logged[part] === true)
  const refusal = Object.fromEntries(refused.map((part) => [part, false]))
  return { ...firstOf(refusal, logged, given), ...(refused.length === 0 ? stamp : own) }
}

/**
 * What the log keeps of a change: all that is decided after it; parts the change does not name are those of the
 * decision before. So the newest entry is complete, and planning reads one row of the log. Pure.
 */
export function decidedConsent(before: Consent | null, change: Consent): Consent {
  return { ...change, ...firstOf(change, before) }
}

/**
 * A consent after a change, as `setConsent` applies it to contacts and messages: parts that the change does not name
 * stay as they were; `at` (ISO 8601 UTC) and `source` come from the change. Pure, changes nothing it was given.
 */
export function changedConsent(
  consent: Consent | null,
  change: Pick<ConsentChange, 'consent' | 'at' | 'source'>,
): Consent {
  const changed: Consent = { ...consent, at: new Date(change.at).toISOString(), source: change.source }
  for (const part of parts) {
    const value = change.consent[part]
    if (value !== undefined) changed[part] = value
  }
  return changed
}

/** Each part from the first consent that names it. */
function firstOf(...consents: (Consent | null)[]): Consent {
  const first: Consent = {}
  for (const part of parts) {
    const value = consents.map((consent) => consent?.[part]).find((said) => said !== undefined)
    if (value !== undefined) first[part] = value
  }
  return first
}

function stampOf({ at, source }: Consent): Consent {
  return { ...(at === undefined ? {} : { at }), ...(source === undefined ? {} : { source }) }
}
