import type { TrackingOptions } from '../domain/campaign.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import type { Consent } from '../domain/recipient.ts'
import type { Tracked } from '../store/port/records.ts'

export const unsetConsentDefault: Readonly<UnsetConsent> = { opens: true, clicks: true, readTime: false }

/** What a recipient agreed to, with the default where nothing is set. */
export function agreed(consent: Consent | null, unset: UnsetConsent): Tracked {
  return {
    opens: consent?.opens ?? unset.opens,
    clicks: consent?.clicks ?? unset.clicks,
    readTime: consent?.readTime ?? unset.readTime,
  }
}

/** What the content of a campaign can measure: a mail without HTML has no pixel, and no links but those of its text. */
export const measurable = (html: string, options: TrackingOptions): TrackingOptions =>
  html === ''
    ? { ...options, opens: false, readTime: false, clicks: options.clicks !== false && options.text === true }
    : options

/**
 * What may be measured in one message: the most restrictive of installation, campaign and recipient. A campaign without
 * settings measures opens and clicks, and read time where the installation does.
 */
export function trackingFor(
  options: TrackingOptions,
  consent: Consent | null,
  installation: { unset: UnsetConsent; readTime: boolean },
): Tracked {
  const person = agreed(consent, installation.unset)
  return {
    opens: (options.opens ?? true) && person.opens,
    clicks: (options.clicks ?? true) && person.clicks,
    readTime: installation.readTime && (options.readTime ?? true) && person.readTime,
  }
}
