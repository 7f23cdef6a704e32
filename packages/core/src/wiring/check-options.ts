import { safeLocation } from '../content/links/safe-location.ts'
import { checkBaseUrl } from '../domain/base-url.ts'
import { SillageError } from '../domain/errors.ts'
import { parseMailbox } from '../recipients/address.ts'
import { checkDomainLimits, checkOwnLimits } from '../sending/policy/throttle.ts'
import type { SillageOptions } from '../sillage.ts'
import { checkPrivacy } from './check-privacy.ts'

const known: Record<keyof SillageOptions, true> = {
  store: true,
  transport: true,
  baseUrl: true,
  from: true,
  templates: true,
  directory: true,
  bus: true,
  logger: true,
  clock: true,
  secrets: true,
  concurrency: true,
  limits: true,
  domainLimits: true,
  retry: true,
  onUnknown: true,
  leaseMs: true,
  bulk: true,
  privacy: true,
  readTime: true,
  rules: true,
  classify: true,
  trustProxy: true,
  maxHtmlBytes: true,
  fallbackUrl: true,
  hitDeadlineMs: true,
  maxLiveConnections: true,
}

/** What is called of each part that a host may bring: one that lacks it is refused here, not when it is first needed. */
const ports = {
  templates: ['compile'],
  directory: ['search', 'resolve'],
  bus: ['publish', 'subscribe'],
  logger: ['debug', 'info', 'warn', 'error'],
  clock: ['now', 'sleep'],
} as const

/** Checks what `createSillage` was given: expected …, got …. Parts with options of their own check those where they are made. */
export function checkOptions(options: SillageOptions): SillageOptions & { baseUrl: string } {
  if (typeof options !== 'object' || options === null) fail('options', 'an object with store and baseUrl', options)
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) fail(name, `one of ${Object.keys(known).join(', ')}`, name)
  }
  if (typeof options.store?.campaigns !== 'object')
    fail('store', 'a store such as sqliteStore({ filename })', options.store)
  const { from, limits, domainLimits, privacy, fallbackUrl } = options
  if (from !== undefined) parseMailbox(from, 'from')
  if (limits !== undefined) checkOwnLimits(limits)
  if (domainLimits !== undefined) checkDomainLimits(domainLimits)
  whole('concurrency', options.concurrency, 1, 1_000)
  whole('leaseMs', options.leaseMs, 1, 86_400_000)
  whole('maxHtmlBytes', options.maxHtmlBytes, 1, 100_000_000)
  whole('hitDeadlineMs', options.hitDeadlineMs, 0, 60_000)
  whole('maxLiveConnections', options.maxLiveConnections, 1, 1_000_000)
  oneOf('onUnknown', options.onUnknown, ['hold', 'resend'])
  const monotonic: unknown = options.clock?.monotonic
  if (monotonic !== undefined && typeof monotonic !== 'function')
    fail('clock.monotonic', 'a function, or none', monotonic)
  for (const [name, members] of Object.entries(ports)) port(name, options[name as keyof typeof ports], members)
  const { classify, trustProxy } = options
  if (classify !== undefined && typeof classify !== 'function') fail('classify', 'a function', classify)
  if (trustProxy !== undefined && !['boolean', 'number'].includes(typeof trustProxy) && !Array.isArray(trustProxy))
    fail('trustProxy', 'true, false, a number of proxies, or a list of addresses and ranges', trustProxy)
  if (privacy !== undefined) checkPrivacy(privacy)
  if (fallbackUrl !== undefined && safeLocation(fallbackUrl) === undefined)
    fail('fallbackUrl', 'an http or https URL', fallbackUrl)
  return { ...options, baseUrl: checkBaseUrl(options.baseUrl) }
}

function whole(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max))
    fail(name, `a whole number from ${min} to ${max}`, value)
}

function port(name: string, value: unknown, members: readonly string[]): void {
  if (value === undefined) return
  const given = (typeof value === 'object' || typeof value === 'function') && value !== null ? value : {}
  const missing = members.filter((member) => typeof Reflect.get(given, member) !== 'function')
  if (missing.length > 0) fail(name, `the functions ${members.join(', ')}`, `one without ${missing.join(', ')}`)
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) fail(name, allowed.join(' or '), value)
}

function fail(name: string, expected: string, got: unknown): never {
  throw new SillageError('invalid_option', `${name}: expected ${expected}, got ${String(got)}`, { field: name })
}
