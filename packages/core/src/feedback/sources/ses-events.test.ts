import { expect, it } from 'vitest'
import { sesEvents } from './ses-events.ts'

const timestamp = '2026-11-25T09:46:40.000Z'
const headers = [
  { name: 'message-id', value: '<m@shop.example>' },
  { name: 'X-SILLAGE-Message', value: 'token1' },
]
const mail = { timestamp, destination: ['ada@example.org'], headers }
const refs = { token: 'token1', rfcMessageId: '<m@shop.example>' }
const about = { refs, recipient: 'ada@example.org', at: timestamp }
const bounced = (bounceType: string, bounceSubType: string, said: object = {}) =>
  sesEvents('Bounce', {
    mail,
    bounce: { bounceType, bounceSubType, timestamp, bouncedRecipients: [{ emailAddress: 'ada@example.org', ...said }] },
  })

it.each<[string, string, object, string]>([
  [
    'Permanent',
    'NoEmail',
    { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' },
    'address permanent now',
  ],
  ['Permanent', 'General', {}, 'address permanent now'],
  ['Permanent', 'General', { status: '5.7.1', diagnosticCode: 'smtp; 550 5.7.1 spam' }, 'policy permanent no'],
  ['Permanent', 'General', { status: '5.2.2', diagnosticCode: '552 5.2.2 full' }, 'mailbox permanent soft'],
  ['Permanent', 'SomethingNew', {}, 'address permanent now'],
  ['Permanent', 'General', { status: '4.3.0' }, 'address soft'],
  ['Permanent', 'Suppressed', {}, 'address permanent now bounce'],
  ['Permanent', 'UnsubscribedRecipient', {}, 'policy permanent now unsubscribe'],
  ['Permanent', 'OnAccountSuppressionList', { status: '5.1.1' }, 'address permanent now bounce'],
  // What SES calls transient may be a dead mailbox: the status of the server says so.
  [
    'Transient',
    'General',
    { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' },
    'address permanent now',
  ],
  ['Transient', 'General', { status: '5.3.0', diagnosticCode: 'smtp; 550 denied' }, 'other permanent soft'],
  ['Transient', 'General', { diagnosticCode: 'smtp; 550 denied' }, 'other permanent soft'],
  ['Transient', 'General', { diagnosticCode: 'smtp; 550 4.3.0 denied' }, 'other soft'],
  ['Transient', 'General', { status: '4.4.7', diagnosticCode: 'smtp; 550 4.4.7 expired' }, 'expired permanent soft'],
  ['Transient', 'General', {}, 'other no'],
  ['Transient', 'MailboxFull', {}, 'mailbox soft'],
  ['Transient', 'ContentRejected', {}, 'content permanent no'],
  ['Transient', 'AttachmentRejected', {}, 'content permanent no'],
  ['Transient', 'MessageTooLarge', { status: '4.3.0' }, 'content no'],
  ['Undetermined', 'Undetermined', {}, 'other no'],
  ['Undetermined', 'Undetermined', { status: '4.0.0' }, 'other soft'],
])('%s/%s %o: %s', (type, subType, said, expected) => {
  const [event, ...others] = bounced(type, subType, said)
  expect(others).toEqual([])
  expect(event).toMatchObject({ ...about, type: 'bounce', label: `${type}/${subType}` })
  const { permanent, suppress, ownList, error } = (event as Extract<typeof event, { type: 'bounce' }>).bounce
  expect([error.kind, permanent && 'permanent', suppress, ownList].filter(Boolean).join(' ')).toBe(expected)
})

it('gives an event for each recipient, and none for none', () => {
  const bouncedRecipients = [{ emailAddress: 'a@example.org' }, null, { emailAddress: 'b@example.org' }]
  const events = sesEvents('Bounce', { mail, bounce: { bounceType: 'Permanent', bouncedRecipients } })
  expect(events.map(({ recipient }) => recipient)).toEqual(['a@example.org', undefined, 'b@example.org'])
  expect(sesEvents('Bounce', { mail })).toEqual([])
})

const complained = (complaint: object) => {
  const complainedRecipients = [{ emailAddress: 'ada@example.org' }]
  return sesEvents('Complaint', { mail, complaint: { timestamp, complainedRecipients, ...complaint } })
}
it.each<[object, object[]]>([
  [
    { complaintFeedbackType: 'abuse' },
    [{ type: 'complaint', label: 'Complaint/abuse', complaint: { feedbackType: 'abuse' } }],
  ],
  [{ complaintSubType: null }, [{ type: 'complaint', label: 'Complaint', complaint: {} }]],
  [{ complaintFeedbackType: 'not-spam' }, []],
  [{ complaintFeedbackType: 'auth-failure' }, []],
  [
    { complaintSubType: 'OnAccountSuppressionList' },
    [
      {
        type: 'bounce',
        label: 'Complaint/OnAccountSuppressionList',
        bounce: {
          permanent: true,
          suppress: 'now',
          ownList: 'complaint',
          error: { kind: 'policy', message: 'Complaint/OnAccountSuppressionList' },
        },
      },
    ],
  ],
])('a complaint, %o', (complaint, expected) => {
  expect(complained(complaint)).toEqual(expected.map((event) => ({ ...about, ...event })))
})

it('delivered, put off, and rejected for a virus', () => {
  expect(sesEvents('Delivery', { mail, delivery: { timestamp, recipients: ['ada@example.org'] } })).toEqual([
    { ...about, type: 'delivered' },
  ])
  const delayedRecipients = [
    { emailAddress: 'ada@example.org', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 full' },
  ]
  const delay = { timestamp, delayType: 'MailboxFull', delayedRecipients }
  expect(sesEvents('DeliveryDelay', { mail, deliveryDelay: delay })).toEqual([
    {
      ...about,
      type: 'deferred',
      label: 'DeliveryDelay/MailboxFull',
      deferred: { error: { kind: 'mailbox', message: '452 4.2.2 full', code: 452, enhancedCode: '4.2.2' } },
    },
  ])
  expect(sesEvents('Reject', { mail, reject: { reason: 'Bad content' } })).toEqual([
    {
      ...about,
      type: 'bounce',
      label: 'Reject/Bad content',
      bounce: { permanent: true, suppress: 'no', error: { kind: 'content', message: 'Reject/Bad content' } },
    },
  ])
})

const topic = (subscriptionStatus: string) => ({
  topicSubscriptionStatus: [{ topicName: 'news', subscriptionStatus }],
})
it.each<[string, object, object, object | undefined]>([
  ['from all', {}, { unsubscribeAll: true }, { type: 'unsubscribe', unsubscribe: { all: true } }],
  ['from a topic', topic('OptIn'), topic('OptOut'), { type: 'unsubscribe' }],
  ['to a topic', topic('OptOut'), topic('OptIn'), { type: 'resubscribe' }],
  ['to all', { unsubscribeAll: true }, { unsubscribeAll: false }, { type: 'resubscribe' }],
  ['nothing', topic('OptIn'), topic('OptIn'), undefined],
])('a subscription: %s', (_, oldTopicPreferences, newTopicPreferences, expected) => {
  const subscription = { timestamp, source: 'UnsubscribeHeader', oldTopicPreferences, newTopicPreferences }
  const events = sesEvents('Subscription', { mail, subscription })
  expect(events).toEqual(
    expected === undefined ? [] : [{ ...about, label: 'Subscription/UnsubscribeHeader', ...expected }],
  )
})

it.each<[object, object]>([
  [{ headers, tags: { sillage: ['token2'] } }, refs],
  [
    { tags: { sillage: ['token2'] }, commonHeaders: { messageId: '<m@shop.example>' } },
    { ...refs, token: 'token2' },
  ],
  [{ headers: headers.slice(0, 1), tags: { sillage: [] } }, { rfcMessageId: '<m@shop.example>' }],
  [{ headers: 'x', tags: ['sillage'] }, {}],
])('names our mail by %o', (more, expected) => {
  const [event] = sesEvents('Delivery', { mail: more, delivery: { recipients: ['a'] } })
  expect(event?.refs).toEqual(expected)
})

it('what is new is nothing', () => {
  for (const kind of ['Open', 'Click', 'Send', 'Rendering Failure', 'constructor', undefined, {}])
    expect(sesEvents(kind, { mail })).toEqual([])
})

it('names our mail by SES’s own name of it where that is asked for', () => {
  const named = { messageId: '0102018f-1', destination: ['ada@example.org'] }
  const notification = { mail: named, delivery: { recipients: ['ada@example.org'] } }
  expect(sesEvents('Delivery', notification).map((event) => event.refs)).toEqual([{}])
  expect(sesEvents('Delivery', notification, true).map((event) => event.refs)).toEqual([{ providerId: '0102018f-1' }])
  const headed = { mail: { ...mail, messageId: 'm' }, delivery: { recipients: ['a'] } }
  expect(sesEvents('Delivery', headed, true)[0]?.refs).toEqual({ ...refs, providerId: 'm' })
})
