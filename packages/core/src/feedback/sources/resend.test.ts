import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { ask, requestOf, testNow, testSeconds } from './ask-for-tests.ts'
import { resendFeedback } from './resend.ts'

const key = Buffer.alloc(24, 7)
const secret = `whsec_${key.toString('base64')}`
const source = resendFeedback({ secret })
const hmac = (text: string, by = key) => `v1,${createHmac('sha256', by).update(text).digest('base64')}`
const signed = (body: string, { at = testSeconds, family = 'svix', over = body, others = '' } = {}) =>
  requestOf(body, {
    [`${family}-id`]: 'msg_1',
    [`${family}-timestamp`]: at,
    [`${family}-signature`]: `${others}${hmac(`msg_1.${at}.${over}`)}`,
  })
const at = '2026-11-25T09:46:40.000Z'
const said = (type: string, more: object = {}) => ({
  type,
  created_at: at,
  data: {
    to: ['ada@example.org'],
    headers: [
      { name: 'Message-ID', value: '<m@shop.example>' },
      { name: 'X-Sillage-Message', value: 'token1' },
    ],
    ...more,
  },
})
const about = { refs: { token: 'token1', rfcMessageId: '<m@shop.example>' }, recipient: 'ada@example.org', at }
const advice = 'A hard bounce. Such bounces have a bad effect on your reputation.'

it.each<[string, object, string, object]>([
  // Advice about a reputation is no word of the server's.
  [
    'email.bounced',
    { bounce: { type: 'Permanent', subType: 'General', message: advice } },
    'email.bounced/Permanent/General',
    { type: 'bounce', bounce: { permanent: true, suppress: 'now', error: { kind: 'address', message: advice } } },
  ],
  [
    'email.bounced',
    { bounce: { type: 'Transient', subType: 'General', diagnosticCode: ['smtp; 550 5.1.1 no such user'] } },
    'email.bounced/Transient/General',
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        error: { kind: 'address', message: '550 5.1.1 no such user', code: 550, enhancedCode: '5.1.1' },
      },
    },
  ],
  [
    'email.bounced',
    { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'It is full.' } },
    'email.bounced/Transient/MailboxFull',
    {
      type: 'bounce',
      bounce: { permanent: false, suppress: 'soft', error: { kind: 'mailbox', message: 'It is full.' } },
    },
  ],
  [
    'email.bounced',
    { bounce: { type: 'Permanent', subType: 'General', message: 'Resend has suppressed sending.' } },
    'email.bounced/Permanent/General',
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'bounce',
        error: { kind: 'address', message: 'Resend has suppressed sending.' },
      },
    },
  ],
  [
    'email.suppressed',
    {},
    'email.suppressed',
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'bounce',
        error: { kind: 'address', message: 'email.suppressed' },
      },
    },
  ],
  ['email.complained', {}, 'email.complained', { type: 'complaint' }],
  [
    'email.delivery_delayed',
    {},
    'email.delivery_delayed',
    { type: 'deferred', deferred: { error: { kind: 'other', message: 'email.delivery_delayed' } } },
  ],
  ['email.delivered', {}, 'email.delivered', { type: 'delivered' }],
])('%s, %o', async (type, more, label, expected) => {
  const reading = await ask(source, signed(JSON.stringify(said(type, more))))
  expect(reading).toEqual({ kind: 'events', events: [{ ...about, label, ...expected }] })
})

it('finds the token in a tag, and names no recipient of several', async () => {
  const more = { headers: [], to: ['a@example.org', 'b@example.org'] }
  for (const tags of [{ sillage: 'token2' }, [{ name: 'sillage', value: 'token2' }]]) {
    const reading = await ask(source, signed(JSON.stringify(said('email.complained', { ...more, tags }))))
    expect(reading).toMatchObject({ events: [{ refs: { token: 'token2' }, recipient: undefined }] })
  }
})

it('what is new, and a contact, is nothing', async () => {
  for (const type of ['email.opened', 'contact.created', 'toString'])
    expect(await ask(source, signed(JSON.stringify(said(type))))).toEqual({ kind: 'events', events: [] })
})

const body = JSON.stringify(said('email.complained'))
const { headers } = signed(body)
it.each<[string, ReturnType<typeof requestOf>]>([
  ['under the names of Standard Webhooks', signed(body, { family: 'webhook' })],
  ['beside one of another secret', signed(body, { others: `${hmac('x', Buffer.alloc(24))} v1a,x ` })],
  ['five minutes ago', signed(body, { at: String(testNow / 1000 - 300) })],
  ['five minutes ahead', signed(body, { at: String(testNow / 1000 + 300) })],
])('takes a signature %s', async (_, request) => {
  expect(await ask(source, request)).toMatchObject({ events: [{ type: 'complaint' }] })
})

it.each<[string, ReturnType<typeof requestOf>, string]>([
  ['none', requestOf(body), 'no_signature'],
  ['no id', requestOf(body, { ...headers, 'svix-id': undefined }), 'no_signature'],
  ['no time', requestOf(body, { ...headers, 'svix-timestamp': '' }), 'no_signature'],
  [
    'parts of two families',
    requestOf(body, { ...headers, 'svix-id': undefined, 'webhook-id': 'msg_1' }),
    'no_signature',
  ],
  ['another id', requestOf(body, { ...headers, 'svix-id': 'msg_2' }), 'bad_signature'],
  ['another time', requestOf(body, { ...headers, 'svix-timestamp': String(testNow / 1000 - 1) }), 'bad_signature'],
  ['another body', signed(body, { over: `${body} ` }), 'bad_signature'],
  [
    'another version',
    requestOf(body, { ...headers, 'svix-signature': headers['svix-signature']?.replace('v1', 'v2') }),
    'bad_signature',
  ],
  ['too long ago', signed(body, { at: String(testNow / 1000 - 301) }), 'too_old'],
  ['too far ahead', signed(body, { at: String(testNow / 1000 + 301) }), 'too_old'],
  ['a time that is none', signed(body, { at: `${testSeconds}x` }), 'too_old'],
])('refuses a signature: %s', async (_, request, why) => {
  expect(await ask(source, request)).toEqual({ kind: 'refused', status: 401, why })
})

it('refuses what is no JSON, once it is known whose it is', async () => {
  expect(await ask(source, signed('x'))).toEqual({ kind: 'refused', status: 400, why: 'not_json' })
  expect(await ask(source, signed('1'))).toEqual({ kind: 'refused', status: 400, why: 'wrong_shape' })
})

it('signs bytes, and takes a secret of a length that nobody guesses', () => {
  expect(source.signsBytes).toBe(true)
  for (const wrong of ['', 'whsec_', 'whsec_AAAA', 'whsec_not base64 at all, and long enough'])
    expect(() => resendFeedback({ secret: wrong })).toThrow(
      'secret: expected a secret of Standard Webhooks (whsec_…), got',
    )
})
