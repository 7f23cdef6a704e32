import type { CampaignOptions, Limits } from '../../domain/campaign.ts'
import { SillageError } from '../../domain/errors.ts'
import { checkKnownKeys } from '../../domain/known-keys.ts'
import type { ThrottleLimit } from '../../store/throttle-store.ts'

/**
 * Limits by recipient domain, in any case; `*` holds for each domain that has none of its own, and for each by itself. Shared by all processes on the store.
 * A message that its domain's limit holds back is put off and others go first; that costs it no attempt. A burst above a limit is cut to it.
 */
export type DomainLimits = Readonly<Record<string, Limits>>

const windows = { perSecond: 1000, perMinute: 60_000, perHour: 3_600_000, perDay: 86_400_000 } as const
const known = [...Object.keys(windows), 'burst']

/**
 * One throttle limit for each window that is given. N per T with burst b spaces sends by T / (N − b + 1), so that no window of length T ever holds
 * more than N; a burst above N is cut to N. `key` names what is limited, such as `campaign:12`.
 */
export function limitsOf(key: string, limits: Limits): ThrottleLimit[] {
  const result: ThrottleLimit[] = []
  for (const [name, windowMs] of Object.entries(windows)) {
    const count = limits[name as keyof typeof windows]
    if (count === undefined) continue
    const burst = Math.min(limits.burst ?? 1, count)
    result.push({ key: `${key}:${name}`, intervalMs: windowMs / (count - burst + 1), burst })
  }
  return result
}

/** A campaign's own limits; the delay comes first, which is where jitter is added. */
export function campaignLimits(
  campaignId: number,
  options: Pick<CampaignOptions, 'delayMs' | 'jitterMs' | 'limits'>,
): ThrottleLimit[] {
  const key = `campaign:${campaignId}`
  const delay =
    options.delayMs > 0 || options.jitterMs > 0 ? [{ key: `${key}:delay`, intervalMs: options.delayMs, burst: 1 }] : []
  return [...delay, ...limitsOf(key, options.limits)]
}

/** The limits of a recipient domain: its own, or those of `*`. */
export function domainLimitsOf(domain: string, limits: DomainLimits | undefined): ThrottleLimit[] {
  const own = limits?.[domain] ?? limits?.['*']
  return own === undefined ? [] : limitsOf(`domain:${domain}`, own)
}

const most = 1_000_000

/** Throws `invalid_option` for limits that make no sense. */
export function checkLimits(limits: Limits, field: string): Limits {
  checkKnownKeys(field, limits, known)
  for (const [name, value] of Object.entries(limits))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= most))
      throw wrong(`${field}.${name}`, `a whole number from 1 to ${most}`, value)
  return limits
}

/** The limits of the installation: a burst above one of them is refused, as in a campaign's (`limitsInput`). That of a domain is cut, by `limitsOf`. */
export function checkOwnLimits(limits: Limits): Limits {
  const { burst = 1, ...counts } = checkLimits(limits, 'limits')
  for (const [name, value] of Object.entries(counts))
    if (value !== undefined && value < burst) throw wrong('limits.burst', `at most ${name}, which is ${value}`, burst)
  return limits
}

const wrong = (field: string, expected: string, got: unknown) =>
  new SillageError('invalid_option', `${field}: expected ${expected}, got ${String(got)}`, { field })

/** Checks limits by domain and folds the names of the domains. */
export function checkDomainLimits(limits: DomainLimits): DomainLimits {
  checkKnownKeys('domainLimits', limits, Object.keys(limits ?? {}))
  return Object.fromEntries(
    Object.entries(limits).map(([domain, own]) => [domain.toLowerCase(), checkLimits(own, `domainLimits.${domain}`)]),
  )
}

/** The widest distance that these limits keep in the long run. */
export const slowest = (limits: readonly ThrottleLimit[]): number =>
  limits.reduce((widest, limit) => Math.max(widest, limit.intervalMs), 0)
