import { type Checks, checkOptions, required, secretText, whole } from '../../domain/expect/index.ts'
import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { doubtMailgun } from '../proof/mailgun-signature.ts'
import { createUsedTokens } from '../proof/used-tokens.ts'
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
import { type Fields, fieldsOf, textOf, within } from './fields.ts'
import { isForm, readForm } from './read-form.ts'
import { readJson } from './read-json.ts'
import { eventsOf, mailsOf, noEvents, refused } from './readings.ts'

/** Options of `mailgunFeedback`. */
export interface MailgunFeedbackOptions {
  /** The webhook signing key of the account. */
  signingKey: string
  /** How old a signature may be, in seconds; default 900. Longer, where Mailgun tries again with the first one. */
  toleranceSeconds?: number | undefined
}

const checks: Checks<MailgunFeedbackOptions> = {
  signingKey: required(secretText('a signing key', (key) => key !== '')),
  toleranceSeconds: whole(1, 86_400, 'seconds'),
}

/**
 * Mailgun: its webhooks, and routes that forward whole mails with `body-mime`. Mailgun signs a token and not the body,
 * so each token is kept for twice the tolerance with the body that it came with, in this process, at most 50,000.
 * Throws `invalid_option`.
 */
export function mailgunFeedback(options: MailgunFeedbackOptions): FeedbackSource {
  const { signingKey, toleranceSeconds = 900 } = checkOptions('mailgunFeedback', options, checks)
  const toleranceMs = toleranceSeconds * 1000
  // A time may lie as far ahead of us as behind.
  const used = createUsedTokens(2 * toleranceMs)

  return {
    name: 'mailgun',
    headers: (token) => [{ name: 'X-Mailgun-Variables', value: JSON.stringify({ sillage: token }) }],
    async read({ body, headers }, { clock }) {
      const inForm = isForm(headers['content-type'])
      const given = inForm ? await readForm(body, headers['content-type']) : readFields(body)
      if (typeof given === 'string') return refused(given)
      const { timestamp, token, signature } = inForm ? given : within(given.signature)
      const signed = { timestamp: asText(timestamp), token: asText(token), signature: asText(signature) }
      const doubt = doubtMailgun(signed, body, { signingKey, toleranceMs, used, now: clock.now() })
      if (doubt !== undefined) return refused(doubt)
      if (inForm) return forwarded(given['body-mime'])
      return eventsOf([given['event-data']], (item) => eventOf(within(item)))
    },
  }
}

function readFields(body: Uint8Array): Fields | 'not_json' | 'wrong_shape' {
  const json = readJson(body)
  return json === undefined ? 'not_json' : (fieldsOf(json.value) ?? 'wrong_shape')
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const forwarded = (mail: unknown) =>
  typeof mail === 'string' && mail !== '' ? mailsOf(Buffer.from(mail, 'utf8')) : noEvents

/** By `reason`, or by a code of Mailgun's own. */
const ownLists = new Map<unknown, OwnList>([
  ['suppress-bounce', 'bounce'],
  ['suppress-complaint', 'complaint'],
  ['suppress-unsubscribe', 'unsubscribe'],
  [605, 'bounce'],
  [606, 'unsubscribe'],
  [607, 'complaint'],
])
/** By `reason`, of a failure that is permanent. Mailgun calls its own giving up after hours of trying so, too. */
const meanings = new Map<unknown, Meaning>([
  ['bounce', { permanent: true, kind: 'address', suppress: 'now' }],
  ['old', { permanent: true, kind: 'expired', suppress: 'soft' }],
  ['espblock', { permanent: true, kind: 'policy', suppress: 'no' }],
])
const unsaid: Meaning = { permanent: true, kind: 'other', suppress: 'soft' }
const refusedByMailgun: Meaning = { permanent: true, kind: 'other', suppress: 'no' }
const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

function eventOf(data: Fields): FeedbackEvent | undefined {
  const { event, severity, reason } = data
  const headers = within(within(data.message).headers)
  const about = {
    refs: refsOf(within(data['user-variables']).sillage, headers['message-id']),
    recipient: recipientOf(data.recipient),
    at: timeOfSeconds(data.timestamp),
    label: labelOf(event, severity, reason),
  }
  switch (event) {
    case 'failed':
    case 'rejected':
      return failed(data, about)
    case 'complained':
      return { ...about, type: 'complaint' }
    case 'unsubscribed':
      return { ...about, type: 'unsubscribe' }
    case 'delivered':
      return { ...about, type: 'delivered' }
    default:
      return undefined
  }
}

function failed(data: Fields, about: Omit<FeedbackEvent, 'type'> & { label: string | undefined }): FeedbackEvent {
  const { event, severity, reason } = data
  const status = within(data['delivery-status'])
  const { code } = status
  const text = textOf(status.message) ?? textOf(status.description)
  const list = ownLists.get(reason) ?? ownLists.get(code)
  if (list !== undefined) return { ...about, type: 'bounce', bounce: onOwnList(list, text ?? about.label) }
  const said = { status: status['enhanced-code'], code, text }
  if (event === 'rejected') return { ...about, type: 'bounce', bounce: failureOf({}, refusedByMailgun, about.label) }
  if (severity !== 'permanent')
    return { ...about, type: 'deferred', deferred: { error: failureOf(said, putOff, about.label).error } }
  return { ...about, type: 'bounce', bounce: failureOf(said, meanings.get(reason) ?? unsaid, about.label) }
}
