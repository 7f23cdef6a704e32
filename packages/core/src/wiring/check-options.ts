import { safeLocation } from '../content/links/safe-location.ts'
import { checkBaseUrl } from '../domain/base-url.ts'
import type { Clock } from '../domain/clock.ts'
import {
  type Checks,
  checkOptions,
  func,
  functions,
  kindOf,
  oneOf,
  refuse,
  required,
  shown,
  text,
  whole,
} from '../domain/expect/index.ts'
import { parseMailbox } from '../recipients/address.ts'
import { bulkOptions } from '../sending/bulk-headers.ts'
import { retryOptions } from '../sending/policy/retry-policy.ts'
import { domainLimits, ownLimits } from '../sending/policy/throttle.ts'
import { transportOption } from '../sending/transport/to-transport.ts'
import type { SillageOptions } from '../sillage.ts'
import type { Store } from '../store/store.ts'
import { trustProxyOption } from '../tracking/client-address.ts'
import { readTimeOption } from '../tracking/read-time.ts'
import { rulesOption } from '../tracking/rules/thresholds.ts'
import { secretsOption } from '../tracking/tokens.ts'
import { privacyOptions } from './check-privacy.ts'

/** How each option is checked. An option with fields of its own has its table beside its type. */
const checks: Checks<SillageOptions> = {
  store: required(store),
  transport: transportOption,
  baseUrl: required(checkBaseUrl),
  from: sender,
  templates: functions('compile'),
  directory: functions('search', 'resolve'),
  bus: functions('publish', 'subscribe'),
  logger: functions('debug', 'info', 'warn', 'error'),
  clock,
  secrets: secretsOption,
  concurrency: whole(1, 1_000),
  tenants: oneOf('none', 'required'),
  limits: ownLimits,
  domainLimits,
  retry: retryOptions,
  onUnknown: oneOf('hold', 'resend'),
  leaseMs: whole(1, 86_400_000, 'milliseconds'),
  bulk: bulkOptions,
  privacy: privacyOptions,
  readTime: readTimeOption,
  rules: rulesOption,
  classify: func,
  trustProxy: trustProxyOption,
  maxHtmlBytes: whole(1, 100_000_000, 'bytes'),
  fallbackUrl: text('an http or https URL', (url) => safeLocation(url) !== undefined),
  hitDeadlineMs: whole(0, 60_000, 'milliseconds'),
  maxLiveConnections: whole(1, 1_000_000),
}

/** Checks what `createSillage` was given, and gives the base URL the form that is used. Throws `invalid_option`. */
export function checkSillageOptions(given: SillageOptions): SillageOptions {
  const options = checkOptions('createSillage', given, checks)
  return { ...options, baseUrl: checkBaseUrl(options.baseUrl) }
}

function store(value: unknown, path: string): Store {
  const expected = 'a store such as sqliteStore({ filename })'
  if (typeof value !== 'object' || value === null) return refuse(path, expected, kindOf(value))
  return 'campaigns' in value && typeof value.campaigns === 'object'
    ? (value as Store)
    : refuse(path, expected, 'an object without campaigns')
}

function sender(value: unknown, path: string): string {
  const from = text('one sender such as Name <name@example.org>')(value, path)
  try {
    parseMailbox(from, path)
  } catch (cause) {
    refuse(path, 'one sender such as Name <name@example.org>', shown(from), cause)
  }
  return from
}

function clock(value: unknown, path: string): Clock {
  const { monotonic } = functions<Clock>('now', 'sleep')(value, path)
  if (monotonic !== undefined) func(monotonic, `${path}.monotonic`)
  return value as Clock
}
