import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FeedbackEvent, feedbackTypes } from '../../domain/feedback.ts'
import type { FeedbackRequest, FeedbackSource } from '../../domain/feedback-source.ts'
import { ask, requestOf, testSeconds } from './ask-for-tests.ts'
import { brevoFeedback } from './brevo.ts'
import { mailgunFeedback } from './mailgun.ts'
import { mailjetFeedback } from './mailjet.ts'
import { postmarkFeedback } from './postmark.ts'
import { rawMail } from './raw-mail.ts'
import { resendFeedback } from './resend.ts'
import { sendgridFeedback } from './sendgrid.ts'
import { sesFeedback } from './ses.ts'

interface Case {
  name: string
  source: FeedbackSource
  /** Bodies that are understood, before something in them is replaced. */
  bodies: readonly object[]
  /** Signs a body, where that is done. */
  send(body: unknown): FeedbackRequest
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const secret = Buffer.alloc(24, 1)
const key = 'a key of twenty-two and more'
const token = 'token1'
const at = '2026-11-25T09:46:40.000Z'
const who = 'ada@example.org'
const reply = 'smtp; 550 5.1.1 no such user'
const mail = { timestamp: at, destination: [who], headers: [{ name: 'X-Sillage-Message', value: token }] }
const preferences = { topicSubscriptionStatus: [{ topicName: 'n', subscriptionStatus: 'OptOut' }] }
const recipients = [{ emailAddress: who, status: '5.1.1', diagnosticCode: reply }]
const sesEvents = [
  {
    eventType: 'Bounce',
    mail,
    bounce: { bounceType: 'Transient', bounceSubType: 'General', bouncedRecipients: recipients },
  },
  { eventType: 'Complaint', mail, complaint: { complaintFeedbackType: 'abuse', complainedRecipients: recipients } },
  { eventType: 'DeliveryDelay', mail, deliveryDelay: { delayType: 'General', delayedRecipients: recipients } },
  { eventType: 'Delivery', mail, delivery: { timestamp: at, recipients: [who] } },
  { eventType: 'Reject', mail, reject: { reason: 'Bad content' } },
  { eventType: 'Subscription', mail, subscription: { timestamp: at, source: 'x', newTopicPreferences: preferences } },
]
const arn = 'arn:aws:sns:eu-west-3:111122223333:n'

const cases: Case[] = [
  {
    name: 'brevo',
    source: brevoFeedback(),
    bodies: ['hard_bounce', 'blocked', 'deferred', 'spam'].map((event) => ({
      event,
      email: who,
      'X-Mailin-custom': token,
      'message-id': '<m@x.example>',
      ts_epoch: 1_795_600_000_000,
      reason: reply,
    })),
    send: requestOf,
  },
  {
    name: 'mailjet',
    source: mailjetFeedback(),
    bodies: [
      {
        event: 'bounce',
        time: 1,
        CustomID: token,
        email: who,
        hard_bounce: true,
        error: 'user unknown',
        comment: reply,
      },
      { event: 'blocked', CustomID: token, error_related_to: 'spam', error: 'sender blocked', comment: reply },
      [{ event: 'spam', CustomID: '', Payload: token, source: 'JMRPP' }],
    ],
    send: requestOf,
  },
  {
    name: 'postmark',
    source: postmarkFeedback(),
    bodies: [
      ...['HardBounce', 'Transient', 'SMTPApiError'].map((Type) => ({
        RecordType: 'Bounce',
        Type,
        Metadata: { sillage: token },
        Email: who,
        BouncedAt: at,
        Details: reply,
        Inactive: true,
      })),
      { RecordType: 'SubscriptionChange', Metadata: { sillage: token }, SuppressSending: true, ChangedAt: at },
      { RawEmail: 'Subject: x\n\nbody' },
    ],
    send: requestOf,
  },
  { name: 'rawMail', source: rawMail(), bodies: [{ Subject: 'x' }], send: requestOf },
  {
    name: 'ses by SNS',
    source: sesFeedback({ topicArns: [arn] }),
    bodies: [
      {
        Type: 'Notification',
        MessageId: 'm',
        TopicArn: arn,
        Message: JSON.stringify(sesEvents[0]),
        Timestamp: at,
        SignatureVersion: '2',
        Signature: 'x',
        SigningCertURL: 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-01ab.pem',
      },
    ],
    send: requestOf,
  },
  {
    name: 'ses by EventBridge',
    source: sesFeedback({ topicArns: [], eventBridge: { header: 'k', key } }),
    bodies: sesEvents,
    send: (detail) => requestOf({ 'detail-type': 'Email Bounced', detail }, { k: key }),
  },
  {
    name: 'mailgun',
    source: mailgunFeedback({ signingKey: 'k' }),
    bodies: ['failed', 'rejected', 'complained'].map((event) => ({
      event,
      severity: 'permanent',
      reason: 'bounce',
      timestamp: 1_795_600_000.25,
      recipient: who,
      message: { headers: { 'message-id': 'm@x.example' } },
      'user-variables': { sillage: token },
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: reply },
    })),
    send(data) {
      const text = JSON.stringify(data)
      const once = createHmac('sha256', 'any').update(text).digest('hex')
      const signature = createHmac('sha256', 'k')
        .update(testSeconds + once)
        .digest('hex')
      return requestOf(
        `{"signature":{"timestamp":"${testSeconds}","token":"${once}","signature":"${signature}"},"event-data":${text}}`,
      )
    },
  },
  {
    name: 'sendgrid',
    source: sendgridFeedback({ publicKey: ec.publicKey.export({ type: 'spki', format: 'pem' }).toString() }),
    bodies: [
      [
        { event: 'bounce', type: 'blocked', sillage: token, email: who, timestamp: 1, reason: reply, status: '5.1.1' },
        { event: 'dropped', sillage: token, reason: 'Spam Content', bounce_classification: 'Content' },
        { event: 'deferred', sillage: token, 'smtp-id': '<m@x.example>', response: reply },
      ],
    ],
    send(items) {
      const body = Buffer.from(JSON.stringify(items))
      const signature = sign('sha256', Buffer.concat([Buffer.from('1'), body]), ec.privateKey).toString('base64')
      const header = 'x-twilio-email-event-webhook'
      return requestOf(body, { [`${header}-timestamp`]: '1', [`${header}-signature`]: signature })
    },
  },
  {
    name: 'resend',
    source: resendFeedback({ secret: secret.toString('base64') }),
    bodies: ['email.bounced', 'email.suppressed', 'email.delivery_delayed'].map((type) => ({
      type,
      created_at: at,
      data: {
        ...mail,
        to: [who],
        bounce: { type: 'Permanent', subType: 'General', message: reply, diagnosticCode: [reply] },
      },
    })),
    send(item) {
      const body = JSON.stringify(item)
      const mac = createHmac('sha256', secret).update(`i.${testSeconds}.${body}`).digest('base64')
      return requestOf(body, { 'svix-id': 'i', 'svix-timestamp': testSeconds, 'svix-signature': `v1,${mac}` })
    },
  },
]

const anyText = fc.oneof(
  fc.constantFrom(
    ...'toString __proto__ constructor 5.1.1 4.2.2 2026-02-31T99:99:99Z 99999999999 Permanent 0'.split(' '),
  ),
  fc.constantFrom(
    'x'.repeat(5000),
    `smtp; ${'5'.repeat(3000)}`,
    '\ud83d\ude00'.repeat(600),
    `${'ab\u0000\ud800'.repeat(99)}`,
  ),
  fc.string({ unit: fc.constantFrom('\u0000', '\ud800', '\udc00', '\n', '<', '@', 'a.b', '550 5.1.1 ', ';', 'é') }),
)
const anyValue = fc.oneof(
  anyText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 605, 550, 1e308, 2 ** 53, 1_795_600_000, [], {}, [[null]]),
  fc.constantFrom<unknown>({ toString: 1, valueOf: 1 }, JSON.parse('{"__proto__":{"event":"spam"}}'), [{ name: 1 }]),
)
const edits = fc.array(fc.tuple(fc.nat(200), anyValue), { minLength: 1, maxLength: 4 })

/** The same with something else in some place of it, or in place of all. */
function edited(body: object, changes: readonly [number, unknown][]): unknown {
  const copy = { body: structuredClone(body) as unknown }
  for (const [pick, value] of changes) {
    const places: [Record<string, unknown>, string][] = []
    const visit = (parent: object) => {
      for (const [name, child] of Object.entries(parent)) {
        places.push([parent as Record<string, unknown>, name])
        if (typeof child === 'object' && child !== null) visit(child)
      }
    }
    visit(copy)
    const [parent, name] = places[pick % places.length]!
    parent[name] = structuredClone(value)
  }
  return copy.body
}

/** True of an event that any store and any log takes. */
function isFit(event: FeedbackEvent): boolean {
  const words = event.type === 'bounce' ? event.bounce.error.message : 'none'
  return (
    feedbackTypes.includes(event.type) &&
    (event.refs.token ?? event.refs.rfcMessageId ?? '') !== '' &&
    (event.label?.length ?? 0) <= 200 &&
    (event.at === undefined || new Date(event.at).toISOString() === event.at) &&
    !/\\u(?:00|d[89a-f])/.test(JSON.stringify(event)) &&
    words !== '' &&
    words.length <= 500
  )
}

it.each(cases)('$name: whatever is in a body, it neither throws nor says what cannot be stored', async (one) => {
  let understood = 0
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...one.bodies), edits, async (body, changes) => {
      const reading = await ask(one.source, one.send(edited(body, changes)))
      if (reading.kind !== 'events') return
      understood += reading.events.length
      expect(reading.events.filter((event) => !isFit(event))).toEqual([])
    }),
    { numRuns: 1000 },
  )
  // Without a signature nothing is believed, and mails are no events.
  if (one.name !== 'ses by SNS' && one.name !== 'rawMail') expect(understood).toBeGreaterThan(50)
})

it.each(cases)('$name: whatever bytes and headers it is sent, it answers', async (one) => {
  const good = one.send(one.bodies[0])
  const header = fc.constantFrom('content-type', 'authorization', 'webhook-id', ...Object.keys(good.headers))
  const forms = fc.constantFrom('application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain')
  const headers = fc.dictionary(header, fc.oneof(anyText, forms, fc.constantFrom('Basic %', 'Bearer ')))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), headers, fc.boolean(), async (bytes, given, replaces) => {
      const reading = await ask(one.source, requestOf(replaces ? bytes : good.body, { ...good.headers, ...given }))
      expect(['events', 'mails', 'refused', 'answer']).toContain(reading.kind)
    }),
    { numRuns: 1000 },
  )
})
