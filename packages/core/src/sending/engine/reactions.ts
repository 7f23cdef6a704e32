import { type Moment, momentOf, monotonic } from '../../domain/clock.ts'
import { isSillageError } from '../../domain/errors.ts'
import type { FailureKind, MessageError } from '../../domain/message.ts'
import { cutAddresses } from '../../kit/cut-addresses.ts'
import { domainOf } from '../../recipients/address.ts'
import { holdRecipient } from '../../recipients/hold-recipient.ts'
import { countSoftBounce } from '../../recipients/soft-bounces.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import type { Tracked } from '../../store/port/records.ts'
import { type Classified, classifyAnswer } from '../policy/classify-answer.ts'
import type { TransportResult } from '../transport/transport.ts'
import { countRefusal, pauseForAnswer } from './campaign-status.ts'
import { type EngineState, tellFault } from './engine-state.ts'
import { type Entry, takeSlotsBack } from './lane.ts'
import { beginOutage, serverWorks } from './outage.ts'

/** Failures that say nothing about the rest of the campaign. */
const ofTheRecipient: ReadonlySet<FailureKind> = new Set(['address', 'mailbox', 'expired', 'bounce'])

/** Says what a send's result means for the message, and does what it means for everything else. */
export async function react(
  entry: Entry,
  result: TransportResult,
  tracked: Tracked,
  state: EngineState,
): Promise<Outcome> {
  const { breaker, slowDomains, deps } = state
  const { lane, message } = entry
  const now = momentOf(deps.clock)
  const at = now.wall
  if (result.kind === 'accepted') {
    serverWorks(state)
    lane.refusals = 0
    if (slowDomains.watching) slowDomains.worked(domainOf(message.email))
    const providerId = deps.keepProviderIds === true ? result.providerId : undefined
    return { messageId: message.id, kind: 'sent', at, tracked, ...(providerId === undefined ? {} : { providerId }) }
  }
  const answer = classifyAnswer(result)
  const { error } = answer
  // A server that limits one sender may serve the next: this message would be refused again at once.
  const isServing = result.kind === 'refused' && (result.stage === 'mail' || result.stage === 'rcpt')
  // That the server is away is logged once, by `beginOutage`.
  if (answer.action !== 'outage' || isServing) log(state, entry, answer)
  // What stops everything says nothing about this one's domain.
  const stopped = answer.action === 'pause' || answer.action === 'outage'
  if (!stopped && (answer.slow || answer.stop === 'domain')) await slowDomain(state, entry, answer, now)

  switch (answer.action) {
    case 'pause':
      await pauseForAnswer(state, lane, answer)
      return { messageId: message.id, kind: 'retry', at, dueAt: at, error, attempted: false }
    case 'outage': {
      if (breaker.failed(now.mono)) beginOutage(state, answer)
      const delay = isServing ? state.settings.retry.delayAfter(1, error.kind) : undefined
      const dueAt = delay === undefined ? at : lane.times.dueAt(message.data, at + delay)
      return { messageId: message.id, kind: 'retry', at, dueAt, error, attempted: false }
    }
    case 'unknown':
      if (lane.campaign.options.onUnknown === 'resend') return again(entry, error, at, state)
      return { messageId: message.id, kind: 'unknown', at, error }
    case 'retry': {
      if (result.kind === 'refused') serverWorks(state)
      const outcome = await again(entry, error, at, state)
      const isAddress = answer.suppress !== 'no' || answer.cause === 'network'
      if (outcome.kind === 'failed' && isAddress) await countAgainstAddress(entry, at, state)
      return outcome
    }
    case 'fail':
      serverWorks(state)
      if (answer.suppress === 'now') await suppressAddress(entry, at, state)
      if (answer.suppress === 'soft') await countAgainstAddress(entry, at, state)
      if (answer.cause === 'recipient') return { messageId: message.id, kind: 'failed', at, error }
      return failed(entry, error, at, state)
  }
}

/** The answer is about a domain. Where that may have less than before, what has a slot already gives it back. */
async function slowDomain(state: EngineState, { lane: asked, message }: Entry, answer: Classified, now: Moment) {
  const { slowDomains, deps, lanes, ready } = state
  const domain = domainOf(message.email)
  const { owner } = asked.campaign
  await quietly(state, () =>
    answer.slow ? slowDomains.slowDown(domain, now, owner) : slowDomains.refused(domain, now, owner),
  )
  if (slowDomains.limitOf(domain, monotonic(deps.clock)) === undefined) return
  for (const lane of lanes.values())
    if (takeSlotsBack(lane, (entry) => domainOf(entry.message.email) === domain)) ready.add(lane.id)
}

/**
 * A message that could not be composed: its address, its data or the template is at fault, the server was not asked. A
 * recipient without an address says nothing about the rest of the campaign.
 */
export function composeFailed(entry: Entry, cause: unknown, state: EngineState): Promise<Outcome> {
  const { clock, logger } = state.deps
  const { lane, message } = entry
  const at = clock.now()
  const ours = isSillageError(cause) && cause.status < 500
  const text = ours
    ? cutAddresses(cause.message).slice(0, 500)
    : 'The message could not be made from its template and data.'
  // Of the recipient's own address; that of `replyTo` is what the campaign makes of its data.
  if (ours && cause.code === 'invalid_address' && cause.field !== 'replyTo')
    return failed(entry, { kind: 'address', message: text }, at, state)
  // What a function of the host threw may say where its files are.
  if (!ours) logger.warn({ err: cause, campaignId: lane.id, messageId: message.id }, 'a message could not be composed')
  tellFault(state, lane.id, 'compose_failed', text, { fatal: false, messageId: message.id })
  return failed(entry, { kind: 'compose', message: text }, at, state)
}

async function failed(entry: Entry, error: MessageError, at: number, state: EngineState): Promise<Outcome> {
  const { lane, message } = entry
  if (ofTheRecipient.has(error.kind)) return { messageId: message.id, kind: 'failed', at, error }
  await countRefusal(state, lane, error)
  return { messageId: message.id, kind: 'failed', at, error }
}

async function again(entry: Entry, error: MessageError, at: number, state: EngineState): Promise<Outcome> {
  const { lane, message: tried } = entry
  const attempts = tried.attempts + 1
  const delay = state.settings.retry.delayAfter(attempts, error.kind)
  if (delay !== undefined) {
    const dueAt = lane.times.dueAt(tried.data, at + delay)
    return { messageId: tried.id, kind: 'retry', at, dueAt, error, attempted: true }
  }
  const message = `Given up after ${attempts} attempts; the last answer: ${error.message}`.slice(0, 500)
  return failed(entry, { ...error, kind: 'expired', message }, at, state)
}

async function suppressAddress({ lane, message }: Entry, at: number, state: EngineState): Promise<void> {
  const said = { reason: 'bounce', at, source: 'smtp' } as const
  const address = { owner: lane.campaign.owner, email: message.email, topic: null }
  await quietly(state, () => holdRecipient(state.deps.store, message, address, said))
}

/** The message is given up for what may be the address's doing. */
async function countAgainstAddress({ lane, message }: Entry, at: number, state: EngineState): Promise<void> {
  const { store, softBounces: policy } = state.deps
  if (policy === false) return
  const cameBack = { id: message.id, email: message.email, owner: lane.campaign.owner, at }
  await quietly(state, () => countSoftBounce(store, cameBack, { policy, now: at, source: 'smtp' }))
}

/** The outcome must not be lost because something beside it could not be stored. */
async function quietly({ deps }: EngineState, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (err) {
    deps.logger.error({ err }, 'what a server answered about an address or a domain could not be stored')
  }
}

/**
 * Says what was answered about the message by its codes alone: the text may name the recipient, and is kept with the
 * message, from where an erasure takes it.
 */
function log({ deps }: EngineState, { lane, message }: Entry, { action, error, inside }: Classified): void {
  const { message: _, ...codes } = error
  const about = { campaignId: lane.id, messageId: message.id, attempt: message.attempts + 1, action, ...codes }
  const details = inside === undefined ? about : { ...about, answer: inside }
  if (action === 'retry' || action === 'outage') deps.logger.info(details, 'message put off')
  else deps.logger.warn(details, action === 'fail' ? 'message failed' : `message not sent: ${action}`)
}
