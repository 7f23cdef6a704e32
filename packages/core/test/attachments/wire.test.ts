import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeFile } from '../../src/content/mime/encode-file.ts'
import { createSillage, memoryStore, smtpTransport } from '../../src/index.ts'
import { atOnce } from '../../src/kit/steps.ts'
import { dkim } from '../../src/sending/transport/dkim.ts'
import { mailParts } from '../../src/sending/transport/mail-parts.ts'
import { messageInParts } from '../../src/sending/transport/message-bytes.ts'
import type { OutgoingMessage, Transport } from '../../src/sending/transport/transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import { bytesOf } from './file-names.ts'

let server: FaultySmtpServer
let transport: Transport
beforeAll(async () => {
  server = await faultySmtpServer()
  transport = smtpTransport({ host: '127.0.0.1', port: server.port, maxConnections: 1, maxMessages: 1_000_000 })
})
afterAll(async () => {
  await transport.close()
  await server.close()
})
const envelope = { from: 'a@shop.example', to: 'b@example.org' }
const head = 'From: a@shop.example\r\nSubject: s \t x\r\nContent-Type: text/plain\r\n\r\n'
const buffers = (texts: readonly string[]) => texts.map((text) => Buffer.from(text)) as [Buffer, ...Buffer[]]

it('a message in pieces arrives as its bytes, with every dot', async () => {
  const lines = fc.array(fc.constantFrom('', '.', '..', '.a', 'a', 'a '.repeat(40), 'QUJD'), {
    minLength: 1,
    maxLength: 5,
  })
  const pieces = fc.array(lines, { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(pieces, async (given) => {
      const [own = '', ...shared] = given.map((of) => of.map((line) => `${line}\r\n`).join(''))
      const parts = buffers([head + own, ...shared, '--end--\r\n'])
      const message = messageInParts(envelope, parts)
      const joined = Buffer.concat(parts)
      expect(message.raw.equals(joined)).toBe(true)
      expect(await transport.send(message)).toMatchObject({ kind: 'accepted' })
      expect(server.received.at(-1)?.raw.equals(joined)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('a large file arrives whole from pieces that are shared, and they are as they were', async () => {
  const file = atOnce(encodeFile(bytesOf(1_000_000)))
  const before = Buffer.from(file)
  const message = (n: number) => messageInParts(envelope, [Buffer.from(`X: ${n}\r\n\r\n`), file, Buffer.from('--\r\n')])
  const sends = await Promise.all([1, 2, 3].map((n) => transport.send(message(n))))
  expect(sends.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted'])
  for (const [at, { raw }] of server.received.slice(-3).entries()) expect(raw.equals(message(at + 1).raw)).toBe(true)
  expect(file.equals(before)).toBe(true)
})

const keys = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  generateKeyPairSync('ed25519').privateKey,
].map((privateKey, at) => ({ domainName: 'shop.example', keySelector: `k${at}`, privateKey }))

it('the signature of pieces is that of the message', async () => {
  const signer = dkim(keys)
  const line = fc.constantFrom('', ' ', 'a', ' a  b\t', '\t', 'QUJD', 'x'.repeat(76))
  const piece = fc.array(line, { maxLength: 6 }).map((lines) => lines.map((one) => `${one}\r\n`).join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async ([own = '', ...shared]) => {
      const parts = buffers([head + own, ...shared, '--end--\r\n'])
      const [apart, joined] = [await signer.signatures?.(parts), await signer.sign(Buffer.concat(parts))]
      expect(apart?.length).toBeGreaterThan(500)
      expect(Buffer.concat([apart as Buffer, ...parts]).equals(joined)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

const attachments = [
  { filename: 'Каталог.pdf', content: bytesOf(5_000) },
  { filename: 'logo.png', content: bytesOf(60), cid: 'logo@shop' },
]
const content = { subject: 's', html: '<img src="cid:logo@shop">', text: 'none' }
const recipients = [{ email: 'ada@example.org' }, { email: 'zoe@example.org' }]

/** What a transport is given for a campaign with files. */
async function given(): Promise<OutgoingMessage[]> {
  const messages: OutgoingMessage[] = []
  const keeping: Transport = {
    name: 'keeping',
    timeoutMs: 1_000,
    async send(message) {
      const [own, ...shared] = message.parts ?? []
      // The first piece is written again with a later message.
      if (own !== undefined) messages.push(messageInParts(message.envelope, [Buffer.from(own), ...shared]))
      return { kind: 'accepted', response: '250 ok' }
    },
    verify: async () => undefined,
    close: async () => {},
  }
  const sillage = createSillage({
    store: memoryStore(),
    transport: keeping,
    from: 'a@shop.example',
    baseUrl: 'https://mail.example',
  })
  await sillage.migrate()
  await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients })
  await sillage.sendDue()
  await sillage.close()
  return messages
}

it('all messages of a campaign share the pieces behind their own', async () => {
  const [first, second] = await given()
  const shared = first?.parts?.slice(1) ?? []
  expect(shared.length).toBeGreaterThan(3)
  expect(second?.parts?.slice(1).every((piece, at) => piece === shared[at])).toBe(true)
})

it('mailParts gives an API the files', async () => {
  const [message] = await given()
  const parts = await mailParts(message as OutgoingMessage)
  expect(parts.html).toContain('cid:logo@shop')
  expect(
    parts.attachments
      .map(({ filename, contentType, contentId, content: bytes }) => ({
        filename,
        contentType,
        contentId,
        bytes: Buffer.from(bytes).toString('base64'),
      }))
      .sort((a, b) => a.filename.localeCompare(b.filename)),
  ).toEqual([
    {
      filename: 'logo.png',
      contentType: 'image/png',
      contentId: '<logo@shop>',
      bytes: bytesOf(60).toString('base64'),
    },
    {
      filename: 'Каталог.pdf',
      contentType: 'application/pdf',
      contentId: undefined,
      bytes: bytesOf(5_000).toString('base64'),
    },
  ])
})

it('a Transporter of the host is given the whole message', async () => {
  const transporter = createTransport({ host: '127.0.0.1', port: server.port, pool: false })
  const sillage = createSillage({
    store: memoryStore(),
    transport: transporter,
    from: 'a@shop.example',
    baseUrl: 'https://mail.example',
  })
  await sillage.migrate()
  await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients: recipients.slice(0, 1) })
  await sillage.sendDue()
  const { raw } = server.received.at(-1) ?? expect.fail('nothing arrived')
  const parts = await mailParts({ envelope, raw })
  expect(parts.attachments.map(({ content: bytes }) => bytes.length).sort()).toEqual([5_000, 60])
  await sillage.close()
})
