import { type Checks, checkOptions } from '../../domain/expect/index.ts'
import type { FeedbackEvent, ReportedFailure } from '../../domain/feedback.ts'
import type { FeedbackSource } from '../../domain/feedback-source.ts'
import { type BasicAuth, basicAuthCheck } from '../proof/basic-auth.ts'
import { doubtCredentials } from './credentials.ts'
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
import { type Fields, lineOf, within } from './fields.ts'
import { eventsOf, readItems, refused } from './readings.ts'

/** Options of `mailjetFeedback`. */
export interface MailjetFeedbackOptions {
  /** The name and password in the URL that Mailjet was given. Default: none is asked for. */
  basicAuth?: BasicAuth | undefined
}

const checks: Checks<MailjetFeedbackOptions> = { basicAuth: basicAuthCheck }

/**
 * Mailjet: its Event API, one event at a time or grouped. Mailjet signs nothing, so what names no mail of ours by its
 * token is left out. Throws `invalid_option`.
 */
export function mailjetFeedback(options: MailjetFeedbackOptions = {}): FeedbackSource {
  const credentials = checkOptions('mailjetFeedback', options, checks)
  return {
    name: 'mailjet',
    headers: (token) => [{ name: 'X-MJ-CustomID', value: token }],
    async read(request) {
      const doubt = doubtCredentials(request, credentials)
      if (doubt !== undefined) return refused(doubt)
      return readItems(request.body, (items) => eventsOf(items, (item) => eventOf(within(item))))
    },
  }
}

const dead: Meaning = { permanent: true, kind: 'address', suppress: 'now' }
const ourContent: Meaning = { permanent: true, kind: 'content', suppress: 'no' }
const ourName: Meaning = { permanent: true, kind: 'policy', suppress: 'no' }
const unsaid: Meaning = { permanent: false, kind: 'other', suppress: 'soft' }
const network: Meaning = { permanent: false, kind: 'connection', suppress: 'soft' }

/** By `error`: what Mailjet itself calls a failure. */
const meanings = new Map<unknown, Meaning>([
  ['user unknown', dead],
  ['mailbox inactive', dead],
  ['invalid domain', dead],
  ['no mail host', dead],
  ['typofix', dead],
  ['quota exceeded', { permanent: false, kind: 'mailbox', suppress: 'soft' }],
  ['relay/access denied', ourName],
  ['sender blocked', ourName],
  ['policy issue', ourName],
  ['content blocked', ourContent],
  ['bad or empty template', ourContent],
  ['error in template language', ourContent],
  ['system issue', network],
  ['protocol issue', network],
  ['connection issue', network],
])
const ownLists = new Map<unknown, OwnList>([
  ['preblocked', 'bounce'],
  ['blacklisted', 'bounce'],
  ['spam reporter', 'complaint'],
])
/** What Mailjet blocks for another cause than the address. */
const notTheAddress = new Set<unknown>(['spam', 'content', 'system'])

function eventOf(item: Fields): FeedbackEvent | undefined {
  const { event, error, source } = item
  const label = labelOf(event, error ?? source)
  const token = lineOf(item.CustomID) ?? lineOf(item.Payload)
  const about = { refs: refsOf(token), recipient: recipientOf(item.email), at: timeOfSeconds(item.time), label }
  switch (event) {
    case 'bounce':
      return error === 'greylisted' ? putOff(about) : { ...about, type: 'bounce', bounce: bounced(item, label) }
    case 'blocked':
      return { ...about, type: 'bounce', bounce: blocked(item, label) }
    case 'spam':
      return { ...about, type: 'complaint' }
    case 'unsub':
      return { ...about, type: 'unsubscribe' }
    case 'sent':
      return { ...about, type: 'delivered' }
    default:
      return undefined
  }
}

/** Mailjet goes on trying. */
const putOff = (about: Omit<FeedbackEvent, 'type'>): FeedbackEvent => ({
  ...about,
  type: 'deferred',
  deferred: { error: { kind: 'greylist', message: 'greylisted' } },
})

function bounced({ error, hard_bounce: isHard, comment }: Fields, label: string | undefined): ReportedFailure {
  const list = ownLists.get(error)
  if (list !== undefined) return onOwnList(list, lineOf(comment) ?? label)
  const meaning: Meaning = meanings.get(error) ?? unsaid
  return failureOf({ text: comment }, isHard === true ? (meanings.get(error) ?? dead) : softened(meaning), label)
}

/** The same of a bounce that Mailjet does not call hard. */
const softened = (meaning: Meaning): Meaning => ({ ...meaning, permanent: false })

function blocked({ error, error_related_to: relatedTo, comment }: Fields, label: string | undefined): ReportedFailure {
  const words = lineOf(comment) ?? label
  const list = ownLists.get(error)
  if (list !== undefined) return onOwnList(list, words)
  const isOther = notTheAddress.has(relatedTo) || error === 'duplicate in campaign'
  if (isOther) return failureOf({}, { ...(meanings.get(error) ?? ourName), suppress: 'no' }, words)
  return failureOf({ text: comment }, meanings.get(error) ?? unsaid, label)
}
