import { simpleParser } from 'mailparser'
import { expect, it } from 'vitest'
import type { ContentFile } from '../../src/content/composer.ts'
import { compileCampaign } from '../../src/content/index.ts'
import { encodedSize, encodeFile } from '../../src/content/mime/encode-file.ts'
import { atOnce } from '../../src/kit/steps.ts'
import { createTokenSealer } from '../../src/tracking/tokens.ts'
import { createTrackingUrls } from '../../src/tracking/tracking-urls.ts'
import { bytesOf, fileNames } from './file-names.ts'

const urls = createTrackingUrls({
  baseUrl: 'https://mail.example',
  sealer: createTokenSealer(['a secret for tests only']),
})
const html = '<p>Hello {{name}}</p><img src="cid:logo@shop"><a href="https://shop.example/">A</a>'
const input = {
  messageId: 1,
  rfcMessageId: '1@shop.example',
  to: { name: 'Zoé', address: 'zoe@example.org' },
  data: { name: 'Zoé' },
  date: new Date('2026-11-28T08:00:00Z'),
  tracking: { opens: true, clicks: true, readTime: false },
}

function file(filename: string, bytes: Buffer, changes: Partial<ContentFile> = {}): ContentFile {
  const encoded = atOnce(encodeFile(bytes))
  return {
    filename,
    contentType: 'application/pdf',
    cid: null,
    size: bytes.length,
    encoded: () => encoded,
    ...changes,
  }
}
const picture = () => file('logo.png', bytesOf(300), { cid: 'logo@shop', contentType: 'image/png' })

const paths = ['auto', 'general'] as const
function composerOf(attachments: ContentFile[] | undefined, path: (typeof paths)[number] = 'auto') {
  const from = { name: 'Shop', address: 'news@shop.example' }
  const headers = { 'List-Unsubscribe': '<{{unsubscribeUrl}}>' }
  const compiled = compileCampaign({ subject: 'S', html, from, headers, attachments }, { path })
  return compiled.bind({ linkIds: compiled.links.map((_, index) => index + 1), urls })
}

/** The nesting of parts, by the fields that say it. */
function structureOf(raw: Buffer): string[] {
  return raw
    .toString('latin1')
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .filter((line) => /^(?:content-type|content-disposition|content-id):/i.test(line))
    .map((line) => line.replace(/ (?:boundary|filename|name)[^;]*;?/g, ' …').trim())
}

it.each(paths)('%s: text in two forms, the pictures it shows beside it, and files behind', async (path) => {
  const { raw } = await composerOf([file('a.pdf', bytesOf(100)), picture()], path).compose(input)
  expect(structureOf(raw)).toEqual([
    'Content-Type: multipart/mixed; …',
    'Content-Type: multipart/related; type="multipart/alternative"; …',
    'Content-Type: multipart/alternative; …',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Type: text/html; charset=utf-8',
    'Content-Type: image/png; …',
    'Content-ID: <logo@shop>',
    'Content-Disposition: inline; …',
    'Content-Type: application/pdf; …',
    'Content-Disposition: attachment; …',
  ])
})

it.each(paths)('%s: without pictures nothing is related, without files to save nothing is mixed', async (path) => {
  const types = async (files: ContentFile[]) =>
    structureOf((await composerOf(files, path).compose(input)).raw).map((line) => /[a-z]+\/[a-z]+/.exec(line)?.[0])
  const text = ['multipart/alternative', 'text/plain', 'text/html']
  expect((await types([file('a.pdf', bytesOf(1))])).filter(Boolean)).toEqual([
    'multipart/mixed',
    ...text,
    'application/pdf',
  ])
  expect((await types([picture()])).filter(Boolean)).toEqual(['multipart/related', ...text, 'image/png'])
})

it.each(paths)('%s: names of every script and files of every size are read back', async (path) => {
  const files = fileNames.map((name, at) => file(name, bytesOf([0, 1, 2, 3, 56, 57, 58, 1_000, 100_000][at % 9] ?? 0)))
  const mail = await simpleParser((await composerOf(files, path).compose(input)).raw)
  expect(mail.attachments.map(({ filename }) => filename)).toEqual([...fileNames])
  for (const [at, one] of mail.attachments.entries())
    expect(one.content.equals(Buffer.from(files[at]?.encoded().toString() ?? '', 'base64')), one.filename).toBe(true)
  expect(mail.text).toContain('Hello Zoé')
  expect(mail.html).toContain('Hello Zoé')
  expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: expect.stringContaining('https://mail.ex') } })
})

it('no line is longer than 998 bytes, none begins with a dot, and nothing but ASCII is in it', async () => {
  const files = fileNames.map((name) => file(name, bytesOf(5_000)))
  const text = (await composerOf([...files, picture()]).compose(input)).raw.toString('latin1')
  expect(text.split('\r\n').filter((line) => line.length > 998 || line.startsWith('.'))).toEqual([])
  expect(text).not.toMatch(/[^\r\n\t\x20-\x7e]|[^\r]\n/)
})

it('both ways write the same behind the text, and each message of a content shares it', async () => {
  const files = [file('a.pdf', bytesOf(70_000)), picture()]
  const composer = composerOf(files)
  const first = await composer.compose(input)
  const [own, ...shared] = first.parts ?? []
  const second = await composer.compose({ ...input, messageId: 2 })
  expect(shared.length).toBeGreaterThan(3)
  expect(second.parts?.slice(1).every((piece, at) => piece === shared[at])).toBe(true)
  expect(shared).toContain(files[0]?.encoded())
  for (const piece of [own as Buffer, ...shared]) expect(piece.subarray(-2).toString()).toBe('\r\n')
  expect(second.raw.equals(Buffer.concat([...(second.parts ?? [])]))).toBe(true)
  const general = await composerOf(files, 'general').compose(input)
  const tail = (parts: readonly Buffer[]) =>
    Buffer.concat(parts.slice(1))
      .toString('latin1')
      .replace(/(?<=_)[0-9a-f]{24}/g, 'id')
  expect(tail(general.parts ?? [])).toBe(tail(second.parts ?? []))
})

it('the boundary cannot stand in a file', async () => {
  const { raw } = await composerOf([file('a.pdf', bytesOf(10)), picture()]).compose(input)
  const boundaries = [...raw.toString('latin1').matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => boundary)
  expect(new Set(boundaries).size).toBe(3)
  for (const one of boundaries) {
    expect(one).toMatch(/[^A-Za-z0-9+/=\r\n]/)
    expect(boundaries.filter((other) => other.startsWith(one))).toEqual([one])
  }
})

it('messages that waited for one file do not overwrite each other', async () => {
  let give: (encoded: Buffer) => void = () => {}
  const bytes = new Promise<Buffer>((resolve) => {
    give = resolve
  })
  const composer = composerOf([file('a.pdf', bytesOf(10), { encoded: () => bytes })])
  const asked = ['Ada', 'Zoé', 'Bob'].map((name) => composer.compose({ ...input, data: { name } }))
  give(atOnce(encodeFile(bytesOf(10))))
  const texts = (await Promise.all(asked)).map(async ({ raw }) => (await simpleParser(raw)).text?.slice(6, 9))
  expect(await Promise.all(texts)).toEqual(['Ada', 'Zoé', 'Bob'])
})

it('what has no files is composed as before, and says nothing of parts', async () => {
  const without = await composerOf(undefined).compose(input)
  const empty = await composerOf([]).compose(input)
  const same = (raw: Buffer) => raw.toString('latin1').replace(/(?<=_)[0-9a-f]{24}/g, 'id')
  expect(same(empty.raw)).toBe(same(without.raw))
  expect(structureOf(without.raw)[0]).toBe('Content-Type: multipart/alternative; …')
  expect([without.parts, empty.parts]).toEqual([undefined, undefined])
})

it('an encoded file is as long as was said, and nothing else', () => {
  for (const size of [0, 1, 2, 3, 56, 57, 58, 114, 466_944, 466_945, 1_000_000]) {
    const encoded = atOnce(encodeFile(bytesOf(size)))
    expect(encoded.length).toBe(encodedSize(size))
    expect(Buffer.from(encoded.toString(), 'base64').equals(bytesOf(size))).toBe(true)
    const lines = encoded.toString().split('\r\n')
    expect(lines.pop()).toBe('')
    expect(lines.slice(0, -1).every((line) => line.length === 76)).toBe(true)
  }
})
