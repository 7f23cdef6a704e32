import type { Limits } from '../domain/campaign.ts'
import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { Consent } from '../domain/recipient.ts'
import type { CampaignLife } from '../news/campaign-life.ts'
import type { SoftBouncePolicy } from '../recipients/soft-bounces.ts'
import type { CampaignRecord, Tracked } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import type { ThrottleLimit } from '../store/port/throttle-store.ts'
import type { AlignmentWatch } from './alignment-watch.ts'
import type { Composers } from './composers.ts'
import type { MarkHeaders } from './mark-headers.ts'
import type { BreakerOptions } from './policy/breaker.ts'
import { createRetryPolicy, type RetryOptions, type RetryPolicy } from './policy/retry-policy.ts'
import { type DomainLimits, foldDomains, limitsOf } from './policy/throttle.ts'
import type { SenderNotice } from './sender-notice.ts'
import { defaultTransport } from './transport/named-transports.ts'
import type { Transport } from './transport/transport.ts'

/** What a sender stands on. Times in milliseconds. */
export interface SenderDeps {
  /** Names this process among all that are alive on the store. */
  name: string
  store: Pick<Store, 'campaigns' | 'messages' | 'suppressions' | 'throttles' | 'outages'>
  transport: Transport
  /** Campaigns that name it are sent by it. @default 'default' */
  transportName?: string | undefined
  clock: Clock
  logger: Logger
  composers: Pick<Composers, 'composerFor' | 'withContent'>
  marks: MarkHeaders
  /** Called with the domain in From of each campaign that is about to be sent. */
  watchAlignment?: AlignmentWatch | undefined
  /** What may be measured in one message. */
  trackingFor(campaign: CampaignRecord, consent: Consent | null): Tracked
  emit(notice: SenderNotice): void
  life: CampaignLife
  /** Messages on the wire at once. Default 5. */
  concurrency?: number | undefined
  /** Limits on everything the installation sends. */
  limits?: Limits | undefined
  domainLimits?: DomainLimits | undefined
  retry?: RetryOptions | undefined
  breaker?: BreakerOptions | undefined
  /**
   * How long a message may be in flight. Default: the transport's longest send and a minute. Shorter: sends are given
   * up sooner.
   */
  leaseMs?: number | undefined
  /** When messages that an address does not take say that it is dead; false: never. */
  softBounces: SoftBouncePolicy | false
  /** Stores what a provider calls each mail that it accepted, where the transport knows. Default false. */
  keepProviderIds?: boolean | undefined
  /** How often the store is asked for work of which no notice came, in milliseconds. Default 1,000. */
  pollMs?: number | undefined
  /**
   * How long outcomes are gathered while most are still to come, in milliseconds of the machine's own time; a clock
   * that is held may go past a lease meanwhile. Default 1: a commit costs about as much.
   */
  lingerMs?: number | undefined
  random?: (() => number) | undefined
}

/** Whether a campaign that chose this transport, or none, is sent by it. */
export const isOurs = (
  { transportName = defaultTransport }: Pick<SenderDeps, 'transportName'>,
  chosen: string | null,
) => (chosen ?? defaultTransport) === transportName

/** What is derived from the options. */
export interface SenderSettings {
  concurrency: number
  installation: ThrottleLimit[]
  domainLimits: DomainLimits | undefined
  retry: RetryPolicy
  /** Lease of a message that is being sent. */
  leaseMs: number
  /** Lease of a message that is only claimed; short, so that after a crash the rest goes on soon. */
  claimLeaseMs: number
  /** A send has its outcome this long before its lease ends. */
  marginMs: number
  pollMs: number
  lingerMs: number
  random: () => number
}

const longestClaimMs = 60_000

/** Fills in the defaults; all times are made to fit the lease. */
export function senderSettings(deps: SenderDeps): SenderSettings {
  const { transport, random = Math.random } = deps
  const leaseMs = deps.leaseMs ?? transport.timeoutMs + 60_000
  return {
    concurrency: deps.concurrency ?? 5,
    installation: limitsOf('all', deps.limits ?? {}),
    domainLimits: deps.domainLimits && foldDomains(deps.domainLimits),
    retry: createRetryPolicy(deps.retry, random),
    leaseMs,
    claimLeaseMs: Math.min(leaseMs, longestClaimMs),
    marginMs: Math.min(Math.max(Math.ceil(leaseMs / 10), 20), 30_000, Math.ceil(leaseMs / 2)),
    pollMs: deps.pollMs ?? 1000,
    lingerMs: deps.lingerMs ?? 1,
    random,
  }
}
