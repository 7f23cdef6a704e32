import { expect, it } from 'vitest'
import { ask, requestOf } from './ask-for-tests.ts'
import { postmarkFeedback } from './postmark.ts'

const about = { MessageID: 'theirs', Metadata: { sillage: 'token1' }, Email: 'ada@example.org' }
const at = '2026-11-25T09:46:40.000Z'
const refs = { token: 'token1' }
const bounce = (Type: string, more: object = {}) => ({
  ...about,
  RecordType: 'Bounce',
  Type,
  BouncedAt: '2026-11-25T09:46:40Z',
  Details: '',
  ...more,
})
const event = (label: string, rest: object) => ({ refs, recipient: 'ada@example.org', at, label, ...rest })
const bounced = (label: string, permanent: boolean, kind: string, suppress: string) =>
  event(`Bounce/${label}`, {
    type: 'bounce',
    bounce: { permanent, suppress, error: { kind, message: `Bounce/${label}` } },
  })

it.each<[string, object, object | undefined]>([
  [
    'a dead address, by the words of its server',
    bounce('HardBounce', { Details: 'smtp;550 5.1.1 no mailbox of that name', Inactive: true }),
    event('Bounce/HardBounce', {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        error: { kind: 'address', message: '550 5.1.1 no mailbox of that name', code: 550, enhancedCode: '5.1.1' },
      },
    }),
  ],
  ['a dead address, by its label', bounce('HardBounce'), bounced('HardBounce', true, 'address', 'now')],
  ['an address that cannot be', bounce('BadEmailAddress'), bounced('BadEmailAddress', true, 'address', 'now')],
  ['a soft bounce', bounce('SoftBounce'), bounced('SoftBounce', false, 'other', 'soft')],
  ['DNS', bounce('DnsError'), bounced('DnsError', false, 'connection', 'soft')],
  ['of no known cause', bounce('Unknown'), bounced('Unknown', false, 'other', 'soft')],
  ['a virus', bounce('VirusNotification'), bounced('VirusNotification', true, 'content', 'no')],
  ['asked for a proof', bounce('ChallengeVerification'), event('Bounce/ChallengeVerification', { type: 'autoreply' })],
  ['a block of ours', bounce('Blocked'), bounced('Blocked', true, 'policy', 'no')],
  ['DMARC', bounce('DMARCPolicy'), bounced('DMARCPolicy', true, 'policy', 'no')],
  ['taken for spam', bounce('SpamNotification'), bounced('SpamNotification', true, 'content', 'no')],
  [
    'its own list',
    bounce('SMTPApiError', { Inactive: true, Details: 'ada@example.org is inactive' }),
    event('Bounce/SMTPApiError', {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'bounce',
        error: { kind: 'address', message: '…@example.org is inactive' },
      },
    }),
  ],
  ['another fault at its door', bounce('SMTPApiError'), bounced('SMTPApiError', true, 'other', 'no')],
  [
    'still tried',
    bounce('Transient', { Details: '451 4.4.1 no answer' }),
    event('Bounce/Transient', {
      type: 'deferred',
      deferred: {
        error: { kind: 'connection', message: '451 4.4.1 no answer', code: 451, enhancedCode: '4.4.1' },
      },
    }),
  ],
  ['away', bounce('AutoResponder'), event('Bounce/AutoResponder', { type: 'autoreply' })],
  ['moved', bounce('AddressChange'), event('Bounce/AddressChange', { type: 'autoreply' })],
  ['asked to leave', bounce('Unsubscribe'), event('Bounce/Unsubscribe', { type: 'unsubscribe' })],
  ['no bounce at all', bounce('OpenRelayTest'), undefined],
  ['a type that is new', bounce('constructor'), undefined],
  [
    'a complaint, which is no bounce',
    { ...bounce('SpamComplaint'), RecordType: 'SpamComplaint' },
    event('SpamComplaint/SpamComplaint', { type: 'complaint' }),
  ],
  [
    'delivered',
    { ...about, RecordType: 'Delivery', Recipient: 'ada@example.org', DeliveredAt: at },
    { type: 'delivered', refs, recipient: 'ada@example.org', at },
  ],
  ['opened, which is not for us', { ...about, RecordType: 'Open' }, undefined],
])('%s', async (_, body, expected) => {
  const events = expected === undefined ? [] : [expected]
  expect(await ask(postmarkFeedback(), requestOf(body))).toEqual({ kind: 'events', events })
})

it.each<[object, string | undefined]>([
  [{ SuppressSending: true, SuppressionReason: 'ManualSuppression' }, 'unsubscribe'],
  [{ SuppressSending: false, SuppressionReason: null }, 'resubscribe'],
  // The bounce and the complaint come themselves.
  [{ SuppressSending: true, SuppressionReason: 'HardBounce' }, undefined],
  [{ SuppressSending: true, SuppressionReason: 'SpamComplaint' }, undefined],
  [{ SuppressionReason: 'ManualSuppression' }, undefined],
])('a change of the subscription, %o: %s', async (change, type) => {
  const body = { ...about, RecordType: 'SubscriptionChange', Recipient: 'ada@example.org', ChangedAt: at, ...change }
  const reading = await ask(postmarkFeedback(), requestOf(body))
  expect(reading).toEqual({ kind: 'events', events: type === undefined ? [] : [expect.objectContaining({ type, at })] })
})

it('leaves out what names no mail of ours: by its address anybody could be held back', async () => {
  const reading = await ask(postmarkFeedback(), requestOf({ ...bounce('HardBounce'), Metadata: {} }))
  expect(reading).toEqual({ kind: 'events', events: [] })
})

it('takes a mail that Postmark received as it is', async () => {
  const reading = await ask(postmarkFeedback(), requestOf({ FromFull: {}, RawEmail: 'Subject: é\r\n\r\nbody' }))
  expect(reading).toEqual({ kind: 'mails', mails: [Buffer.from('Subject: é\r\n\r\nbody')] })
})

it('asks for the name and password it was given', async () => {
  const source = postmarkFeedback({ basicAuth: { user: 'hook', pass: 'a:b é' } })
  const header = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  expect(await ask(source, requestOf({}, header('hook:a:b é')))).toEqual({ kind: 'events', events: [] })
  for (const headers of [{}, header('hook:a:b e'), header('hook2:a:b é'), { authorization: 'hook:a:b é' }])
    expect(await ask(source, requestOf({}, headers))).toEqual({
      kind: 'refused',
      status: 401,
      why: 'wrong_credentials',
    })
})

it('names the mail in its metadata', () => {
  expect(postmarkFeedback().headers?.('t')).toEqual([{ name: 'X-PM-Metadata-sillage', value: 't' }])
})

it.each([
  ['basicAuth.pass: expected a password, got an empty string', { basicAuth: { user: 'a', pass: '' } }],
  ['basicAuth.user: expected a name without a colon, got "a:b"', { basicAuth: { user: 'a:b', pass: 'c' } }],
])('%s', (message, options) => {
  expect(() => postmarkFeedback(options)).toThrow(message)
})
