import type { TrackingOptions } from '../domain/campaign.ts'
import type { Consent } from '../domain/recipient.ts'
import type { Tracked } from '../store/records.ts'

/**
 * What a consent that was neither given nor refused counts as, for each thing that is measured. Default: yes for opens and clicks, no for read time.
 * It is asked when a message is composed and again when a hit arrives; what is no then is neither stored nor counted.
 */
export interface UnsetConsent {
  opens: boolean
  clicks: boolean
  readTime: boolean
}
export const unsetConsentDefault: Readonly<UnsetConsent> = { opens: true, clicks: true, readTime: false }

/** What a recipient agreed to, with the default where nothing was said. */
export function agreed(consent: Consent | null, unset: UnsetConsent): Tracked {
  return {
    opens: consent?.opens ?? unset.opens,
    clicks: consent?.clicks ?? unset.clicks,
    readTime: consent?.readTime ?? unset.readTime,
  }
}

/**
 * What may be measured in one message: the most restrictive of installation, campaign and recipient. A campaign that says nothing measures opens and
 * clicks, and read time where the installation does.
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
