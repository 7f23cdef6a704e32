import { sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { selfSigned } from '../proof/certificate-for-tests.ts'
import { type SnsEnvelope, signedText } from '../proof/sns-signature.ts'
import { ask, requestOf, testNow } from './ask-for-tests.ts'
import { sesFeedback } from './ses.ts'

const hour = 3_600_000
const TopicArn = 'arn:aws:sns:eu-west-3:111122223333:news'
const certUrl = 'https://sns.eu-west-3.amazonaws.com/SimpleNotificationService-01ab.pem'
const certificate = selfSigned(testNow - 48 * hour, testNow + 48 * hour)

/** Stands in for the network: answers with the certificate, and keeps what it was asked. */
function network(answer: (url: string) => Response = () => new Response(certificate.pem)) {
  const asked: string[] = []
  const fetch = async (url: unknown) => {
    asked.push(String(url))
    return answer(String(url))
  }
  return { asked, fetch }
}
const source = () => sesFeedback({ topicArns: [TopicArn] })

const event = {
  eventType: 'Complaint',
  mail: { tags: { sillage: ['token1'] } },
  complaint: { complainedRecipients: [{ emailAddress: 'ada@example.org' }] },
}
function envelope(more: Partial<Record<keyof SnsEnvelope, string | null>> = {}) {
  const plain = {
    Type: 'Notification',
    MessageId: 'm-1',
    TopicArn,
    Message: JSON.stringify(event),
    Timestamp: new Date(testNow).toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certUrl,
    ...more,
  }
  const text = signedText({ ...plain, Subject: plain.Subject ?? undefined } as SnsEnvelope)
  const hash = plain.SignatureVersion === '1' ? 'sha1' : 'sha256'
  return { ...plain, Signature: sign(hash, Buffer.from(text), certificate.privateKey).toString('base64') }
}
const confirmation = (more: object = {}) =>
  envelope({
    Type: 'SubscriptionConfirmation',
    Token: 't&k',
    SubscribeURL: 'https://evil.example/',
    Message: 'x',
    ...more,
  })
const complaint = { kind: 'events', events: [expect.objectContaining({ type: 'complaint' })] }
const refusal = (status: number, why: string) => ({ kind: 'refused', status, why })

it('signs what SNS signs', () => {
  const fields = { ...envelope({ Subject: 's', Message: 'a\nb' }), Timestamp: 'now', TopicArn: 'arn' } as SnsEnvelope
  expect(signedText(fields)).toBe(
    'Message\na\nb\nMessageId\nm-1\nSubject\ns\nTimestamp\nnow\nTopicArn\narn\nType\nNotification\n',
  )
  expect(signedText({ ...fields, Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: 'u' })).toBe(
    'Message\na\nb\nMessageId\nm-1\nSubscribeURL\nu\nTimestamp\nnow\nToken\nt\nTopicArn\narn\nType\nSubscriptionConfirmation\n',
  )
})

it.each([
  ['version 1', envelope({ SignatureVersion: '1' })],
  ['version 2', envelope()],
  ['with a subject', envelope({ Subject: 'Notice' })],
  ['with a subject that is null', envelope({ Subject: null })],
  ['of nearly an hour ago', envelope({ Timestamp: new Date(testNow - hour).toISOString() })],
])('takes a notification: %s', async (_, body) => {
  expect(await ask(source(), requestOf(body, { 'content-type': 'text/plain' }), network())).toEqual(complaint)
})

const signature = Buffer.from(envelope().Signature, 'base64')
signature.writeUInt8(signature.readUInt8(9) ^ 1, 9)
it.each<[string, object, object]>([
  ['no signature', { ...envelope(), Signature: undefined }, refusal(401, 'no_signature')],
  ['no certificate', { ...envelope(), SigningCertURL: 1 }, refusal(401, 'no_signature')],
  ['another message', { ...envelope(), Message: '{}' }, refusal(401, 'bad_signature')],
  ['a subject that was added', { ...envelope(), Subject: 'x' }, refusal(401, 'bad_signature')],
  ['a byte that differs', { ...envelope(), Signature: signature.toString('base64') }, refusal(401, 'bad_signature')],
  ['the other version', { ...envelope(), SignatureVersion: '1' }, refusal(401, 'bad_signature')],
  ['a version that is new', { ...envelope(), SignatureVersion: '3' }, refusal(401, 'bad_signature')],
  ['another topic', envelope({ TopicArn: `${TopicArn}2` }), refusal(403, 'unknown_topic')],
  ['too long ago', envelope({ Timestamp: new Date(testNow - hour - 1).toISOString() }), refusal(401, 'too_old')],
  ['too far ahead', envelope({ Timestamp: new Date(testNow + hour + 1).toISOString() }), refusal(401, 'too_old')],
  ['no time', envelope({ Timestamp: 'soon' }), refusal(401, 'too_old')],
  ['no envelope', event, refusal(400, 'wrong_shape')],
  ['a part of one', { ...envelope(), MessageId: 1 }, refusal(400, 'wrong_shape')],
  ['a subject that is none', { ...envelope(), Subject: 1 }, refusal(400, 'wrong_shape')],
  ['a confirmation of nothing', { ...confirmation(), Token: undefined }, refusal(400, 'wrong_shape')],
  ['a list', [envelope()], refusal(400, 'wrong_shape')],
])('refuses %s', async (_, body, expected) => {
  expect(await ask(source(), requestOf(body), network())).toEqual(expected)
})

it('asks for no certificate elsewhere, and for none at all where something else is wrong', async () => {
  const { asked, fetch } = network()
  const elsewhere = envelope({ SigningCertURL: 'https://s3.amazonaws.com/SimpleNotificationService-01ab.pem' })
  expect(await ask(source(), requestOf(elsewhere), { fetch })).toEqual(refusal(401, 'bad_certificate'))
  await ask(source(), requestOf(envelope({ TopicArn: `${TopicArn}2` })), { fetch })
  await ask(source(), requestOf(envelope({ Timestamp: 'soon' })), { fetch })
  expect(asked).toEqual([])
})

it('asks once for a certificate, also in a burst, and minds its dates each time', async () => {
  const { asked, fetch } = network()
  const one = source()
  const burst = await Promise.all([1, 2, 3].map(() => ask(one, requestOf(envelope()), { fetch })))
  expect(burst).toEqual([complaint, complaint, complaint])
  expect(asked).toEqual([certUrl])
  for (const now of [testNow - 49 * hour, testNow + 49 * hour]) {
    const body = envelope({ Timestamp: new Date(now).toISOString() })
    expect(await ask(one, requestOf(body), { now, fetch })).toEqual(refusal(401, 'bad_certificate'))
  }
  expect(asked).toEqual([certUrl])
})

it('a certificate that cannot be fetched now is asked for again, and SNS too', async () => {
  const one = source()
  const later = { kind: 'answer', status: 503, headers: { 'retry-after': '20' }, body: '' }
  expect(await ask(one, requestOf(envelope()))).toEqual(later)
  expect(
    await ask(
      one,
      requestOf(envelope()),
      network(() => new Response('', { status: 500 })),
    ),
  ).toEqual(later)
  for (const answer of [() => new Response('x'), () => Response.redirect('https://evil.example/')])
    expect(await ask(one, requestOf(envelope()), network(answer))).toEqual(refusal(401, 'bad_certificate'))
  expect(await ask(one, requestOf(envelope()), network())).toEqual(complaint)
})

it('confirms a subscription at SNS, never where the message says', async () => {
  const { asked, fetch } = network()
  expect(await ask(source(), requestOf(confirmation()), { fetch })).toEqual({ kind: 'events', events: [] })
  expect(asked).toEqual([
    certUrl,
    `https://sns.eu-west-3.amazonaws.com/?${new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token: 't&k' })}`,
  ])
  const away = network((url) => (url === certUrl ? new Response(certificate.pem) : new Response('', { status: 500 })))
  expect(await ask(source(), requestOf(confirmation()), away)).toMatchObject({ kind: 'answer', status: 503 })
})

it('confirms none that is not proven, and takes the end of one as it is', async () => {
  const { asked, fetch } = network()
  const forged = { ...confirmation(), Token: 'other' }
  expect(await ask(source(), requestOf(forged), { fetch })).toEqual(refusal(401, 'bad_signature'))
  const ended = confirmation({ Type: 'UnsubscribeConfirmation' })
  expect(await ask(source(), requestOf(ended), { fetch })).toEqual({ kind: 'events', events: [] })
  expect(new Set(asked)).toEqual(new Set([certUrl]))
})

it.each<[string, unknown, object]>([
  ['a feedback notification', { ...event, eventType: undefined, notificationType: 'Complaint' }, complaint],
  ['a sentence', 'Successfully validated SNS topic.', { kind: 'events', events: [] }],
  ['a list', '[1]', { kind: 'events', events: [] }],
  ['a mail of somebody else', { ...event, mail: {} }, { kind: 'events', events: [] }],
  [
    'a mail that was received',
    { notificationType: 'Received', content: 'Subject: é\r\n\r\nx' },
    { kind: 'mails', mails: [Buffer.from('Subject: é\r\n\r\nx')] },
  ],
  [
    'one in base64',
    { notificationType: 'Received', content: Buffer.from('Subject: é\r\n\r\nx').toString('base64') },
    { kind: 'mails', mails: [Buffer.from('Subject: é\r\n\r\nx')] },
  ],
  ['one that lies elsewhere', { notificationType: 'Received', mail: {} }, { kind: 'events', events: [] }],
  [
    'more than are recorded at once',
    { ...event, complaint: { complainedRecipients: Array.from({ length: 1001 }, () => ({})) } },
    refusal(413, 'too_many_events'),
  ],
])('reads %s', async (_, message, expected) => {
  const body = envelope({ Message: typeof message === 'string' ? message : JSON.stringify(message) })
  expect(await ask(source(), requestOf(body), network())).toEqual(expected)
})

const key = 'a key of twenty-two and more'
it('takes events of EventBridge with their key only', async () => {
  const one = sesFeedback({ topicArns: [], eventBridge: { header: 'X-Feedback-Key', key } })
  const { eventType: _, ...detail } = event
  const body = { 'detail-type': 'Email Complaint Received', source: 'aws.ses', detail }
  expect(await ask(one, requestOf(body, { 'x-feedback-key': key }))).toEqual(complaint)
  for (const headers of [{}, { 'x-feedback-key': `${key}x` }, { 'x-feedback-key': '' }])
    expect(await ask(one, requestOf(body, headers))).toEqual(refusal(401, 'wrong_credentials'))
  expect(await ask(source(), requestOf(body))).toEqual(refusal(401, 'wrong_credentials'))
  expect(await ask(one, requestOf({ 'detail-type': 1 }, { 'x-feedback-key': key }))).toEqual(
    refusal(400, 'wrong_shape'),
  )
})

it.each([
  ['Email Bounced', 'bounce', { bounce: { bouncedRecipients: [{}] } }],
  ['Email Delivered', 'delivered', { delivery: { recipients: ['a'] } }],
  ['Email Delivery Delayed', 'deferred', { deliveryDelay: { delayedRecipients: [{}] } }],
  ['Email Rejected', 'bounce', {}],
  ['Email Subscribed', 'unsubscribe', { subscription: { newTopicPreferences: { unsubscribeAll: true } } }],
])('EventBridge says %s: %s', async (kind, type, more) => {
  const one = sesFeedback({ topicArns: [], eventBridge: { header: 'k', key } })
  const body = { 'detail-type': kind, detail: { mail: event.mail, ...more } }
  expect(await ask(one, requestOf(body, { k: key }))).toMatchObject({ events: [{ type }] })
})

it('names the mail in a tag, and its configuration set', () => {
  expect(source().headers?.('t')).toEqual([{ name: 'X-SES-MESSAGE-TAGS', value: 'sillage=t' }])
  const one = sesFeedback({ topicArns: [TopicArn], configurationSet: 'news' })
  expect(one.headers?.('t')).toContainEqual({ name: 'X-SES-CONFIGURATION-SET', value: 'news' })
})

it.each([
  ['topicArns: expected at least one topic, got none', { topicArns: [] }],
  ['topicArns[0]: expected the ARN of a topic of SNS, got "news"', { topicArns: ['news'] }],
  [
    'eventBridge.key: expected a key of at least 22 characters, got a string',
    { topicArns: [], eventBridge: { header: 'x', key: 'short' } },
  ],
  [
    'configurationSet: expected the name of a configuration set, got "a b"',
    { topicArns: [TopicArn], configurationSet: 'a b' },
  ],
])('%s', (message, options) => {
  expect(() => sesFeedback(options)).toThrow(message)
})
