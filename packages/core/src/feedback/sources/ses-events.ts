import type { FeedbackEvent } from '../../domain/feedback.ts'
import { failureOf, labelOf, type Meaning, onOwnList, recipientOf, refsOf, timeOfText } from './event-parts.ts'
import { type Fields, headerOf, lineOf, listOf, within } from './fields.ts'
import { sesFailure } from './ses-labels.ts'

/** What a person says of a mail; `auth-failure` is a machine's report, and by `not-spam` somebody took a mail back. */
const noComplaints = new Set(['auth-failure', 'not-spam'])
const putOff: Meaning = { permanent: false, kind: 'other', suppress: 'no' }

/**
 * The events of one notification of Amazon SES, one for each recipient. `kind` is its own word: `eventType` in event
 * publishing, `notificationType` in feedback notifications; what is in them is alike. `byProviderId`: the name that SES
 * gave the mail is one of ours, too.
 */
export function sesEvents(kind: unknown, notification: Fields, byProviderId = false): readonly FeedbackEvent[] {
  const mail = within(notification.mail)
  const providerId = byProviderId ? lineOf(mail.messageId) : undefined
  const refs = { ...refsOfMail(mail), ...(providerId === undefined ? {} : { providerId }) }
  switch (kind) {
    case 'Bounce':
      return bounces(within(notification.bounce), refs)
    case 'Complaint':
      return complaints(within(notification.complaint), refs)
    case 'Delivery': {
      const { recipients, timestamp } = within(notification.delivery)
      const at = timeOfText(timestamp)
      return listOf(recipients).map((one) => ({ type: 'delivered', refs, recipient: recipientOf(one), at }))
    }
    case 'DeliveryDelay':
      return delays(within(notification.deliveryDelay), refs)
    case 'Reject':
      return [rejected(within(notification.reject), mail, refs)]
    case 'Subscription':
      return subscriptions(within(notification.subscription), mail, refs)
    default:
      return []
  }
}

type Refs = FeedbackEvent['refs']

function refsOfMail(mail: Fields): Refs {
  const { headers, tags, commonHeaders } = mail
  const token = headerOf(headers, 'x-sillage-message') ?? listOf(within(tags).sillage)[0]
  return refsOf(token, headerOf(headers, 'message-id') ?? within(commonHeaders).messageId)
}

function bounces(bounce: Fields, refs: Refs): FeedbackEvent[] {
  const { bounceType: type, bounceSubType: subType } = bounce
  return listOf(bounce.bouncedRecipients).map((one) => {
    const { emailAddress, status, diagnosticCode: text } = within(one)
    return {
      type: 'bounce',
      refs,
      recipient: recipientOf(emailAddress),
      at: timeOfText(bounce.timestamp),
      label: labelOf(type, subType),
      bounce: sesFailure({ type, subType }, { status, text }),
    }
  })
}

function complaints(complaint: Fields, refs: Refs): FeedbackEvent[] {
  const { complaintSubType: list, complaintFeedbackType, timestamp, complainedRecipients } = complaint
  const feedbackType = lineOf(complaintFeedbackType)
  if (feedbackType !== undefined && noComplaints.has(feedbackType)) return []
  return listOf(complainedRecipients).map((one) => {
    const about = { refs, recipient: recipientOf(within(one).emailAddress), at: timeOfText(timestamp) }
    const label = labelOf('Complaint', list, feedbackType)
    return list === 'OnAccountSuppressionList'
      ? { ...about, type: 'bounce', label, bounce: onOwnList('complaint', label) }
      : { ...about, type: 'complaint', label, complaint: { feedbackType } }
  })
}

function delays({ delayType, timestamp, delayedRecipients }: Fields, refs: Refs): FeedbackEvent[] {
  const label = labelOf('DeliveryDelay', delayType)
  return listOf(delayedRecipients).map((one) => {
    const { emailAddress, status, diagnosticCode: text } = within(one)
    const { error } = failureOf({ status, text }, putOff, label)
    const recipient = recipientOf(emailAddress)
    return { type: 'deferred', refs, recipient, at: timeOfText(timestamp), label, deferred: { error } }
  })
}

/** SES found a virus and sent nothing. */
function rejected({ reason }: Fields, mail: Fields, refs: Refs): FeedbackEvent {
  const label = labelOf('Reject', reason)
  const bounce = failureOf({}, { permanent: true, kind: 'content', suppress: 'no' }, label)
  return { type: 'bounce', refs, recipient: onlyOne(mail), at: timeOfText(mail.timestamp), label, bounce }
}

/** A recipient used the page or the link of the lists that SES manages itself. */
function subscriptions(subscription: Fields, mail: Fields, refs: Refs): FeedbackEvent[] {
  const after = within(subscription.newTopicPreferences)
  const before = within(subscription.oldTopicPreferences)
  const about = { refs, recipient: onlyOne(mail), at: timeOfText(subscription.timestamp) }
  const label = labelOf('Subscription', subscription.source)
  if (after.unsubscribeAll === true) return [{ ...about, type: 'unsubscribe', label, unsubscribe: { all: true } }]
  const left = leftTopics(before)
  const now = leftTopics(after)
  if (now.some((topic) => !left.includes(topic))) return [{ ...about, type: 'unsubscribe', label }]
  return before.unsubscribeAll === true || left.length > now.length ? [{ ...about, type: 'resubscribe', label }] : []
}

const leftTopics = ({ topicSubscriptionStatus }: Fields): readonly unknown[] =>
  listOf(topicSubscriptionStatus).flatMap((topic) => {
    const { topicName, subscriptionStatus } = within(topic)
    return subscriptionStatus === 'OptOut' ? [topicName] : []
  })

function onlyOne({ destination }: Fields): string | undefined {
  const recipients = listOf(destination)
  return recipients.length === 1 ? recipientOf(recipients[0]) : undefined
}
