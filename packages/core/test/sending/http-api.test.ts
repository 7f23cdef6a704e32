import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { apiFailure, createSillage, type MailParts, mailParts, memoryStore, type Transport } from '../../src/index.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** What an API is sent, as it is on the wire. */
type Sent = Omit<MailParts, 'attachments'> & { attempt: number }

/** An HTTP API that takes mails as JSON; `answer` gives the status for an address and how often it was sent before. */
async function mailApi(answer: (to: string, attempt: number) => number) {
  const sent: Sent[] = []
  const took: Sent[] = []
  const server = createServer(async (request, response) => {
    const mail = JSON.parse(await bodyOf(request)) as Sent
    const attempt = sent.filter(({ to }) => to.address === mail.to.address).length
    sent.push(mail)
    const status = answer(mail.to.address, attempt)
    if (status < 300) took.push(mail)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status < 300 ? { id: `mail-${took.length}` } : { message: `no: ${status}` }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, sent, took }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  return body
}

/** As the guide on deliverability has it. */
const apiTransport = (url: string): Transport => ({
  name: 'api',
  timeoutMs: 30_000,
  async send(message, { signal } = {}) {
    try {
      const body = JSON.stringify(await mailParts(message))
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(url, { method: 'POST', headers, body, ...(signal === undefined ? {} : { signal }) })
      const text = await response.text()
      if (!response.ok) return apiFailure({ status: response.status, message: text }, message)
      return { kind: 'accepted', response: text, providerId: JSON.parse(text).id }
    } catch (error) {
      return apiFailure(error, message)
    }
  },
  verify: async () => undefined,
  close: async () => undefined,
})

async function sendTwenty(url: string) {
  const sillage = createSillage({
    store: memoryStore(),
    transport: apiTransport(url),
    baseUrl: 'https://mail.example.org/m',
    from: 'Förde Hafen <news@port.example>',
    sending: { retry: { delaysMs: [20], shortestMs: 10 } },
  })
  closers.push(() => sillage.close())
  await sillage.migrate()
  const { id } = await sillage.campaigns.create({
    name: 'News',
    subject: 'Grüße, {{name}}',
    html: '<p>Dear {{name}}, <a href="https://port.example/">look</a></p>',
    replyTo: 'Office <office@port.example>',
    headers: { 'X-Berth': '7' },
    recipients: Array.from({ length: 20 }, (_, n) => ({ email: `r${n}@shop${n}.example`, name: `Zoë ${n}` })),
  })
  await sillage.start()
  return { sillage, id }
}

it('twenty mails go through an HTTP API in parts, and every answer of it is understood', async () => {
  const first: Readonly<Record<string, number>> = { 'r3@shop3.example': 429, 'r5@shop5.example': 500 }
  const api = await mailApi((to, attempt) =>
    to === 'r4@shop4.example' ? 400 : attempt === 0 ? (first[to] ?? 200) : 200,
  )
  const { sillage, id } = await sendTwenty(api.url)
  await vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('completed'), 10_000)

  const { items } = await sillage.messages.list({ campaignId: id, limit: 100 })
  const notSent = items.filter(({ status }) => status !== 'sent')
  expect(notSent).toMatchObject([{ email: 'r4@shop4.example', status: 'failed', error: { kind: 'content' } }])
  expect(api.took.map(({ to }) => to.address).sort()).toEqual(
    Array.from({ length: 20 }, (_, n) => `r${n}@shop${n}.example`)
      .filter((address) => address !== 'r4@shop4.example')
      .sort(),
  )
  expect(api.sent).toHaveLength(22)

  const mail = api.took.find(({ to }) => to.address === 'r7@shop7.example')
  expect(mail).toMatchObject({
    from: { name: 'Förde Hafen', address: 'news@port.example' },
    to: { name: 'Zoë 7', address: 'r7@shop7.example' },
    replyTo: [{ name: 'Office', address: 'office@port.example' }],
    subject: 'Grüße, Zoë 7',
    html: expect.stringMatching(
      /^<p>Dear Zoë 7, <a href="https:\/\/mail\.example\.org\/m\/track\/click\/[a-z0-9]{26}">/,
    ),
    text: expect.stringContaining('Dear Zoë 7, look'),
    headers: {
      'X-Berth': '7',
      'List-Unsubscribe': expect.stringMatching(
        /^<https:\/\/mail\.example\.org\/m\/track\/unsubscribe\/[a-z0-9]{26}>$/,
      ),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Message-ID': expect.stringMatching(/^<[a-z0-9]{26}@port\.example>$/),
    },
  })
  expect(
    Object.keys(mail?.headers ?? {}).filter((name) => /^(?:from|to|subject|date|mime|content)/i.test(name)),
  ).toEqual([])
})

it('an API that refuses the key pauses the campaign, and no message is lost', async () => {
  const api = await mailApi(() => 401)
  const { sillage, id } = await sendTwenty(api.url)
  await vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('paused'), 10_000)
  expect((await sillage.campaigns.get(id)).pauseReason).toBe('smtp_auth')
  const { items } = await sillage.messages.list({ campaignId: id, limit: 100 })
  expect(items).toHaveLength(20)
  expect(items.filter(({ status }) => status === 'failed' || status === 'unknown')).toEqual([])
})

it('reads files out of a message, and one without names', async () => {
  const lines = [
    'From: news@port.example',
    'To: ada@example.org',
    'X-A: 1',
    'X-A: 2',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: application/pdf; name=berth.pdf',
    'Content-Disposition: attachment; filename=berth.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('%PDF').toString('base64'),
    '--b--',
    '',
  ]
  const envelope = { from: 'bounce@port.example', to: 'ada@example.org' }
  expect(await mailParts({ envelope, raw: Buffer.from(lines.join('\r\n')) })).toEqual({
    from: { address: 'news@port.example' },
    to: { address: 'ada@example.org' },
    replyTo: [],
    subject: '',
    headers: { 'X-A': '1, 2' },
    attachments: [
      { filename: 'berth.pdf', contentType: 'application/pdf', content: new Uint8Array(Buffer.from('%PDF')) },
    ],
  })
})
