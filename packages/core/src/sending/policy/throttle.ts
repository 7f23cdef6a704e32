import type { CampaignOptions, Limits } from '../../domain/campaign.ts'
import { type Check, type Checks, object, record, refuse, shown, whole } from '../../domain/expect/index.ts'
import { isDomain } from '../../kit/address-fault.ts'
import { asciiDomain } from '../../kit/ascii-domain.ts'
import type { ThrottleLimit } from '../../store/port/throttle-store.ts'

/**
 * Limits by recipient domain, under any of its names; `*` holds for each domain that has none of its own, and for each
 * by itself. Shared by all processes on the store. A message that its domain's limit holds back is put off and others
 * go first; that costs it no attempt. A burst above a limit is cut to it.
 */
export type DomainLimits = Readonly<Record<string, Limits>>

const windows = { perSecond: 1000, perMinute: 60_000, perHour: 3_600_000, perDay: 86_400_000 } as const

/**
 * One throttle limit for each window that is given. N per T with burst b spaces sends by T / (N − b + 1), so that no
 * window of length T ever holds more than N; a burst above N is cut to N. `key` names what is limited, such as
 * `campaign:12`.
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

const count = whole(1, 1_000_000)
const limitsChecks: Checks<Limits> = {
  perSecond: count,
  perMinute: count,
  perHour: count,
  perDay: count,
  burst: count,
}

/**
 * Checks the limits of the installation: a burst above one of them is refused, as in a campaign's (`limitsInput`). That
 * of a domain is cut, by `limitsOf`.
 */
export const ownLimits: Check<Limits> = (value, path) => {
  const limits = object<Limits>(limitsChecks)(value, path)
  const { burst = 1, ...counts } = limits
  for (const [name, most] of Object.entries(counts))
    if (most !== undefined && most < burst) refuse(`${path}.burst`, `at most ${name}, which is ${most}`, shown(burst))
  return limits
}

/** Checks limits by domain: two names of one domain would be two answers to how much it gets. */
export const domainLimits: Check<DomainLimits> = (value, path) => {
  const limits = record(object<Limits>(limitsChecks))(value, path)
  const first = new Map<string, string>()
  for (const name of Object.keys(limits)) {
    if (name !== '*' && !isDomain(name)) refuse(path, 'domains such as example.org, or *', shown(name))
    const known = first.get(folded(name))
    if (known !== undefined) refuse(path, 'each domain under one name', `${shown(known)} and ${shown(name)}`)
    first.set(folded(name), name)
  }
  return limits
}

/** Limits by domain with the domains as they are looked up: ASCII, in lower case. */
export const foldDomains = (limits: DomainLimits): DomainLimits =>
  Object.fromEntries(Object.entries(limits).map(([domain, own]) => [folded(domain), own]))

const folded = (domain: string): string => asciiDomain(domain).toLowerCase()

/** The widest distance that these limits keep in the long run. */
export const slowest = (limits: readonly ThrottleLimit[]): number =>
  limits.reduce((widest, limit) => Math.max(widest, limit.intervalMs), 0)
