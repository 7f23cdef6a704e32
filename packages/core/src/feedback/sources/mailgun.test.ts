import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { ask, requestOf, testNow, testSeconds } from './ask-for-tests.ts'
import { mailgunFeedback } from './mailgun.ts'

const signingKey = 'key-for-tests'
const hmac = (timestamp: string, token: string, key = signingKey) =>
  createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex')
const sign = (timestamp = testSeconds, token = 'a-token', key = signingKey) => ({
  timestamp,
  token,
  signature: hmac(timestamp, token, key),
})
const source = (options: object = {}) => mailgunFeedback({ signingKey, ...options })
const data = (event: string, more: object = {}) => ({
  event,
  timestamp: 1_795_600_000.25,
  recipient: 'ada@example.org',
  message: { headers: { 'message-id': 'token1@shop.example' } },
  'user-variables': { sillage: 'token1' },
  ...more,
})
const about = {
  refs: { token: 'token1', rfcMessageId: 'token1@shop.example' },
  recipient: 'ada@example.org',
  at: '2026-11-25T09:46:40.250Z',
}
const failed = (severity: string, reason: string, status: object) => [
  data('failed', { severity, reason, 'delivery-status': status }),
  `failed/${severity}/${reason}`,
]

it.each<[object, string, object]>([
  [
    ...failed('permanent', 'bounce', { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' }),
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        error: { kind: 'address', message: 'no such user', code: 550, enhancedCode: '5.1.1' },
      },
    },
  ],
  [
    ...failed('permanent', 'bounce', {}),
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        error: { kind: 'address', message: 'failed/permanent/bounce' },
      },
    },
  ],
  // Mailgun gave up; the server's last word was one for now.
  [
    ...failed('permanent', 'generic', { code: 450, message: 'later' }),
    {
      type: 'bounce',
      bounce: { permanent: false, suppress: 'soft', error: { kind: 'other', message: 'later', code: 450 } },
    },
  ],
  [
    ...failed('permanent', 'old', { code: 602, message: '', description: 'Too old' }),
    {
      type: 'bounce',
      bounce: { permanent: true, suppress: 'soft', error: { kind: 'expired', message: 'Too old' } },
    },
  ],
  [
    ...failed('permanent', 'suppress-complaint', { code: 607, message: '', description: 'Not delivering' }),
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'complaint',
        error: { kind: 'policy', message: 'Not delivering' },
      },
    },
  ],
  [
    ...failed('permanent', 'suppress-unsubscribe', {}),
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'unsubscribe',
        error: { kind: 'policy', message: 'failed/permanent/suppress-unsubscribe' },
      },
    },
  ],
  [
    ...failed('permanent', 'generic', { code: 605 }),
    {
      type: 'bounce',
      bounce: {
        permanent: true,
        suppress: 'now',
        ownList: 'bounce',
        error: { kind: 'address', message: 'failed/permanent/generic' },
      },
    },
  ],
  [
    ...failed('temporary', 'generic', { code: 550, message: 'try again' }),
    { type: 'deferred', deferred: { error: { kind: 'other', message: 'try again', code: 550 } } },
  ],
  [
    data('rejected', { reject: { reason: 'Sandbox' } }),
    'rejected',
    { type: 'bounce', bounce: { permanent: true, suppress: 'no', error: { kind: 'other', message: 'rejected' } } },
  ],
  [data('complained'), 'complained', { type: 'complaint' }],
  [data('unsubscribed'), 'unsubscribed', { type: 'unsubscribe' }],
  [data('delivered'), 'delivered', { type: 'delivered' }],
] as [object, string, object][])('%o: %s', async (eventData, label, expected) => {
  const reading = await ask(source(), requestOf({ signature: sign(), 'event-data': eventData }))
  expect(reading).toEqual({ kind: 'events', events: [{ ...about, label, ...expected }] })
})

it.each([
  [605, 'bounce'],
  [606, 'unsubscribe'],
  [607, 'complaint'],
])('by its code alone, %d', async (code, ownList) => {
  const [eventData] = failed('permanent', 'generic', { code })
  const reading = await ask(source(), requestOf({ signature: sign(), 'event-data': eventData }))
  expect(reading).toMatchObject({ events: [{ bounce: { ownList, suppress: 'now' } }] })
})

it.each([
  ['suppress-bounce', { ownList: 'bounce', suppress: 'now' }],
  ['suppress-complaint', { ownList: 'complaint', suppress: 'now' }],
  ['espblock', { suppress: 'no', error: { kind: 'policy' } }],
])('by its reason alone, %s', async (reason, bounce) => {
  const [eventData] = failed('permanent', reason, {})
  const reading = await ask(source(), requestOf({ signature: sign(), 'event-data': eventData }))
  expect(reading).toMatchObject({ events: [{ bounce }] })
})

it.each([['opened'], ['clicked'], ['accepted'], ['something new']])('%s is nothing', async (event) => {
  const reading = await ask(source(), requestOf({ signature: sign(), 'event-data': data(event) }))
  expect(reading).toEqual({ kind: 'events', events: [] })
})

it.each<[string, object, string]>([
  ['none', {}, 'no_signature'],
  ['one that is no object', { signature: 'x' }, 'no_signature'],
  ['no time', { signature: { ...sign(), timestamp: undefined } }, 'no_signature'],
  ['no token', { signature: { ...sign(), token: '' } }, 'no_signature'],
  ['another key', { signature: sign(testSeconds, 'a-token', 'other') }, 'bad_signature'],
  ['another token', { signature: { ...sign(), token: 'b-token' } }, 'bad_signature'],
  ['another time', { signature: { ...sign(), timestamp: String(testNow / 1000 - 1) } }, 'bad_signature'],
  [
    'a letter in another case',
    { signature: { ...sign(), signature: sign().signature.toUpperCase() } },
    'bad_signature',
  ],
  ['too long ago', { signature: sign(String(testNow / 1000 - 901)) }, 'too_old'],
  ['too far ahead', { signature: sign(String(testNow / 1000 + 901)) }, 'too_old'],
  ['a time that is none', { signature: sign('soon') }, 'too_old'],
  ['a time in another form', { signature: sign(`${testSeconds}.0`) }, 'too_old'],
])('refuses a signature: %s', async (_, body, why) => {
  expect(await ask(source(), requestOf({ ...body, 'event-data': data('complained') }))).toEqual({
    kind: 'refused',
    status: 401,
    why,
  })
})

it('takes what is just not too old, by its option', async () => {
  const body = requestOf({ signature: sign(String(testNow / 1000 - 901)), 'event-data': data('complained') })
  expect(await ask(source({ toleranceSeconds: 901 }), body)).toMatchObject({ events: [{ type: 'complaint' }] })
})

it('a token proves the body it came with first, until it is too old by far', async () => {
  const one = source()
  const first = requestOf({ signature: sign(), 'event-data': data('delivered') })
  const swapped = requestOf({ signature: sign(), 'event-data': data('complained') })
  expect(await ask(one, first)).toMatchObject({ events: [{ type: 'delivered' }] })
  expect(await ask(one, swapped)).toEqual({ kind: 'refused', status: 401, why: 'replayed' })
  expect(await ask(one, swapped, { now: testNow + 900_000 })).toMatchObject({ why: 'replayed' })
  // Mailgun tries again where it was not answered.
  expect(await ask(one, first)).toMatchObject({ events: [{ type: 'delivered' }] })
  const moved = { ...sign(), timestamp: testSeconds.slice(0, -1), token: `${testSeconds.slice(-1)}a-token` }
  expect(await ask(one, requestOf({ signature: moved }))).toMatchObject({ status: 401 })
})

it('keeps a token for as long as it may be used, also one of a time to come', async () => {
  const one = source()
  const ahead = (event: string) => {
    const signature = sign(String(testNow / 1000 + 900))
    return requestOf({ signature, 'event-data': data(event) })
  }
  expect(await ask(one, ahead('delivered'))).toMatchObject({ kind: 'events' })
  const now = testNow + 1_800_000
  const another = requestOf({ signature: sign(String(now / 1000), 'b-token') })
  expect(await ask(one, another, { now })).toMatchObject({ kind: 'events' })
  expect(await ask(one, ahead('complained'), { now })).toMatchObject({ why: 'replayed' })
  expect(await ask(one, ahead('complained'), { now: now + 1 })).toMatchObject({ why: 'too_old' })
})

it('takes whole mails from a route, in either form', async () => {
  const fields = { ...sign(), recipient: 'bounces@shop.example', 'body-mime': 'Subject: é+&\r\n\r\nbody\r\n' }
  const mails = { kind: 'mails', mails: [Buffer.from(fields['body-mime'])] }
  const encoded = requestOf(new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  })
  expect(await ask(source(), encoded)).toEqual(mails)
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const type = { 'content-type': 'multipart/form-data; boundary=b1' }
  const multipart = requestOf(`${parts.join('')}--b1--\r\n`, type)
  expect(await ask(source(), multipart)).toEqual(mails)
  expect(await ask(source(), requestOf('--b1', type))).toEqual({ kind: 'refused', status: 400, why: 'wrong_shape' })
})

it('a route that forwards no whole mail is nothing, and one without a signature is refused', async () => {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const form = new URLSearchParams({ ...sign(), subject: 'x' }).toString()
  expect(await ask(source(), requestOf(form, type))).toEqual({ kind: 'events', events: [] })
  expect(await ask(source(), requestOf('body-mime=x', type))).toMatchObject({ status: 401, why: 'no_signature' })
})

it('names the mail in its variables', () => {
  expect(source().headers?.('t')).toEqual([{ name: 'X-Mailgun-Variables', value: '{"sillage":"t"}' }])
})

it.each([
  ['signingKey: expected a signing key, got an empty string', { signingKey: '' }],
  ['toleranceSeconds: expected a whole number of seconds from 1 to 86400, got 0', { signingKey, toleranceSeconds: 0 }],
])('%s', (message, options) => {
  expect(() => mailgunFeedback(options)).toThrow(message)
})
