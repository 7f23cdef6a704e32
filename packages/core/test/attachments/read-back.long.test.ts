import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Attachment, createSillage, memoryStore, type Sillage, smtpTransport } from '../../src/index.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import { bytesOf, fileNames } from './file-names.ts'

const script = fileURLToPath(new URL('read-back.py', import.meta.url))
const hasPython = spawnSync('python3', ['--version']).status === 0
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let smtp: FaultySmtpServer
let sillage: Sillage
beforeAll(async () => {
  smtp = await faultySmtpServer()
  sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port }),
    from: 'Shop <news@shop.example>',
    baseUrl: 'https://mail.example',
    content: { maxAttachmentBytes: 100_000_000 },
  })
  await sillage.migrate()
})
afterAll(async () => {
  await sillage.close()
  await smtp.close()
})

/** A mail of a campaign with a file of this size under each name, and one picture, as it arrived. */
async function arrived(size: number): Promise<{ raw: Buffer; expected: object[] }> {
  const files = fileNames.map((filename, at) => ({ filename, bytes: bytesOf(size === 0 ? 0 : size + at) }))
  const attachments: Attachment[] = files.map(({ filename, bytes }) => ({
    filename,
    content: bytes,
    contentType: 'application/pdf',
  }))
  const picture = bytesOf(size)
  attachments.push({ filename: 'logo.png', content: picture, cid: 'logo@shop' })
  const before = smtp.received.length
  await sillage.campaigns.create({
    name: `${size}`,
    subject: 's',
    html: '<p>Hello</p><img src="cid:logo@shop">',
    attachments,
    recipients: [{ email: 'ada@example.org' }],
  })
  await sillage.sendDue()
  expect(smtp.received).toHaveLength(before + 1)
  const saved = files.map(({ filename, bytes }) => ({ filename, hash: hash(bytes), size: bytes.length }))
  const expected = [{ filename: 'logo.png', hash: hash(picture), size }, ...saved]
  return { raw: smtp.received.at(-1)?.raw ?? Buffer.alloc(0), expected }
}

const sizes = [[0], [1_000], [1_000_000]]

// Without Python there is nothing to read mails back with that this project did not choose.
it.skipIf(!hasPython).each(sizes)('Python’s email reads every name, and %i bytes of each file', async (size) => {
  const { raw, expected } = await arrived(size)
  const { stdout, stderr } = spawnSync('python3', [script], { input: raw, maxBuffer: 10_000_000 })
  expect(stderr.toString()).toBe('')
  const { defects, files } = JSON.parse(stdout.toString())
  expect(defects).toEqual([])
  expect(
    files.map(({ filename, hash, size: read }: Record<string, unknown>) => ({ filename, hash, size: read })),
  ).toEqual(expected)
  expect(files[0]).toMatchObject({ cid: '<logo@shop>', disposition: 'inline', contentType: 'image/png' })
  expect(files[1]).toMatchObject({ cid: null, disposition: 'attachment', contentType: 'application/pdf' })
})

it.each(sizes)('mailparser reads every name, and %i bytes of each file', async (size) => {
  const { raw, expected } = await arrived(size)
  const { attachments } = await simpleParser(raw)
  expect(attachments.map(({ filename, content }) => ({ filename, hash: hash(content), size: content.length }))).toEqual(
    expected,
  )
})
