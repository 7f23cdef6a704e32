import { generateKeyPairSync } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { afterEach, expect, it } from 'vitest'
import {
  type Attachment,
  createSillage,
  dkim,
  memoryStore,
  type Sillage,
  type SmtpTransportOptions,
  smtpTransport,
} from '../../src/index.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import { bytesOf, fileNames } from './file-names.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})
const content = { subject: 's', html: '<p>Hello {{name}}</p><img src="cid:logo@shop">' }
const picture = bytesOf(300)
const attachments: Attachment[] = [
  { filename: 'logo.PNG', cid: 'logo@shop', base64: picture.toString('base64') },
  { filename: 'Grüße.txt', content: 'Grüße 😀\n.\r\n..' },
  { filename: 'report', content: bytesOf(100_000) },
]
const shown = [
  { filename: 'logo.PNG', contentType: 'image/png', cid: 'logo@shop', size: 300 },
  { filename: 'Grüße.txt', contentType: 'text/plain', cid: null, size: 18 },
  { filename: 'report', contentType: 'application/octet-stream', cid: null, size: 100_000 },
]

async function setup(options: SmtpTransportOptions = {}): Promise<{ sillage: Sillage; smtp: FaultySmtpServer }> {
  const smtp = await faultySmtpServer()
  const sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, ...options }),
    from: 'Shop <news@shop.example>',
    baseUrl: 'https://mail.example',
  })
  await sillage.migrate()
  closers.push(
    () => smtp.close(),
    () => sillage.close(),
  )
  return { sillage, smtp }
}
const recipients = [
  { email: 'ada@example.org', name: 'Ada' },
  { email: 'zoe@example.org', name: 'Zoé' },
]
const idsOf = (files: { attachment: string }[]) => files.map(({ attachment }) => attachment)

/** What is in the files of a mail that arrived. */
async function filesOf(raw: Buffer | undefined) {
  const mail = await simpleParser(raw ?? '')
  return mail.attachments.map(({ filename, contentType, cid, content: bytes }) => ({
    filename,
    contentType,
    cid: cid ?? null,
    bytes: bytes.toString('base64'),
  }))
}
const sent = attachments.map(({ content: given, base64 }, at) => {
  const { size: _, ...file } = shown[at] as (typeof shown)[number]
  return { ...file, bytes: base64 ?? Buffer.from((given ?? '') as string).toString('base64') }
})

it.each([['plain'], ['signed']])('%s: every recipient gets the files, byte for byte', async (how) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { domainName: 'shop.example', keySelector: 's', privateKey }
  const { sillage, smtp } = await setup(how === 'signed' ? { dkim: dkim(key) } : {})
  const made = await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients })
  expect(made.attachments).toEqual(shown.map((file) => ({ ...file, attachment: expect.any(String) })))
  expect(made.warnings).toEqual([])
  await sillage.sendDue()
  expect(smtp.received).toHaveLength(2)
  for (const { raw } of smtp.received) expect(await filesOf(raw)).toEqual(sent)
  expect((await simpleParser(smtp.received[1]?.raw ?? '')).text).toMatch(/Hello (Ada|Zoé)/)
})

it('what is read of a campaign is what a change of it takes; null and [] clear', async () => {
  const { sillage } = await setup()
  const made = await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients, start: false })
  const { id } = made
  expect((await sillage.campaigns.update(id, { attachments: made.attachments })).attachments).toEqual(made.attachments)
  const turned = made.attachments.toReversed()
  expect((await sillage.campaigns.update(id, { attachments: turned })).attachments).toEqual(turned)
  expect((await sillage.campaigns.update(id, { subject: 'other' })).attachments).toEqual(turned)
  expect((await sillage.campaigns.update(id, { attachments: null })).attachments).toEqual([])
  const again = await sillage.campaigns.update(id, { attachments })
  expect(idsOf(again.attachments)).toEqual(idsOf(made.attachments))
  expect((await sillage.campaigns.update(id, { attachments: [] })).attachments).toEqual([])
})

it('files of a paused campaign may be corrected, and the rest is sent with the new ones', async () => {
  const { sillage, smtp } = await setup()
  const { id } = await sillage.campaigns.create({ name: 'n', ...content, attachments, recipients, start: false })
  await sillage.campaigns.start(id)
  await sillage.campaigns.pause(id)
  await sillage.campaigns.update(id, { attachments: [{ filename: 'only.txt', content: 'a' }] })
  await sillage.campaigns.resume(id)
  await expect(sillage.campaigns.update(id, { attachments: [] })).rejects.toMatchObject({ code: 'wrong_status' })
  await sillage.sendDue()
  for (const { raw } of smtp.received)
    expect((await filesOf(raw)).map(({ filename }) => filename)).toEqual(['only.txt'])
})

it('an upload is named by its id, in several mails under several names', async () => {
  const { sillage, smtp } = await setup()
  const upload = await sillage.attachments.create({ filename: 'Preise.pdf', content: bytesOf(1_000) })
  expect(upload).toEqual({
    id: expect.any(String),
    filename: 'Preise.pdf',
    contentType: 'application/pdf',
    size: 1_000,
  })
  expect((await sillage.attachments.create({ filename: 'b.txt', content: bytesOf(1_000) })).id).toBe(upload.id)
  const files = ['a.pdf', 'b.bin'].map((filename) => ({ filename, attachment: upload.id }))
  await sillage.campaigns.create({ name: 'n', ...content, attachments: files, recipients })
  await sillage.sendDue()
  const bytes = bytesOf(1_000).toString('base64')
  expect((await filesOf(smtp.received[0]?.raw)).map((file) => [file.filename, file.bytes])).toEqual([
    ['a.pdf', bytes],
    ['b.bin', bytes],
  ])
})

it('a test has the real files, and a preview lists them and shows the pictures', async () => {
  const { sillage, smtp } = await setup()
  await sillage.campaigns.sendTest({ to: 'me@shop.example', ...content, attachments })
  expect(await filesOf(smtp.received[0]?.raw)).toEqual(sent)
  const preview = await sillage.campaigns.preview({ ...content, attachments })
  expect(preview.attachments).toEqual(shown)
  expect(preview.html).toContain(`<img src="data:image/png;base64,${picture.toString('base64')}">`)
})

it('a picture that is missing and one that nothing shows are warned of', async () => {
  const { sillage } = await setup()
  const warned = async (html: string) => {
    const { warnings } = await sillage.campaigns.preview({ html, attachments: attachments.slice(0, 1) })
    return warnings.map(({ code, subject }) => [code, subject])
  }
  expect(await warned('<p>none</p>')).toEqual([['unused_picture', 'logo@shop']])
  expect(await warned('<img src="cid:logo@shop"><img src=cid:other>')).toEqual([['missing_picture', 'other']])
  expect(await warned('<td style="background:url(cid:logo@shop)">')).toEqual([])
  expect(await warned('<img src="cid:{{which}}">')).toEqual([])
})

const file = { filename: 'a.txt', content: 'a' }
it.each<[string, object, string, string?]>([
  ['nothing in it', { filename: 'a' }, 'attachments[0]'],
  ['two of three', { ...file, base64: '' }, 'attachments[0]'],
  ['a size beside bytes', { ...file, size: 1 }, 'attachments[0].size'],
  ['no name', { ...file, filename: '' }, 'attachments[0].filename'],
  ['a long name', { ...file, filename: 'a'.repeat(256) }, 'attachments[0].filename'],
  ['a line break in the name', { ...file, filename: 'a\r\nb' }, 'attachments[0].filename'],
  ['a C1 control in the name', { ...file, filename: 'a\u0085b' }, 'attachments[0].filename'],
  ['a path', { ...file, filename: '../a' }, 'attachments[0].filename'],
  ['a path of Windows', { ...file, filename: 'c:\\a' }, 'attachments[0].filename'],
  ['half a character', { ...file, filename: 'a\ud83d' }, 'attachments[0].filename'],
  ['a type with parameters', { ...file, contentType: 'text/plain; charset=utf-8' }, 'attachments[0].contentType'],
  ['a type with a line break', { ...file, contentType: 'text/plain\r\nX: y' }, 'attachments[0].contentType'],
  ['a multipart', { ...file, contentType: 'multipart/mixed' }, 'attachments[0].contentType'],
  ['a message', { ...file, contentType: 'Message/RFC822' }, 'attachments[0].contentType'],
  ['a cid with a bracket', { ...file, cid: 'a>b' }, 'attachments[0].cid'],
  ['base64 with a line break', { filename: 'a', base64: 'YWJj\nYWJj' }, 'attachments[0].base64'],
  ['base64 without padding', { filename: 'a', base64: 'YQ' }, 'attachments[0].base64'],
  ['base64url', { filename: 'a', base64: '_-8=' }, 'attachments[0].base64'],
  ['an unknown upload', { filename: 'a', attachment: '1000' }, 'attachments[0].attachment'],
  ['a URL', { filename: 'a', href: 'https://a.example' }, 'attachments[0].href', 'unknown_field'],
  ['a file of the disk', { filename: 'a', path: '/etc/passwd' }, 'attachments[0].path', 'unknown_field'],
])('%s is refused', async (_, given, field, code = 'invalid_field') => {
  const { sillage } = await setup()
  const mail = { ...content, attachments: [given as Attachment] }
  await expect(sillage.campaigns.preview(mail)).rejects.toMatchObject({ code, field })
  await expect(sillage.campaigns.sendTest({ ...mail, to: 'me@shop.example' })).rejects.toMatchObject({ code, field })
  const create = sillage.campaigns.create({ ...mail, name: 'n', recipients, start: false })
  await expect(create).rejects.toMatchObject({ code, field })
})

it('a cid is one picture’s, and a mail has at most 100 files', async () => {
  const { sillage } = await setup()
  const preview = (files: Attachment[]) => sillage.campaigns.preview({ ...content, attachments: files })
  const twice = [file, { ...file, cid: 'a' }, { ...file, cid: 'a' }]
  await expect(preview(twice)).rejects.toMatchObject({ code: 'invalid_field', field: 'attachments[2].cid' })
  await expect(preview(Array.from({ length: 101 }, () => file))).rejects.toMatchObject({ field: 'attachments' })
  const most = await preview(Array.from({ length: 100 }, () => file))
  expect(most.attachments).toHaveLength(100)
})

it('a file that no mail may have by the end of its name is a file like any other', async () => {
  const { sillage } = await setup()
  const { contentType } = await sillage.attachments.create({ filename: 'mail.eml', content: '' })
  expect(contentType).toBe('application/octet-stream')
  for (const filename of fileNames) await sillage.attachments.create({ filename, content: 'x' })
})
