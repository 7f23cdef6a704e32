import { type Checks, checkOptions, refuse, secretText } from '../../domain/expect/index.ts'
import type { FeedbackEvent, ReportedFailure } from '../../domain/feedback.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { type BasicAuth, basicAuthCheck } from '../proof/basic-auth.ts'
import { doubtCredentials } from './credentials.ts'
import {
  failureOf,
  labelOf,
  listNamedBy,
  type Meaning,
  onOwnList,
  recipientOf,
  refsOf,
  timeOfMs,
} from './event-parts.ts'
import { textOf, within } from './fields.ts'
import { eventsOf, readItems, refused } from './readings.ts'

/** Options of `brevoFeedback`: one of the two, or none. */
export interface BrevoFeedbackOptions {
  /** The name and password in the URL that Brevo was given. Default: none is asked for. */
  basicAuth?: BasicAuth | undefined
  /** The bearer token that Brevo sends. Default: none is asked for. */
  token?: string | undefined
}

const checks: Checks<BrevoFeedbackOptions> = {
  basicAuth: basicAuthCheck,
  token: secretText('a token without blanks', (token) => /^\S+$/.test(token)),
}

/**
 * Brevo: its webhooks for transactional mail, one event at a time or batched. Brevo signs nothing, so what names no
 * mail of ours is left out. Throws `invalid_option`.
 */
export function brevoFeedback(options: BrevoFeedbackOptions = {}): FeedbackSource {
  const credentials = checkOptions('brevoFeedback', options, checks)
  if (credentials.basicAuth !== undefined && credentials.token !== undefined)
    refuse('token', 'either basicAuth or token', 'both')
  return {
    name: 'brevo',
    headers: (token) => [{ name: 'X-Mailin-custom', value: token }],
    async read(request) {
      const doubt = doubtCredentials(request, credentials)
      if (doubt !== undefined) return refused(doubt)
      return readItems(request.body, (items) => eventsOf(items, eventOf))
    },
  }
}

const dead: Meaning = { permanent: true, kind: 'address', suppress: 'now' }
const gaveUp: Meaning = { permanent: false, kind: 'other', suppress: 'soft' }
const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

function eventOf(item: unknown): FeedbackEvent | undefined {
  const { event, reason: text, ...fields } = within(item)
  const label = labelOf(event)
  const about = {
    refs: refsOf(fields['X-Mailin-custom'], fields['message-id']),
    recipient: recipientOf(fields.email),
    // The other times are in the account's own zone.
    at: timeOfMs(fields.ts_epoch),
    label,
  }
  switch (event) {
    case 'hard_bounce':
    case 'invalid_email':
      return { ...about, type: 'bounce', bounce: failureOf({ text }, dead, label) }
    case 'soft_bounce':
      return { ...about, type: 'bounce', bounce: failureOf({ text }, gaveUp, label) }
    case 'blocked':
      return { ...about, type: 'bounce', bounce: blocked(textOf(text), label) }
    case 'deferred':
      return { ...about, type: 'deferred', deferred: { error: failureOf({ text }, putOff, label).error } }
    case 'spam':
    case 'complaint':
      return { ...about, type: 'complaint' }
    case 'unsubscribe':
    case 'unsubscribed':
      return { ...about, type: 'unsubscribe' }
    case 'delivered':
      return { ...about, type: 'delivered' }
    default:
      return undefined
  }
}

/** Brevo has one list for all that it does not mail any more; where a server is quoted, that one refused. */
const blocked = (text: string | undefined, label: string | undefined): ReportedFailure =>
  /^[45]\d\d\b/.test(text ?? '') ? failureOf({ text }, gaveUp, label) : onOwnList(listNamedBy(text), text ?? label)
