import { type Checks, checkOptions } from '../../domain/expect/index.ts'
import type { FeedbackEvent } from '../../domain/feedback.ts'
import type { FeedbackReading, FeedbackSource } from '../../domain/feedback-source.ts'
import { type BasicAuth, basicAuthCheck } from '../proof/basic-auth.ts'
import { doubtCredentials } from './credentials.ts'
import { failureOf, labelOf, type Meaning, onOwnList, recipientOf, refsOf, timeOfText } from './event-parts.ts'
import { type Fields, textOf, within } from './fields.ts'
import { eventsOf, mailsOf, readItems, refused } from './readings.ts'

/** Options of `postmarkFeedback`. */
export interface PostmarkFeedbackOptions {
  /** The name and password in the URL that Postmark was given. Default: none is asked for. */
  basicAuth?: BasicAuth | undefined
}

const checks: Checks<PostmarkFeedbackOptions> = { basicAuth: basicAuthCheck }

/**
 * Postmark: its webhooks for bounces, spam complaints, deliveries and subscription changes, and its inbound webhook
 * where that includes the raw mail. Postmark signs nothing, so what names no mail of ours by its token is left out.
 * Throws `invalid_option`.
 */
export function postmarkFeedback(options: PostmarkFeedbackOptions = {}): FeedbackSource {
  const credentials = checkOptions('postmarkFeedback', options, checks)
  return {
    name: 'postmark',
    headers: (token) => [{ name: 'X-PM-Metadata-sillage', value: token }],
    async read(request) {
      const doubt = doubtCredentials(request, credentials)
      if (doubt !== undefined) return refused(doubt)
      return readItems(request.body, (items) => inboundMail(items) ?? eventsOf(items, (item) => eventOf(within(item))))
    },
  }
}

/** Inbound mails come without a record type, one at a time. */
function inboundMail(items: readonly unknown[]): FeedbackReading | undefined {
  const { RecordType, RawEmail } = within(items[0])
  if (RecordType !== undefined || typeof RawEmail !== 'string' || RawEmail === '') return undefined
  return mailsOf(Buffer.from(RawEmail, 'utf8'))
}

function eventOf(item: Fields): FeedbackEvent | undefined {
  const refs = refsOf(within(item.Metadata).sillage)
  const label = labelOf(item.RecordType, item.Type ?? item.SuppressionReason)
  switch (item.RecordType) {
    case 'Bounce':
      return bounced(item, { refs, label })
    case 'SpamComplaint':
      return { type: 'complaint', refs, label, recipient: recipientOf(item.Email), at: timeOfText(item.BouncedAt) }
    case 'Delivery':
      return { type: 'delivered', refs, recipient: recipientOf(item.Recipient), at: timeOfText(item.DeliveredAt) }
    case 'SubscriptionChange':
      return subscriptionChanged(item, { refs, label })
    default:
      return undefined
  }
}

type About = Pick<FeedbackEvent, 'refs' | 'label'>

/** For a bounce and a complaint Postmark says it once more, as a change of the subscription. */
function subscriptionChanged(item: Fields, rest: About): FeedbackEvent | undefined {
  const about = { ...rest, recipient: recipientOf(item.Recipient), at: timeOfText(item.ChangedAt) }
  if (item.SuppressSending === false) return { ...about, type: 'resubscribe' }
  if (item.SuppressSending !== true || item.SuppressionReason !== 'ManualSuppression') return undefined
  return { ...about, type: 'unsubscribe' }
}

/** What a bounce is by its type. Those that are not here are no bounces. */
const meanings = new Map<unknown, Meaning>([
  ['HardBounce', { permanent: true, kind: 'address', suppress: 'now' }],
  ['BadEmailAddress', { permanent: true, kind: 'address', suppress: 'now' }],
  ['SoftBounce', { permanent: false, kind: 'other', suppress: 'soft' }],
  ['DnsError', { permanent: false, kind: 'connection', suppress: 'soft' }],
  ['Unknown', { permanent: false, kind: 'other', suppress: 'soft' }],
  ['Blocked', { permanent: true, kind: 'policy', suppress: 'no' }],
  ['DMARCPolicy', { permanent: true, kind: 'policy', suppress: 'no' }],
  ['SpamNotification', { permanent: true, kind: 'content', suppress: 'no' }],
  ['VirusNotification', { permanent: true, kind: 'content', suppress: 'no' }],
  ['SMTPApiError', { permanent: true, kind: 'other', suppress: 'no' }],
])
const autoReplies = new Set<unknown>(['AutoResponder', 'AddressChange', 'ChallengeVerification'])
const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

function bounced(item: Fields, rest: About): FeedbackEvent | undefined {
  const { Type, Details } = item
  const about = { ...rest, recipient: recipientOf(item.Email), at: timeOfText(item.BouncedAt) }
  if (autoReplies.has(Type)) return { ...about, type: 'autoreply' }
  if (Type === 'Transient')
    return { ...about, type: 'deferred', deferred: { error: failureOf({ text: Details }, putOff, rest.label).error } }
  if (Type === 'Unsubscribe') return { ...about, type: 'unsubscribe' }
  if (isOnOwnList(item)) return { ...about, type: 'bounce', bounce: onOwnList('bounce', textOf(Details) ?? rest.label) }
  const meaning = meanings.get(Type)
  if (meaning === undefined) return undefined
  return { ...about, type: 'bounce', bounce: failureOf({ text: Details }, meaning, rest.label) }
}

/** `Inactive` is also said of an address that was tried just now, and bounced. */
const isOnOwnList = ({ Type, Inactive, Details }: Fields): boolean =>
  Type === 'ManuallyDeactivated' ||
  (Type === 'SMTPApiError' && (Inactive === true || /\binactive\b/i.test(textOf(Details) ?? '')))
