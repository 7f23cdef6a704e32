import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { secretPattern } from '../domain/webhook.ts'
import { signature, signedHeaders } from './sign.ts'
import { verifyWebhook, WebhookError } from './verify-webhook.ts'

const secret = `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`
const other = `whsec_${Buffer.from('twenty-four other of key').toString('base64')}`
const body = JSON.stringify({ id: 'evt_1', type: 'webhook.test', data: { webhookId: 'é' } })
const sent = (changes: object = {}, now = Date.now()) => ({
  ...signedHeaders([secret], 'evt_1', now, body),
  ...changes,
})
const codeOf = (given: Promise<unknown>) =>
  given.then(
    () => 'taken',
    (error: unknown) => error instanceof WebhookError && error.code,
  )

it('signs as Standard Webhooks do', () => {
  // The example of the specification.
  const known = signature(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330_000,
    '{"test": 2432232314}',
  )
  expect(known).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      fc.string({ unit: 'grapheme' }),
      fc.nat(2 ** 31),
      (key, text, at) => {
        const encoded = Buffer.from(key).toString('base64')
        const expected = createHmac('sha256', key).update(`id.${at}.${text}`).digest('base64')
        expect(secretPattern.test(`whsec_${encoded}`)).toBe(true)
        expect(signature(`whsec_${encoded}`, 'id', at * 1_000 + 999, text)).toBe(`v1,${expected}`)
      },
    ),
  )
})

it.each([
  ['a Fetch request', () => new Request('http://a.example/', { method: 'POST', headers: sent(), body })],
  ['text and headers as Node has them', () => ({ headers: sent(), body })],
  ['bytes', () => ({ headers: sent(), body: new TextEncoder().encode(body) })],
  [
    'headers in capitals',
    () => ({
      headers: Object.fromEntries(Object.entries(sent()).map(([name, value]) => [name.toUpperCase(), value])),
      body,
    }),
  ],
  [
    'a signature among others',
    () => ({ headers: sent({ 'webhook-signature': `v1a,x v1,AAAA ${sent()['webhook-signature']}` }), body }),
  ],
])('takes %s', async (_, request) => {
  expect(await verifyWebhook(request(), secret)).toEqual(JSON.parse(body))
  expect(await verifyWebhook(request(), [other, secret])).toEqual(JSON.parse(body))
})

it.each<[string, string, object, string?, string?]>([
  ['missing_headers', 'without an id', { 'webhook-id': undefined }],
  ['missing_headers', 'without a time', { 'webhook-timestamp': '' }],
  ['missing_headers', 'without a signature', { 'webhook-signature': undefined }],
  ['bad_signature', 'of another secret', {}, other],
  ['bad_signature', 'whose body was changed', {}, secret, `${body} `],
  ['bad_signature', 'whose id was changed', { 'webhook-id': 'evt_2' }],
  ['bad_signature', 'whose time was changed', { 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) + 99) }],
  ['bad_signature', 'whose time is none', { 'webhook-timestamp': '1e9' }],
  ['bad_signature', 'signed by another version', { 'webhook-signature': 'v2,abc' }],
  ['too_old', 'of six minutes ago', sent({}, Date.now() - 360_000)],
  ['too_old', 'of six minutes from now', sent({}, Date.now() + 360_000)],
])('refuses as %s a request %s', async (code, _, changes, by = secret, text = body) => {
  expect(await codeOf(verifyWebhook({ headers: sent(changes), body: text }, by))).toBe(code)
})

it('takes what is older where that is allowed, and says what a wrong secret or body is', async () => {
  const old = { headers: sent({}, Date.now() - 360_000), body }
  expect(await codeOf(verifyWebhook(old, secret, { toleranceSeconds: 400 }))).toBe('taken')
  const unlimited = { toleranceSeconds: Number.POSITIVE_INFINITY }
  expect(await codeOf(verifyWebhook(old, secret, unlimited))).toBe('taken')
  await expect(verifyWebhook({ headers: sent(), body: {} as string }, secret)).rejects.toThrow('body: expected text')
})

it.each<[string, unknown]>([
  ['none', ''],
  ['a list without one', []],
  ['a variable that is not set', undefined],
  ['its beginning alone', 'whsec_'],
  ['one that was cut', 'whsec_AAAA'],
  ['one of another kind', 'sk_live_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['a good one beside a bad one', [secret, 'whsec_']],
])('refuses %s as a secret, before it reads a body', async (_, wrong) => {
  let read = false
  const request = {
    headers: sent(),
    get body() {
      read = true
      return body
    },
  }
  const said = 'secret: expected what webhooks.create showed'
  await expect(verifyWebhook(request, wrong as string)).rejects.toThrow(
    new TypeError(`${said}, which begins with whsec_.`),
  )
  expect(read).toBe(false)
})

it.each([Number.NaN, -1, Number.parseInt('', 10)])(
  'refuses a tolerance of %s, by which nothing would be too old',
  async (wrong) => {
    const given = verifyWebhook({ headers: sent(), body }, secret, { toleranceSeconds: wrong })
    await expect(given).rejects.toThrow(TypeError)
  },
)

it('reads no body of a request without a signature', async () => {
  const request = new Request('http://a.example/', { method: 'POST', body })
  expect(await codeOf(verifyWebhook(request, secret))).toBe('missing_headers')
  expect(request.bodyUsed).toBe(false)
})
