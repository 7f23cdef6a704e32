import { momentOf } from '../../domain/clock.ts'
import { type ErrorCode, isSillageError } from '../../domain/errors.ts'
import type { FailureKind, MessageError } from '../../domain/message.ts'
import { foldEmail } from '../../kit/fold.ts'
import { domainOf } from '../../recipients/address.ts'
import type { Outcome } from '../../store/message-store.ts'
import type { Tracked } from '../../store/records.ts'
import type { Breaker } from '../policy/breaker.ts'
import { type Classified, classifyAnswer } from '../policy/classify-answer.ts'
import type { RetryPolicy } from '../policy/retry-policy.ts'
import type { SlowDomains } from '../policy/slow-domains.ts'
import type { SenderDeps } from '../sender-deps.ts'
import type { TransportResult } from '../transport/transport.ts'
import type { Entry, Lane } from './lane.ts'

export interface ReactionDeps extends Pick<SenderDeps, 'clock' | 'logger' | 'store'> {
  retry: RetryPolicy
  breaker: Breaker
  slowDomains: SlowDomains
  fault(campaignId: number, code: ErrorCode, message: string, options: { fatal: boolean; messageId?: number }): void
  /** Stops a lane's campaign with a reason; its messages are handed back. Does nothing for a lane that was closed before. */
  pause(lane: Lane, reason: ErrorCode, message: string): Promise<void>
  /** A domain may have less than before: what has a slot already gives it back. */
  slowed(domain: string): void
  /** The server cannot be reached: nothing is sent until it answers again. */
  outage(code: ErrorCode, message: string): void
}

/** So many messages refused in a row, none accepted between them, and the campaign is paused: the rest would be refused too. */
const refusalsUntilPause = 10

/** Failures that say nothing about the rest of the campaign. */
const ofTheRecipient: ReadonlySet<FailureKind> = new Set(['address', 'mailbox', 'expired', 'bounce'])

const pauseCodes: Partial<Record<FailureKind, ErrorCode>> = {
  auth: 'smtp_auth',
  config: 'smtp_config',
  rate: 'smtp_rate',
}

/** Why a campaign is paused whose server refuses us: something that only a person can mend. */
export const pauseCodeOf = (kind: FailureKind): ErrorCode => pauseCodes[kind] ?? 'smtp_rejected'

/** Says what a send's result means for the message, and does what it means for everything else. */
export async function react(
  entry: Entry,
  result: TransportResult,
  tracked: Tracked,
  deps: ReactionDeps,
): Promise<Outcome> {
  const { breaker, slowDomains, clock } = deps
  const { lane, message } = entry
  const now = momentOf(clock)
  const at = now.wall
  if (result.kind === 'accepted') {
    breaker.worked()
    lane.refusals = 0
    if (slowDomains.watching) slowDomains.worked(domainOf(message.email))
    return { messageId: message.id, kind: 'sent', at, tracked }
  }
  const answer = classifyAnswer(result)
  const { error } = answer
  log(deps, entry, answer)
  // What stops everything says nothing about this one's domain.
  const stopped = answer.action === 'pause' || answer.action === 'outage'
  if (!stopped && (answer.slow || answer.stop === 'domain')) {
    const domain = domainOf(message.email)
    await quietly(deps, () => (answer.slow ? slowDomains.slowDown(domain, now) : slowDomains.refused(domain, now)))
    deps.slowed(domain)
  }

  switch (answer.action) {
    case 'pause':
      await deps.pause(lane, pauseCodeOf(error.kind), error.message)
      return { messageId: message.id, kind: 'retry', at, dueAt: at, error, attempted: false }
    case 'outage':
      if (breaker.failed(now.mono)) deps.outage(error.kind === 'rate' ? 'smtp_rate' : 'smtp_unreachable', error.message)
      return { messageId: message.id, kind: 'retry', at, dueAt: at, error, attempted: false }
    case 'unknown':
      if (lane.campaign.options.onUnknown === 'resend') return again(entry, error, at, deps)
      return { messageId: message.id, kind: 'unknown', at, error }
    case 'retry':
      if (result.kind === 'refused') breaker.worked()
      return again(entry, error, at, deps)
    case 'fail':
      breaker.worked()
      if (answer.suppress === 'now') await suppress(entry, at, deps)
      if (answer.cause === 'recipient') return { messageId: message.id, kind: 'failed', at, error }
      return failed(entry, error, at, deps)
  }
}

/**
 * A message that could not be composed: its address, its data or the template is at fault, the server was not asked. A recipient without an address says
 * nothing about the rest of the campaign.
 */
export function composeFailed(entry: Entry, cause: unknown, deps: ReactionDeps): Promise<Outcome> {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (isSillageError(cause) && cause.code === 'invalid_address')
    return failed(entry, { kind: 'address', message: text }, deps.clock.now(), deps)
  deps.fault(entry.lane.id, 'compose_failed', text.slice(0, 500), { fatal: false, messageId: entry.message.id })
  return failed(entry, { kind: 'compose', message: text.slice(0, 500) }, deps.clock.now(), deps)
}

async function failed(entry: Entry, error: MessageError, at: number, deps: ReactionDeps): Promise<Outcome> {
  const { lane, message } = entry
  if (ofTheRecipient.has(error.kind)) return { messageId: message.id, kind: 'failed', at, error }
  lane.refusals += 1
  if (lane.refusals === refusalsUntilPause) {
    const code = error.kind === 'compose' ? 'compose_failed' : 'smtp_rejected'
    await deps.pause(
      lane,
      code,
      `${refusalsUntilPause} messages in a row were refused; the last answer: ${error.message}`,
    )
  }
  return { messageId: message.id, kind: 'failed', at, error }
}

async function again(entry: Entry, error: MessageError, at: number, deps: ReactionDeps): Promise<Outcome> {
  const attempts = entry.message.attempts + 1
  const delay = deps.retry.delayAfter(attempts, error.kind)
  if (delay !== undefined)
    return { messageId: entry.message.id, kind: 'retry', at, dueAt: at + delay, error, attempted: true }
  const message = `Given up after ${attempts} attempts; the last answer: ${error.message}`.slice(0, 500)
  return failed(entry, { ...error, kind: 'expired', message }, at, deps)
}

async function suppress({ lane, message }: Entry, at: number, deps: ReactionDeps): Promise<void> {
  await quietly(deps, () =>
    deps.store.suppressions.add({
      owner: lane.campaign.owner,
      email: foldEmail(message.email),
      emailHash: null,
      list: null,
      reason: 'bounce',
      at,
    }),
  )
}

/** The outcome must not be lost because something beside it could not be stored. */
async function quietly({ logger }: ReactionDeps, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (err) {
    logger.error({ err }, 'what a server answered about an address or a domain could not be stored')
  }
}

function log({ logger }: ReactionDeps, { lane, message }: Entry, { action, error }: Classified): void {
  const details = { campaignId: lane.id, messageId: message.id, attempt: message.attempts + 1, action, ...error }
  if (action === 'retry') logger.info(details, 'message put off')
  else logger.warn(details, action === 'fail' ? 'message failed' : `message not sent: ${action}`)
}
