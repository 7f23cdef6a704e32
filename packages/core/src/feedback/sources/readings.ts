import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { FeedbackReading } from '../../domain/feedback-source.ts'
import type { Doubt } from '../proof/doubt.ts'
import { readJson } from './read-json.ts'

/** Why a request was not read: a closed list, for logs and metrics. */
type Refusal =
  | Doubt
  | 'not_json'
  /** JSON of another shape than this provider's, or a body that is no mail. */
  | 'wrong_shape'
  | 'too_many_events'
  | 'unknown_topic'
  | 'bad_certificate'

const statusOf: Partial<Record<Refusal, 400 | 403 | 413>> = {
  not_json: 400,
  wrong_shape: 400,
  too_many_events: 413,
  unknown_topic: 403,
}

/** A proof that fails is 401. */
export const refused = (why: Refusal): FeedbackReading => ({ kind: 'refused', status: statusOf[why] ?? 401, why })

/** As many as are recorded by one call. */
const mostEvents = 1000

/** What is understood of a list, each by itself: what is wrong with one keeps none of the others back. */
export function eventsOf(
  items: readonly unknown[],
  read: (item: unknown) => readonly FeedbackEvent[] | FeedbackEvent | undefined,
): FeedbackReading {
  if (items.length > mostEvents) return refused('too_many_events')
  const events = items.flatMap((item) => read(item) ?? []).filter(namesAMail)
  return events.length > mostEvents ? refused('too_many_events') : { kind: 'events', events }
}

/** Others may send by the same account, and what a provider sends to try a webhook is about no mail at all. */
const namesAMail = ({ refs: { token, rfcMessageId, providerId } }: FeedbackEvent): boolean =>
  token !== undefined || rfcMessageId !== undefined || providerId !== undefined

export const noEvents: FeedbackReading = { kind: 'events', events: [] }

export const mailsOf = (...mails: readonly Uint8Array[]): FeedbackReading => ({ kind: 'mails', mails })

/** What `read` makes of a JSON body: a list as it is, one object as a list of it. */
export function readItems(body: Uint8Array, read: (items: readonly unknown[]) => FeedbackReading): FeedbackReading {
  const json = readJson(body)
  if (json === undefined) return refused('not_json')
  const { value } = json
  if (typeof value !== 'object' || value === null) return refused('wrong_shape')
  return read(Array.isArray(value) ? value : [value])
}
