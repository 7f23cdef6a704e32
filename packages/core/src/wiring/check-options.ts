import { safeLocation } from '../content/links/safe-location.ts'
import type { Clock } from '../domain/clock.ts'
import {
  type Checks,
  checkOptions,
  flag,
  func,
  functions,
  kindOf,
  list,
  object,
  oneOf,
  refuse,
  required,
  text,
  whole,
} from '../domain/expect/index.ts'
import { campaignFields, trackingInput } from '../domain/input/campaigns.ts'
import { isHeaderName } from '../domain/input/headers.ts'
import { isActedOn } from '../domain/input/reserved-headers.ts'
import { trackingPathsOption } from '../domain/tracking-paths.ts'
import { feedbackPolicy } from '../feedback/policy.ts'
import { feedbackKeys, feedbackSources } from '../feedback/receive.ts'
import { pagesOption } from '../http/pages/words/index.ts'
import type {
  ContentOptions,
  FeedbackOptions,
  HttpOptions,
  SendingOptions,
  SillageOptions,
  TrackingDefaults,
  WebhookOptions,
} from '../options.ts'
import { directoryOption } from '../recipients/directory.ts'
import { mailboxOption } from '../recipients/mailbox-option.ts'
import { markOptions } from '../sending/mark-headers.ts'
import { retryOptions } from '../sending/policy/retry-policy.ts'
import { domainLimits, ownLimits } from '../sending/policy/throttle.ts'
import { isTransportName, nameOfTransport, transportsOption } from '../sending/transport/named-transports.ts'
import { brandOption, sendersOption, topicsOption } from '../settings/setting-options.ts'
import type { Store } from '../store/port/store.ts'
import { trustProxyOption } from '../tracking/client-address.ts'
import { networksOption } from '../tracking/networks.ts'
import { baseUrlOption } from '../tracking/owner-urls.ts'
import { readTimeOption } from '../tracking/read-time.ts'
import { rulesOption } from '../tracking/rules/thresholds.ts'
import { secretsOption } from '../tracking/tokens.ts'
import { privacyOptions } from './check-privacy.ts'

const content: Checks<ContentOptions> = {
  templateEngine: functions('compile'),
  maxHtmlBytes: whole(1, 100_000_000, 'bytes'),
  maxAttachmentBytes: whole(1, 100_000_000, 'bytes'),
  brand: brandOption,
  senders: sendersOption,
  topics: topicsOption,
  pages: pagesOption,
}
const sending: Checks<SendingOptions> = {
  concurrency: whole(1, 1_000),
  limits: ownLimits,
  domainLimits,
  retry: retryOptions,
  onUnknown: oneOf('hold', 'resend'),
  leaseMs: whole(1, 86_400_000, 'milliseconds'),
  marks: markOptions,
  allowHeaders: list(
    text(
      'the name of a header that mail services act on, such as X-MC-Tags',
      (name) => isHeaderName(name) && isActedOn(name),
    ),
  ),
}
const tracking: Checks<TrackingDefaults> = {
  readTime: readTimeOption,
  rules: rulesOption,
  networks: networksOption,
  classify: func,
  fallbackUrl: text('an http or https URL', (url) => safeLocation(url) !== undefined),
  paths: trackingPathsOption,
}
const feedback: Checks<FeedbackOptions> = { sources: feedbackSources, keys: feedbackKeys, policy: feedbackPolicy }
const webhooks: Checks<WebhookOptions> = { allowPrivate: flag }
const http: Checks<HttpOptions> = {
  trustProxy: trustProxyOption,
  hitDeadlineMs: whole(0, 60_000, 'milliseconds'),
  maxLiveConnections: whole(1, 1_000_000),
}
/**
 * How each option is checked, and above it each of a group. One with fields of its own has its table beside its type.
 */
const checks: Checks<SillageOptions> = {
  store: required(store),
  baseUrl: required(baseUrlOption),
  transport: transportsOption,
  transportNames: list(text(nameOfTransport, isTransportName)),
  from: mailboxOption,
  directory: directoryOption,
  assets: functions('put'),
  bus: functions('publish', 'subscribe'),
  logger: functions('debug', 'info', 'warn', 'error'),
  clock,
  secrets: secretsOption,
  tenants: oneOf('none', 'required'),
  content: object(content),
  sending: object(sending),
  tracking: object(tracking),
  privacy: privacyOptions,
  feedback: object(feedback),
  webhooks: object(webhooks),
  http: object(http),
}

/** What each campaign says for itself, and is looked for here by whoever knows another library. */
const ofCampaigns = [
  ...Object.keys(campaignFields).map((path) => ({ path, said: `campaigns.create({ ${path} })` })),
  ...Object.keys(trackingInput.shape).map((name) => ({
    path: `tracking.${name}`,
    said: `campaigns.create({ tracking: { ${name} } })`,
  })),
]

/** Checks what `createSillage` was given, and gives the base URL the form that is used. Throws `invalid_option`. */
export function checkSillageOptions(given: SillageOptions): SillageOptions {
  const options = checkOptions('createSillage', given, checks, ofCampaigns)
  const { sources = {}, keys = [] } = options.feedback ?? {}
  if (Object.keys(sources).length > 0 && keys.length === 0)
    refuse('feedback.keys', 'a key for the URLs of feedback.sources, of 22 characters or more', 'none')
  return { ...options, baseUrl: baseUrlOption(options.baseUrl, 'baseUrl') }
}

function store(value: unknown, path: string): Store {
  const expected = 'a store such as sqliteStore({ filename })'
  if (typeof value !== 'object' || value === null) return refuse(path, expected, kindOf(value))
  return 'campaigns' in value && typeof value.campaigns === 'object'
    ? (value as Store)
    : refuse(path, expected, 'an object without campaigns')
}

function clock(value: unknown, path: string): Clock {
  const { monotonic } = functions<Clock>('now', 'sleep')(value, path)
  if (monotonic !== undefined) func(monotonic, `${path}.monotonic`)
  return value as Clock
}
