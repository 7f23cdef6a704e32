import { afterEach, expect, it } from 'vitest'
import { mailgunFeedback } from '../src/feedback/index.ts'
import { sillageFetch } from '../src/http/index.ts'
import { createSillage, memoryStore, type Sillage, smtpTransport } from '../src/index.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpScript } from '../src/testing/smtp/smtp-fault.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
const content = { subject: 's', html: '<p>x</p>', headers: { 'X-Fair': 'spring' } }

async function setup(script?: SmtpScript): Promise<{ sillage: Sillage; smtp: FaultySmtpServer }> {
  const smtp = await faultySmtpServer({ auth: true, script })
  const sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, auth: { user: 'me', pass: 'secret' } }),
    from: 'Shop <news@shop.example>',
    baseUrl: 'http://mail.example/mail',
    sending: {
      marks: {
        unsubscribeMailto: 'leave+{token}@shop.example',
        listId: 'News <news.shop.example>',
        bounceAddress: 'bounces@shop.example',
        complaintAddress: 'complaints@shop.example',
        autoSubmitted: true,
      },
    },
    feedback: { keys: ['a-key-of-22-characters-or-more'], sources: { mailgun: mailgunFeedback({ signingKey: 'k' }) } },
  })
  await sillage.migrate()
  closers.push(
    () => smtp.close(),
    () => sillage.close(),
  )
  return { sillage, smtp }
}

const headersOf = (raw: Buffer | undefined) => {
  const head =
    raw
      ?.toString()
      .split('\r\n\r\n')[0]
      ?.replace(/\r\n[ \t]+/g, ' ') ?? ''
  return new Map(
    head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
}

it('a test has the headers and the bounce address of a real mail, and its links change nothing', async () => {
  const { sillage, smtp } = await setup()
  await sillage.campaigns.create({ name: 'n', ...content, recipients: [{ email: 'ada@example.org' }] })
  await sillage.sendDue()
  await sillage.campaigns.sendTest({ to: 'me@shop.example', ...content })
  const [real, test] = smtp.received
  expect([...headersOf(test?.raw).keys()].sort()).toEqual([...headersOf(real?.raw).keys()].sort())
  expect(headersOf(test?.raw).size).toBeGreaterThan(14)
  expect(test?.from).toMatch(/^bounces\+[0-9a-z]{26}@shop\.example$/)

  const [url = '', mailto] =
    headersOf(test?.raw)
      .get('List-Unsubscribe')
      ?.match(/(?<=<)[^>]+/g) ?? []
  expect(mailto).toMatch(/^mailto:leave\+[0-9a-z]{26}@shop\.example$/)
  const answer = await sillageFetch(sillage)(
    new Request(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }),
  )
  expect(answer.status).toBeLessThan(400)
  const reported = ['X-Sillage-Message', 'CFBL-Feedback-ID'].map((name) => headersOf(test?.raw).get(name) ?? '')
  for (const token of reported) {
    const about = { type: 'complaint', refs: { token } } as const
    expect(await sillage.feedback.record([about], { source: 'x' })).toMatchObject({ unknown: 1 })
  }
  expect((await sillage.suppressions.list()).items).toEqual([])
})

it.each<[string, SmtpScript, string]>([
  [
    'a wrong password',
    ({ at }) => (at === 'auth' ? { at, reply: '535 5.7.8 Wrong password' } : undefined),
    'smtp_auth',
  ],
  [
    'a login that is missing',
    ({ at }) => (at === 'mail' ? { at, reply: '530 5.7.0 Log in first' } : undefined),
    'smtp_auth',
  ],
  [
    'a sender that is refused',
    ({ at }) =>
      at === 'mail' ? { at, reply: '550 5.7.60 Client does not have permissions to send as this sender' } : undefined,
    'smtp_config',
  ],
  [
    'nobody of that name',
    ({ at }) => (at === 'rcpt' ? { at, reply: '550 5.1.1 No such user' } : undefined),
    'smtp_rejected',
  ],
  ['a server that is away', ({ at }) => (at === 'greeting' ? { at, drop: true } : undefined), 'smtp_unreachable'],
])('a test says what the matter is: %s', async (_, script, code) => {
  const { sillage } = await setup(script)
  await expect(sillage.campaigns.sendTest({ to: 'me@shop.example', ...content })).rejects.toMatchObject({ code })
})

it('goes to several addresses, each by a mail of its own, and says how many went before a refusal', async () => {
  const { sillage, smtp } = await setup(({ at, recipient }) =>
    at === 'rcpt' && recipient === 'gone@shop.example' ? { at, reply: '550 5.1.1 No such user' } : undefined,
  )
  const results = await sillage.campaigns.sendTest({ to: ['me@shop.example', 'you@shop.example'], ...content })
  expect(results.map(({ to }) => to)).toEqual(['me@shop.example', 'you@shop.example'])
  expect(new Set(results.map(({ rfcMessageId }) => rfcMessageId)).size).toBe(2)
  expect(smtp.received.map(({ to }) => to)).toEqual(['me@shop.example', 'you@shop.example'])
  const alone = await sillage.campaigns.sendTest({ to: 'me@shop.example', ...content })
  expect(alone.to).toBe('me@shop.example')
  const refused = sillage.campaigns.sendTest({ to: ['me@shop.example', 'gone@shop.example'], ...content })
  await expect(refused).rejects.toMatchObject({
    code: 'smtp_rejected',
    message: expect.stringMatching(/^1 of 2 tests were sent; .*No such user/),
  })
  for (const to of [[], Array.from({ length: 11 }, (_, n) => `n${n}@shop.example`), ['nobody']])
    await expect(sillage.campaigns.sendTest({ to, ...content })).rejects.toMatchObject({
      field: expect.stringMatching(/^to/),
    })
})
