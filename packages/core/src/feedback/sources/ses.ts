import {
  type Checks,
  checkOptions,
  flag,
  list,
  object,
  refuse,
  required,
  secretText,
  text,
} from '../../domain/expect/index.ts'
import type { FeedbackDeps, FeedbackReading, FeedbackSource } from '../../domain/feedback-source.ts'
import { boundedFetch } from '../proof/bounded-fetch.ts'
import { sameSecret } from '../proof/same-secret.ts'
import { createSnsCertificates, type SnsCertificates } from '../proof/sns-certificates.ts'
import { isSignedBy, type SnsEnvelope } from '../proof/sns-signature.ts'
import { isTimely } from '../proof/timely.ts'
import { confirmUrl, isCertificateUrl, type TopicArn, topicArn } from '../proof/topic-arn.ts'
import { type Fields, fieldsOf } from './fields.ts'
import { readJson } from './read-json.ts'
import { eventsOf, mailsOf, noEvents, refused } from './readings.ts'
import { sesEvents } from './ses-events.ts'
import { readEnvelope } from './sns-envelope.ts'

/** Options of `sesFeedback`. */
export interface SesFeedbackOptions {
  /**
   * The topics of Amazon SNS that are listened to, as ARNs. Their subscriptions confirm themselves; every other topic
   * is refused, because a signature says only that it is some topic of somebody's. May be empty with `eventBridge`.
   */
  topicArns: readonly string[]
  /** Sent with each mail, so that its events are published. Default: the one that SES has for the sender's address. */
  configurationSet?: string | undefined
  /**
   * The header and the key that an API destination of EventBridge was given. Default: its events are refused. The key
   * has at least 22 characters.
   */
  eventBridge?: { header: string; key: string } | undefined
  /**
   * For feedback notifications without the original headers: stores the name that SES gives each mail, in one row for
   * each, for 30 days. Default false: what names our mail only so is left out.
   */
  byProviderId?: boolean | undefined
}

const checks: Checks<SesFeedbackOptions> = {
  topicArns: required(list(text('the ARN of a topic of SNS', (arn) => topicArn(arn) !== undefined))),
  configurationSet: text('the name of a configuration set', (name) => /^[\w-]{1,64}$/.test(name)),
  eventBridge: object<NonNullable<SesFeedbackOptions['eventBridge']>>({
    header: required(text('the name of a header', (name) => /^[\w-]{1,100}$/.test(name))),
    key: required(secretText('a key of at least 22 characters', (key) => key.length >= 22)),
  }),
  byProviderId: flag,
}

/** SNS tries for an hour. */
const toleranceMs = 3_600_000
/** SNS tries again; a refusal would be final, and the event lost. */
const later: FeedbackReading = { kind: 'answer', status: 503, headers: { 'retry-after': '20' }, body: '' }

/**
 * Amazon SES, by SNS (event publishing and feedback notifications) or by EventBridge; mails that it received and passes
 * on by SNS are read as mails. Verifies both versions of SNS's signature. Asks nothing but SNS of the topic's region:
 * for its certificate, and to confirm a subscription. Feedback notifications name our mail only where the original
 * headers are included, or with `byProviderId`. Throws `invalid_option`.
 */
export function sesFeedback(options: SesFeedbackOptions): FeedbackSource {
  const {
    topicArns,
    configurationSet,
    eventBridge,
    byProviderId = false,
  } = checkOptions('sesFeedback', options, checks)
  if (topicArns.length === 0 && eventBridge === undefined) refuse('topicArns', 'at least one topic', 'none')
  const topics = new Map(topicArns.flatMap((arn) => topicArn(arn) ?? []).map((topic) => [topic.arn, topic]))
  const certificates = createSnsCertificates()

  return {
    name: 'ses',
    needsProviderId: byProviderId,
    headers: (token) => [
      { name: 'X-SES-MESSAGE-TAGS', value: `sillage=${token}` },
      ...(configurationSet === undefined ? [] : [{ name: 'X-SES-CONFIGURATION-SET', value: configurationSet }]),
    ],
    async read({ body, headers }, deps) {
      const json = readJson(body)
      if (json === undefined) return refused('not_json')
      const fields = fieldsOf(json.value)
      if (fields === undefined) return refused('wrong_shape')
      if ('detail-type' in fields) {
        const given = eventBridge === undefined ? '' : (headers[eventBridge.header.toLowerCase()] ?? '')
        return sameSecret(given, eventBridge?.key ?? '') && eventBridge !== undefined
          ? ofEventBridge(fields, byProviderId)
          : refused('wrong_credentials')
      }
      const envelope = readEnvelope(fields)
      if (typeof envelope === 'string') return refused(envelope)
      const topic = topics.get(envelope.TopicArn)
      if (topic === undefined) return refused('unknown_topic')
      const doubt = await doubtSns(envelope, topic, certificates, deps)
      return doubt ?? (await ofSns(envelope, topic, deps, byProviderId))
    },
  }
}

/** What to answer where SNS did not sign it, or where that cannot be found out now. */
async function doubtSns(
  envelope: SnsEnvelope,
  topic: TopicArn,
  certificates: SnsCertificates,
  deps: FeedbackDeps,
): Promise<FeedbackReading | undefined> {
  // Written so that a time that cannot be read is untimely, too.
  if (!isTimely(Date.parse(envelope.Timestamp), deps.clock.now(), toleranceMs)) return refused('too_old')
  if (!isCertificateUrl(envelope.SigningCertURL, topic)) return refused('bad_certificate')
  const key = await certificates.key(envelope.SigningCertURL, deps)
  if (key === 'unreachable') return later
  if (key === 'refused') return refused('bad_certificate')
  return isSignedBy(envelope, key) ? undefined : refused('bad_signature')
}

async function ofSns(
  envelope: SnsEnvelope,
  topic: TopicArn,
  deps: FeedbackDeps,
  byProviderId: boolean,
): Promise<FeedbackReading> {
  if (envelope.Type === 'SubscriptionConfirmation') {
    const answer = await boundedFetch(confirmUrl(topic, envelope.Token ?? ''), deps)
    return answer.kind === 'unreachable' ? later : noEvents
  }
  if (envelope.Type === 'UnsubscribeConfirmation') return noEvents
  // SES also sends a sentence, when a topic is chosen.
  const notification = fieldsOf(readJson(Buffer.from(envelope.Message))?.value)
  if (notification === undefined) return noEvents
  const mail = receivedMail(notification)
  return mail === undefined ? ofNotification(notification, byProviderId) : mailsOf(mail)
}

const ofNotification = (notification: Fields, byProviderId: boolean): FeedbackReading =>
  eventsOf([notification], () =>
    sesEvents(notification.eventType ?? notification.notificationType, notification, byProviderId),
  )

const kinds = new Map<unknown, string>([
  ['Email Bounced', 'Bounce'],
  ['Email Complaint Received', 'Complaint'],
  ['Email Delivered', 'Delivery'],
  ['Email Delivery Delayed', 'DeliveryDelay'],
  ['Email Rejected', 'Reject'],
  ['Email Subscribed', 'Subscription'],
])

function ofEventBridge(event: Fields, byProviderId: boolean): FeedbackReading {
  const detail = fieldsOf(event.detail)
  if (detail === undefined) return refused('wrong_shape')
  return eventsOf([detail], () => sesEvents(detail.eventType ?? kinds.get(event['detail-type']), detail, byProviderId))
}

/** A mail that SES received, as it is or in base64; undefined in all other notifications. */
function receivedMail({ notificationType, content }: Fields): Uint8Array | undefined {
  if (notificationType !== 'Received' || typeof content !== 'string' || content === '') return undefined
  // The headers of a mail have colons, base64 has none.
  return Buffer.from(content, content.includes(':') ? 'utf8' : 'base64')
}
