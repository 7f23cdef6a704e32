import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, it } from 'vitest'
import { ask, requestOf, testNow, testSeconds } from './ask-for-tests.ts'
import { sendgridFeedback } from './sendgrid.ts'

const { publicKey: key, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64')
const header = 'x-twilio-email-event-webhook'
const signed = (body: string, { at = testSeconds, over = body } = {}) =>
  requestOf(body, {
    [`${header}-timestamp`]: at,
    [`${header}-signature`]: sign('sha256', Buffer.from(at + over), privateKey).toString('base64'),
  })
const source = (options: object = {}) => sendgridFeedback({ publicKey, ...options })
const said = (event: string, more: object = {}) => ({
  event,
  email: 'ada@example.org',
  timestamp: 1_795_600_000,
  'smtp-id': '<x@shop.example>',
  sillage: 'token1',
  ...more,
})
const about = {
  refs: { token: 'token1', rfcMessageId: '<x@shop.example>' },
  recipient: 'ada@example.org',
  at: '2026-11-25T09:46:40.000Z',
}
const bounce = (permanent: boolean, suppress: string, error: object, more: object = {}) => ({
  type: 'bounce',
  bounce: { permanent, suppress, error, ...more },
})

it.each<[string, object, string, object]>([
  [
    'bounce',
    { type: 'bounce', status: '5.1.1', reason: '550 5.1.1 no such user', bounce_classification: 'Invalid Address' },
    'bounce/bounce/Invalid Address',
    bounce(true, 'now', { kind: 'address', message: '550 5.1.1 no such user', code: 550, enhancedCode: '5.1.1' }),
  ],
  [
    'bounce',
    { type: 'bounce', bounce_classification: 'Mailbox Unavailable' },
    'bounce/bounce/Mailbox Unavailable',
    bounce(true, 'soft', { kind: 'mailbox', message: 'bounce/bounce/Mailbox Unavailable' }),
  ],
  ['bounce', { type: 'bounce' }, 'bounce/bounce', bounce(true, 'now', { kind: 'address', message: 'bounce/bounce' })],
  [
    'bounce',
    { type: 'blocked', reason: 'unable to get mx info', bounce_classification: 'Unclassified' },
    'bounce/blocked/Unclassified',
    bounce(false, 'no', { kind: 'policy', message: 'unable to get mx info' }),
  ],
  [
    'bounce',
    { type: 'blocked', status: '5.7.1', reason: '550 5.7.1 listed at SpamCop' },
    'bounce/blocked',
    bounce(
      false,
      'no',
      { kind: 'policy', message: '550 5.7.1 listed at SpamCop', code: 550, enhancedCode: '5.7.1' },
      { stop: 'domain' },
    ),
  ],
  // SendGrid itself sends the next mail there.
  [
    'bounce',
    { type: 'blocked', reason: '550 5.1.1 no such user' },
    'bounce/blocked',
    bounce(true, 'soft', { kind: 'address', message: '550 5.1.1 no such user', code: 550, enhancedCode: '5.1.1' }),
  ],
  [
    'dropped',
    { reason: 'Spam Reporting Address' },
    'dropped/Spam Reporting Address',
    bounce(true, 'now', { kind: 'policy', message: 'Spam Reporting Address' }, { ownList: 'complaint' }),
  ],
  [
    'dropped',
    { reason: 'Unsubscribed Address' },
    'dropped/Unsubscribed Address',
    bounce(true, 'now', { kind: 'policy', message: 'Unsubscribed Address' }, { ownList: 'unsubscribe' }),
  ],
  [
    'dropped',
    { reason: 'Bounced Address' },
    'dropped/Bounced Address',
    bounce(true, 'now', { kind: 'address', message: 'Bounced Address' }, { ownList: 'bounce' }),
  ],
  [
    'dropped',
    { reason: 'A Reason Nobody Knows' },
    'dropped/A Reason Nobody Knows',
    bounce(true, 'soft', { kind: 'other', message: 'A Reason Nobody Knows' }),
  ],
  [
    'dropped',
    { reason: 'Spam Content (if Spam Checker app is enabled)' },
    'dropped/Spam Content (if Spam Checker app is enabled)',
    bounce(true, 'no', { kind: 'content', message: 'Spam Content (if Spam Checker app is enabled)' }),
  ],
  [
    'dropped',
    { reason: 'Recipient List over Package Quota' },
    'dropped/Recipient List over Package Quota',
    bounce(true, 'no', { kind: 'rate', message: 'Recipient List over Package Quota' }, { stop: 'campaign' }),
  ],
  [
    'deferred',
    { response: '451 greylisted' },
    'deferred',
    { type: 'deferred', deferred: { error: { kind: 'greylist', message: '451 greylisted', code: 451 } } },
  ],
  ['spamreport', {}, 'spamreport', { type: 'complaint' }],
  ['unsubscribe', {}, 'unsubscribe', { type: 'unsubscribe', unsubscribe: { all: true } }],
  ['group_unsubscribe', { asm_group_id: 1 }, 'group_unsubscribe', { type: 'unsubscribe' }],
  ['group_resubscribe', { asm_group_id: 1 }, 'group_resubscribe', { type: 'resubscribe' }],
  ['delivered', { response: '250 OK' }, 'delivered', { type: 'delivered' }],
])('%s, %o', async (event, more, label, expected) => {
  const reading = await ask(source(), signed(JSON.stringify([said(event, more)])))
  expect(reading).toEqual({ kind: 'events', events: [{ ...about, label, ...expected }] })
})

it.each([
  ['Invalid Address', 'address', 'now'],
  ['Technical Failure', 'connection', 'soft'],
  ['Content', 'content', 'no'],
  ['Reputation', 'policy', 'no'],
  ['Frequency or Volume Too High', 'rate', 'no'],
])('a bounce of the class %s: %s, %s', async (bounceClass, kind, suppress) => {
  const item = said('bounce', { type: 'bounce', bounce_classification: bounceClass })
  const reading = await ask(source(), signed(JSON.stringify([item])))
  expect(reading).toMatchObject({ events: [{ bounce: { permanent: true, suppress, error: { kind } } }] })
})

it('a header of ours that SendGrid does not take stops the campaign', async () => {
  const item = said('dropped', { reason: 'Invalid SMTPAPI header' })
  const reading = await ask(source(), signed(JSON.stringify([item])))
  expect(reading).toMatchObject({
    events: [{ bounce: { suppress: 'no', stop: 'campaign', error: { kind: 'config' } } }],
  })
})

it('reads each of a batch by itself, up to a thousand', async () => {
  const batch = [said('open'), null, 7, said('spamreport'), { event: 'bounce' }, { event: { toString: 1 } }]
  const reading = await ask(source(), signed(JSON.stringify(batch)))
  expect(reading).toEqual({ kind: 'events', events: [expect.objectContaining({ type: 'complaint' })] })
  const many = (count: number, event = 'delivered') =>
    signed(JSON.stringify(Array.from({ length: count }, () => said(event))))
  expect(await ask(source(), many(1000))).toMatchObject({ events: { length: 1000 } })
  expect(await ask(source(), many(1001))).toEqual({ kind: 'refused', status: 413, why: 'too_many_events' })
  expect(await ask(source(), many(1001, 'open'))).toMatchObject({ status: 413 })
})

const body = JSON.stringify([said('spamreport')])
const headers = signed(body).headers
const altered = (change: (signature: Buffer) => void) => {
  const signature = Buffer.from(headers[`${header}-signature`] ?? '', 'base64')
  change(signature)
  return { ...headers, [`${header}-signature`]: signature.toString('base64') }
}
it.each<[string, ReturnType<typeof requestOf>, string]>([
  ['none', requestOf(body), 'no_signature'],
  ['no time', requestOf(body, { ...headers, [`${header}-timestamp`]: undefined }), 'no_signature'],
  ['another time', requestOf(body, { ...headers, [`${header}-timestamp`]: '1' }), 'bad_signature'],
  ['of another body', signed(body, { over: '[]' }), 'bad_signature'],
  ['a byte more', requestOf(`${body} `, headers), 'bad_signature'],
  [
    'a byte that differs',
    requestOf(
      body,
      altered((bytes) => bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)),
    ),
    'bad_signature',
  ],
  ['no signature at all', requestOf(body, { ...headers, [`${header}-signature`]: '!' }), 'bad_signature'],
])('refuses a signature: %s', async (_, request, why) => {
  expect(await ask(source(), request)).toEqual({ kind: 'refused', status: 401, why })
})

it('takes one of any age, unless a tolerance is given', async () => {
  const old = signed(body, { at: String(testNow / 1000 - 61) })
  expect(await ask(source(), old)).toMatchObject({ events: [{ type: 'complaint' }] })
  expect(await ask(source({ toleranceSeconds: 61 }), old)).toMatchObject({ kind: 'events' })
  expect(await ask(source({ toleranceSeconds: 60 }), old)).toEqual({ kind: 'refused', status: 401, why: 'too_old' })
  const noTime = signed(body, { at: 'soon' })
  expect(await ask(source({ toleranceSeconds: 60 }), noTime)).toMatchObject({ why: 'too_old' })
})

it.each([
  ['{', 'not_json'],
  ['\ud800', 'not_json'],
  ['{}', 'wrong_shape'],
  ['"x"', 'wrong_shape'],
  [`${'['.repeat(65)}${']'.repeat(65)}`, 'not_json'],
])('refuses %s', async (text, why) => {
  expect(await ask(source(), signed(text))).toEqual({ kind: 'refused', status: 400, why })
})

it('takes JSON of 64 levels, with brackets in its texts', async () => {
  const deep = `${'['.repeat(64)}"\\"[[[[\\\\"${']'.repeat(64)}`
  expect(await ask(source(), signed(deep))).toEqual({ kind: 'events', events: [] })
})

it('signs bytes, and names the mail in its arguments', () => {
  expect(source().signsBytes).toBe(true)
  expect(source().headers?.('t')).toEqual([{ name: 'X-SMTPAPI', value: '{"unique_args":{"sillage":"t"}}' }])
})

it('takes the key as SendGrid shows it or as PEM, and no other key', async () => {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString()
  expect(await ask(source({ publicKey: pem }), signed(body))).toMatchObject({ kind: 'events' })
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey
  for (const wrong of ['', 'x', other.export({ type: 'spki', format: 'der' }).toString('base64')])
    expect(() => source({ publicKey: wrong })).toThrow('publicKey: expected a public key of the curve P-256')
})
