import { safeLocation } from '../content/safe-location.ts'
import { checkBaseUrl } from '../domain/base-url.ts'
import { SillageError } from '../domain/errors.ts'
import { limitsInput } from '../domain/input/campaigns.ts'
import { parseMailbox } from '../recipients/address.ts'
import type { SillageOptions } from '../sillage.ts'

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

/** Checks what `createSillage` was given: expected …, got …. Parts with options of their own check those where they are made. */
export function checkOptions(options: SillageOptions): SillageOptions & { baseUrl: string } {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) fail(name, `one of ${Object.keys(known).join(', ')}`, name)
  }
  if (typeof options.store?.campaigns !== 'object')
    fail('store', 'a store such as sqliteStore({ filename })', options.store)
  const { from, limits, privacy, fallbackUrl } = options
  if (from !== undefined) parseMailbox(from, 'from')
  if (limits !== undefined && !limitsInput.safeParse(limits).success)
    fail('limits', 'whole numbers from 1: perSecond, perMinute, perHour, perDay, burst', JSON.stringify(limits))
  whole('concurrency', options.concurrency, 1, 1_000)
  whole('leaseMs', options.leaseMs, 1, 86_400_000)
  whole('maxHtmlBytes', options.maxHtmlBytes, 1, 100_000_000)
  whole('hitDeadlineMs', options.hitDeadlineMs, 0, 60_000)
  whole('maxLiveConnections', options.maxLiveConnections, 1, 1_000_000)
  oneOf('onUnknown', options.onUnknown, ['hold', 'resend'])
  oneOf('privacy.ip', privacy?.ip, ['full', 'truncated', 'none'])
  oneOf('privacy.userAgent', privacy?.userAgent, ['full', 'family', 'none'])
  if (fallbackUrl !== undefined && safeLocation(fallbackUrl) === undefined)
    fail('fallbackUrl', 'an http or https URL', fallbackUrl)
  return { ...options, baseUrl: checkBaseUrl(options.baseUrl) }
}

function whole(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max))
    fail(name, `a whole number from ${min} to ${max}`, value)
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) fail(name, allowed.join(' or '), value)
}

function fail(name: string, expected: string, got: unknown): never {
  throw new SillageError('invalid_option', `${name}: expected ${expected}, got ${String(got)}`, { field: name })
}
