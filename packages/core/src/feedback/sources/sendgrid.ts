import type { KeyObject } from 'node:crypto'
import { type Checks, checkOptions, required, text, whole } from '../../domain/expect/index.ts'
import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { doubtSignedEvents, p256Key } from '../proof/signed-events.ts'
import {
  failureOf,
  labelOf,
  type Meaning,
  type OwnList,
  onOwnList,
  recipientOf,
  refsOf,
  timeOfSeconds,
} from './event-parts.ts'
import { lineOf, within } from './fields.ts'
import { readJson } from './read-json.ts'
import { eventsOf, refused } from './readings.ts'

/** Options of `sendgridFeedback`. */
export interface SendgridFeedbackOptions {
  /** The verification key of the signed event webhook, as SendGrid shows it, or as PEM. */
  publicKey: string
  /** How old a signature may be, in seconds. Default: of any age, because a batch may be sent again for a day. */
  toleranceSeconds?: number | undefined
}

const checks: Checks<SendgridFeedbackOptions> = {
  publicKey: required(text('a public key of the curve P-256', (key) => p256Key(key) !== undefined)),
  toleranceSeconds: whole(1, 604_800, 'seconds'),
}

/** Twilio SendGrid: its signed event webhook, with the events as SendGrid batches them. Throws `invalid_option`. */
export function sendgridFeedback(options: SendgridFeedbackOptions): FeedbackSource {
  const { publicKey, toleranceSeconds } = checkOptions('sendgridFeedback', options, checks)
  const key = p256Key(publicKey) as KeyObject
  const toleranceMs = toleranceSeconds === undefined ? undefined : toleranceSeconds * 1000

  return {
    name: 'sendgrid',
    signsBytes: true,
    headers: (token) => [{ name: 'X-SMTPAPI', value: JSON.stringify({ unique_args: { sillage: token } }) }],
    async read(request, { clock }) {
      const doubt = doubtSignedEvents(request, key, { toleranceMs, now: clock.now() })
      if (doubt !== undefined) return refused(doubt)
      const json = readJson(request.body)
      if (json === undefined) return refused('not_json')
      return Array.isArray(json.value) ? eventsOf(json.value, eventOf) : refused('wrong_shape')
    },
  }
}

const meanings = new Map<unknown, Meaning>([
  ['Mailbox Unavailable', { permanent: true, kind: 'mailbox', suppress: 'soft' }],
  ['Technical Failure', { permanent: true, kind: 'connection', suppress: 'soft' }],
  ['Content', { permanent: true, kind: 'content', suppress: 'no' }],
  ['Reputation', { permanent: true, kind: 'policy', suppress: 'no' }],
  ['Frequency or Volume Too High', { permanent: true, kind: 'rate', suppress: 'no' }],
])
/** Of `Invalid Address`, and without a class: SendGrid puts the address of every bounce on its list. */
const dead: Meaning = { permanent: true, kind: 'address', suppress: 'now' }
/** What is blocked concerns one mail, and the next is tried again. */
const blocked: Meaning = { permanent: false, kind: 'policy', suppress: 'no' }
const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

const ownLists = new Map<unknown, OwnList>([
  ['Bounced Address', 'bounce'],
  ['Invalid', 'bounce'],
  ['Spam Reporting Address', 'complaint'],
  ['Unsubscribed Address', 'unsubscribe'],
])
const unsaid: Meaning = { permanent: true, kind: 'other', suppress: 'soft' }

/** Why a mail was dropped though no list holds its address. */
const drops = new Map<string, Meaning & { stop?: 'campaign' }>([
  ['Invalid SMTPAPI header', { permanent: true, kind: 'config', suppress: 'no', stop: 'campaign' }],
  ['Spam Content', { permanent: true, kind: 'content', suppress: 'no' }],
  ['Recipient List over Package Quota', { permanent: true, kind: 'rate', suppress: 'no', stop: 'campaign' }],
])

function eventOf(item: unknown): FeedbackEvent | undefined {
  const { event, type, reason, response, status, email, timestamp, ...fields } = within(item)
  const bounceClass = fields.bounce_classification
  const about = {
    refs: refsOf(fields.sillage, fields['smtp-id']),
    recipient: recipientOf(email),
    at: timeOfSeconds(timestamp),
    label: labelOf(event, type, bounceClass),
  }
  switch (event) {
    case 'bounce':
      return { ...about, type: 'bounce', bounce: bounced({ type, bounceClass, status, reason }, about.label) }
    case 'dropped':
      return { ...about, type: 'bounce', label: labelOf(event, reason), bounce: dropped(lineOf(reason)) }
    case 'deferred': {
      const { error } = failureOf({ status, text: response ?? reason }, putOff, about.label)
      return { ...about, type: 'deferred', deferred: { error } }
    }
    case 'spamreport':
      return { ...about, type: 'complaint' }
    case 'unsubscribe':
      // From everything of the account; a group is what others call a list.
      return { ...about, type: 'unsubscribe', unsubscribe: { all: true } }
    case 'group_unsubscribe':
      return { ...about, type: 'unsubscribe' }
    case 'group_resubscribe':
      return { ...about, type: 'resubscribe' }
    case 'delivered':
      return { ...about, type: 'delivered' }
    default:
      return undefined
  }
}

function bounced(
  { type, bounceClass, status, reason }: Record<'type' | 'bounceClass' | 'status' | 'reason', unknown>,
  label: string | undefined,
) {
  if (type === 'bounce') return failureOf({ status, text: reason }, meanings.get(bounceClass) ?? dead, label)
  const kind = meanings.get(bounceClass)?.kind ?? 'policy'
  const failure = failureOf({ status, text: reason }, { ...blocked, kind }, label)
  return failure.suppress === 'now' ? { ...failure, suppress: 'soft' as const } : failure
}

function dropped(reason: string | undefined) {
  for (const [words, { stop, ...meaning }] of drops)
    if (reason?.startsWith(words)) return { ...failureOf({}, meaning, reason), stop }
  const list = ownLists.get(reason)
  return list === undefined ? failureOf({ text: reason }, unsaid, undefined) : onOwnList(list, reason)
}
