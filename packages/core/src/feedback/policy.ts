import { type Check, type Checks, object, refuse, shown, whole } from '../domain/expect/index.ts'
import type { BounceEvent, ReportedFailure } from '../domain/feedback.ts'
import type { FailureKind } from '../domain/message.ts'
import { addressKey } from '../kit/address-key.ts'
import { type SoftBouncePolicy, softBounceDefault, softBouncePolicy } from '../recipients/soft-bounces.ts'

/**
 * What is done about what comes back. A dead address and a complaint always hold the address back from everything, an
 * unsubscription as the page does; a person may lift each.
 */
export interface FeedbackPolicy {
  /** When messages that came back from an address which may be alive say that it is not; false: never. */
  soft?: Partial<SoftBouncePolicy> | false | undefined
  /** A bounce of a message that was sent before so many days is recorded nowhere: it is a replay. @default 30 */
  maxAgeDays?: number | undefined
  /** When reports stop a campaign, because what they refuse is ours. */
  senderFault?: Partial<SenderFaultPolicy> | undefined
  /** What share of complaints warns, and what share stops a campaign; false: neither. */
  complaintRate?: Partial<ComplaintRatePolicy> | false | undefined
}

/** When what reports say of us pauses a campaign, with `feedback_refused`. */
export interface SenderFaultPolicy {
  /** Messages of it that were refused for what would refuse all of them. @default 5 */
  messages: number
  /**
   * Messages to one domain that were refused for what would refuse all of that domain; then this process sends it
   * nothing for as many minutes, where it sends. @default 10
   */
  domainMessages: number
  /** Of what the campaign sent to the domain within the time, so much came back at least. @default 0.5 */
  domainShare: number
  /** So many such domains pause it. @default 3 */
  domains: number
  /** Within so many minutes, at most 1,440. @default 60 */
  minutes: number
}

/** Shares of the messages that were sent. Gmail and Yahoo refuse mail above 0.3 %. */
export interface ComplaintRatePolicy {
  /** Of fewer messages the share says nothing. @default 1000 */
  least: number
  /** Is logged. @default 0.001 */
  warn: number
  /** Pauses the campaign, with `feedback_complaints`. @default 0.003 */
  pause: number
}

const share: Check<number> = (value, path) =>
  typeof value === 'number' && value > 0 && value <= 1
    ? value
    : refuse(path, 'a share above 0, at most 1', shown(value))
const senderFault: Checks<Partial<SenderFaultPolicy>> = {
  messages: whole(1, 1_000_000),
  domainMessages: whole(1, 1_000_000),
  domainShare: share,
  domains: whole(1, 1_000_000),
  minutes: whole(1, 1440),
}
const complaintRate: Checks<Partial<ComplaintRatePolicy>> = { least: whole(1), warn: share, pause: share }

const orFalse =
  <T>(check: Check<T>): Check<T | false> =>
  (value, path) =>
    value === false ? false : check(value, path)

/** What is forgotten before it can be far enough apart would never be enough. */
const soft: Check<Partial<SoftBouncePolicy>> = (value, path) => {
  const given = softBouncePolicy(value, path)
  const { spanDays, forgetDays } = { ...softBounceDefault, ...given }
  if (spanDays >= forgetDays) refuse(`${path}.spanDays`, `fewer days than forgetDays (${forgetDays})`, shown(spanDays))
  return given
}

const checks: Checks<FeedbackPolicy> = {
  soft: orFalse(soft),
  maxAgeDays: whole(1, 3650, 'days'),
  senderFault: object(senderFault),
  complaintRate: orFalse(object(complaintRate)),
}

/** Checks the option `feedback.policy`. */
export const feedbackPolicy: Check<FeedbackPolicy> = object(checks)

/** The policy with its defaults. */
export interface Policy {
  soft: SoftBouncePolicy | false
  maxAgeMs: number
  senderFault: SenderFaultPolicy
  complaintRate: ComplaintRatePolicy | false
}

const senderFaultDefault: SenderFaultPolicy = {
  messages: 5,
  domainMessages: 10,
  domainShare: 0.5,
  domains: 3,
  minutes: 60,
}

export function policyOf({ soft, maxAgeDays = 30, senderFault, complaintRate }: FeedbackPolicy): Policy {
  return {
    soft: soft === false ? false : { ...softBounceDefault, ...soft },
    maxAgeMs: maxAgeDays * 86_400_000,
    senderFault: { ...senderFaultDefault, ...senderFault },
    complaintRate: complaintRate === false ? false : { least: 1000, warn: 0.001, pause: 0.003, ...complaintRate },
  }
}

/** What says something of the mailbox or of the way to it, where nobody says what it means. */
const softKinds: readonly FailureKind[] = ['address', 'mailbox', 'expired', 'connection', 'other', 'bounce']

/** What a bounce says of its message's own address. */
export interface BounceMeaning {
  permanent: boolean
  suppress: NonNullable<ReportedFailure['suppress']>
  stop: ReportedFailure['stop']
}

/**
 * What a provider did not try is permanent in no figure: no server refused it.
 * A report that names another address than the message's is about an address its recipient forwards to: the message's
 * own may be alive, so that bounce is soft, whatever it says of the other. Nor does it say anything of us: a forward
 * breaks what proves a sender.
 */
export function meaningOfBounce({ recipient, bounce }: BounceEvent, email: string): BounceMeaning {
  const { error, ownList, suppress = byKind(bounce.permanent, error.kind), stop } = bounce
  const permanent = bounce.permanent && ownList === undefined
  const own = recipient === undefined || addressKey(recipient) === addressKey(email)
  if (own) return { permanent, suppress, stop }
  return { permanent: false, suppress: suppress === 'no' ? 'no' : 'soft', stop: undefined }
}

const byKind = (permanent: boolean, kind: FailureKind): BounceMeaning['suppress'] => {
  if (permanent && kind === 'address') return 'now'
  return softKinds.includes(kind) ? 'soft' : 'no'
}
