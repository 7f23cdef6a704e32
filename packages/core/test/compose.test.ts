import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { type ParsedMail, simpleParser } from 'mailparser'
import DKIM from 'nodemailer/lib/dkim'
import { describe, expect, it, vi } from 'vitest'
import {
  type CampaignContent,
  type CompileOptions,
  type ComposeInput,
  compileCampaign,
  mustacheEngine,
  type TemplateEngine,
} from '../src/content/index.ts'
import type { TrackingUrls } from '../src/content/tracking-urls.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { createTrackingUrls } from '../src/tracking/tracking-urls.ts'
import { corpus } from './corpus-mails.ts'

// Properties with many runs share the machine with other tests.
vi.setConfig({ testTimeout: 60_000 })

const sealer = createTokenSealer(['a secret for these tests'])
const urls = createTrackingUrls({ baseUrl: 'https://mail.example', sealer })
/** The same URLs without their two parts: those are asked for one by one. */
const unsealed: TrackingUrls = { ...urls, sealed: undefined }

const from = { name: 'Éditions «Sillage»', address: 'news@shop.example' }
const input: ComposeInput = {
  messageId: 42,
  rfcMessageId: '42.abc@shop.example',
  to: { name: 'Zoé Durand', address: 'zoe@customers.example' },
  data: {
    name: 'Zoé <b>"D\'</b> & {{unsubscribeUrl}}',
    email: 'zoe@customers.example',
    company: 'Été SA',
    vip: true,
    items: [
      { title: 'Pain = 100% "blé"', price: 3 },
      { title: 'Lait 🥛', price: 1.5 },
    ],
    order: { id: 'A/7 ü' },
    id: 7,
    site: 'https://zoe.example/?a=b',
  },
  date: new Date('2026-11-22T10:11:12Z'),
  tracking: { opens: true, clicks: true, readTime: true },
}
const bind = (content: Partial<CampaignContent>, options: CompileOptions = {}, trackingUrls: TrackingUrls = urls) => {
  const compiled = compileCampaign(
    { subject: 'Hello {{name}}', html: '', from, ...content },
    { baseUrl: 'https://mail.example', ...options },
  )
  return compiled.bind({ linkIds: compiled.links.map((_, index) => 100 + index), urls: trackingUrls, campaignId: 5 })
}

async function decoded(
  content: Partial<CampaignContent>,
  options: CompileOptions,
  change: Partial<ComposeInput> = {},
  trackingUrls = urls as TrackingUrls,
) {
  const message = await bind(content, options, trackingUrls).compose({ ...input, ...change })
  const mail = await simpleParser(message.raw, { skipTextToHtml: true, skipHtmlToText: true })
  return { message, mail, seen: whatIsSeen(mail) }
}

/**
 * What a reader gets. The boundary differs from message to message; nodemailer folds lines elsewhere, and chooses the
 * encoding of a text that is alone by what it holds.
 */
function whatIsSeen(mail: ParsedMail) {
  const headers = mail.headerLines
    .filter(({ key }) => key !== 'content-type' && key !== 'content-transfer-encoding')
    .map(({ key }) => [key, mail.headers.get(key)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    headers,
    subject: mail.subject,
    html: mail.html,
    // Of an empty part mailparser makes a line break or nothing, by its encoding.
    // The last line of a text that is alone ends, as lines of mails do.
    text: mail.html === false ? (mail.text ?? '').replace(/\n+$/, '') : (mail.text ?? '').replace(/^\n$/, ''),
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo,
  }
}

/** One has a section that Mustache cannot read; the other lone control characters, which mailparser changes. */
const unreadable = new Set(['placeholders-left.html', 'nul-and-controls.html'])

const trackings = [
  { opens: true, clicks: true, readTime: true },
  { opens: true, clicks: false, readTime: false },
  { opens: false, clicks: true, readTime: false },
  { opens: false, clicks: false, readTime: false },
  { opens: true, clicks: true, readTime: true, aggregate: true },
]

describe('the fast path and the general path', () => {
  const contents = [...corpus].filter(([name]) => !unreadable.has(name))

  it.each(contents)('%s: give the same decoded message', async (_, html) => {
    const headers = { 'List-Unsubscribe': '<{{unsubscribeUrl}}>', 'X-Campaign': 'été' }
    for (const tracking of trackings.slice(0, html.length > 100_000 ? 1 : undefined)) {
      const content = {
        html,
        headers,
        replyTo: [{ address: 'answers@shop.example' }, { name: 'Bureau, été', address: 'desk@shop.example' }],
      }
      const fast = await decoded(content, {}, { tracking })
      const general = await decoded(content, { path: 'general' }, { tracking })
      expect(fast.seen).toEqual(general.seen)
      expect(fast.message.html()).toBe(general.message.html())
      expect(fast.message.envelope).toEqual(general.message.envelope)
    }
  })

  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 90 }),
    fc.constantFrom(' ', '=', '\n', '\r\n', ' \n', '.', '\t', '=20', 'é'.repeat(30), 'a'.repeat(80)),
  )
  // Braces only apart: two pieces that meet could make a tag that is never closed.
  const clean = (text: string) => text.replace(/[\0\r\u2028\u2029{}]/g, '')
  const parts = fc.array(
    fc.oneof(
      word.map(clean),
      fc.constantFrom(
        '{{name}}',
        '{{#items}}{{title}},{{/items}}',
        '{{^vip}}no{{/vip}}',
        '<a href="https://x.example/{{id}}">',
        '<a href=https://x.example/{{name}}>',
        "<a href='https://y.example/?q=1&amp;r=2'>",
        '{{viewUrl}}',
        '</a>',
        '<p>',
        ' { } ',
      ),
    ),
    { maxLength: 14 },
  )

  it('give the same decoded message for generated mails and data', async () => {
    await fc.assert(
      fc.asyncProperty(
        parts,
        parts,
        word,
        fc.constantFrom(...trackings),
        fc.boolean(),
        async (html, text, name, tracking, sealed) => {
          const content = { html: html.join(''), text: text.join(''), tracking: { text: true } }
          const change = { tracking, data: { ...input.data, name: name.replace(/[\0\r]/g, '') } }
          const fast = await decoded(content, {}, change, sealed ? urls : unsealed)
          const general = await decoded(content, { path: 'general' }, change)
          expect(fast.seen).toEqual(general.seen)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('give the same headers, also for values that are empty or long', async () => {
    const long = 'Une très longue valeur '.repeat(20).trim()
    for (const subject of ['', ' ', '{{none}}', long, `{{v}} ${'ascii '.repeat(30)}`])
      for (const value of ['', ' ', 'x', long, 'y'.repeat(300)]) {
        const content = {
          subject,
          html: 'x',
          headers: { 'X-One': value },
          from: { name: value, address: 'a@b.example' },
        }
        const change = { headers: [{ name: 'X-Two', value }], to: { name: value, address: 'zoe@customers.example' } }
        const fast = await decoded(content, {}, change)
        const general = await decoded(content, { path: 'general' }, change)
        expect(fast.seen).toEqual(general.seen)
        expect(fast.message.raw.toString().split('\r\n\r\n')[0]).toContain('MIME-Version: 1.0')
      }
  })

  it('write what the author wrote, to the byte, where nothing is tracked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 20 }), async (list) => {
        const html = list.join('').replace(/\{\{|\}\}/g, '')
        const { message } = await decoded(
          { html, text: 'x' },
          {},
          { tracking: trackings[3] as ComposeInput['tracking'] },
        )
        const body =
          message.raw
            .toString('latin1')
            .split(/text\/html.*\r\n.*\r\n\r\n/)[1]
            ?.split('\r\n--=_')[0] ?? ''
        const bytes = Buffer.from(
          body
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        )
        expect(bytes.toString('utf8')).toBe(html.toWellFormed().replace(/\r?\n/g, '\r\n'))
      }),
      { numRuns: 500 },
    )
  })

  it.each(contents)('%s: every line is at most 76 characters of ASCII and ends in CRLF', async (_, html) => {
    const { message } = await decoded({ html }, {}, { headers: [] })
    const text = message.raw.toString('latin1')
    expect(text).not.toMatch(/[^\t\r\n -~]/)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const body = text.slice(text.indexOf('\r\n\r\n'))
    expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76)
    expect(body).not.toMatch(/[ \t]\r\n/)
  })
})

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

  it.each(['auto', 'general'] as const)('signs messages of the %s path', async (path) => {
    const headers = {
      'List-Unsubscribe': '<{{unsubscribeUrl}}>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }
    const { message } = await decoded({ html: corpus.get('mso-button.html') ?? '', headers }, { path })
    const dkim = new DKIM({
      domainName: 'shop.example',
      keySelector: 'one',
      privateKey,
      headerFieldNames: 'from:to:subject:list-unsubscribe:list-unsubscribe-post',
    })
    const signed = (await buffer(dkim.sign(Buffer.from(message.raw)))).toString('latin1')
    expect(verifies(signed, publicKey)).toBe(true)
    expect(verifies(signed.replace('Buy now', 'Buy n0w'), publicKey)).toBe(false)
    expect(verifies(signed.replace('One-Click', 'Two-Click'), publicKey)).toBe(false)
  })
})

/** Verifies a relaxed/relaxed rsa-sha256 signature (RFC 6376), the kind nodemailer makes. */
function verifies(signed: string, publicKey: string): boolean {
  const split = signed.indexOf('\r\n\r\n')
  const fields = signed.slice(0, split).split(/\r\n(?![ \t])/)
  const relaxed = (field: string) => {
    const colon = field.indexOf(':')
    return `${field.slice(0, colon).toLowerCase().trim()}:${field
      .slice(colon + 1)
      .replace(/\r\n/g, '')
      .replace(/[ \t]+/g, ' ')
      .trim()}`
  }
  const body = `${signed
    .slice(split + 4)
    .replace(/[ \t]+/g, ' ')
    .replace(/ \r\n/g, '\r\n')
    .replace(/(?:\r\n)*$/, '')}\r\n`
  const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? ''
  const tag = (name: string) => new RegExp(`[;\\s:]${name}=([^;]*)`).exec(signature)?.[1]?.replace(/\s+/g, '') ?? ''
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tag('bh')) return false
  const named = tag('h')
    .split(':')
    .map((name) => fields.find((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)))
  const covered = [
    ...named.filter((field) => field !== undefined).map((field) => `${relaxed(field)}\r\n`),
    relaxed(signature.replace(/([;\s]b=)[^;]*$/, '$1')),
  ]
  return createVerify('RSA-SHA256').update(covered.join(''), 'latin1').verify(publicKey, tag('b'), 'base64')
}

describe('an engine that only renders', () => {
  const mustache = mustacheEngine()
  const opaque: TemplateEngine = {
    compile(source, mode) {
      const { fields, render } = mustache.compile(source, mode)
      return { fields, render: (data) => (mode === 'text' ? render(data) : Promise.resolve(render(data))) }
    },
  }
  const data = { ...input.data, name: 'Zoé', id: 7 }

  it.each([...corpus].filter(([name]) => !/^(?:nul|merge|mjml-receipt|big|placeholders)/.test(name)))(
    '%s: gives the same decoded message',
    async (_, html) => {
      const change = { data, tracking: trackings[0] as ComposeInput['tracking'] }
      const fast = await decoded({ html, text: 'Hello {{name}}' }, {}, change)
      const other = await decoded({ html, text: 'Hello {{name}}' }, { engine: opaque }, change)
      expect(other.seen).toEqual(fast.seen)
    },
  )

  it('tracks personalised links, places the pixel where the template says and keeps data out of it', async () => {
    const html =
      '<p>{{name}}</p>{{trackingPixel}}<a href="https://x.example/?id={{id}}">x</a><a href="{{unsubscribeUrl}}">out</a>'
    const { message } = await decoded({ html }, { engine: opaque }, { data: { name: '{{trackingPixel}}', id: 9 } })
    expect(message.html()).toBe(
      `<img src="${urls.read(42)}" width="1" height="1" alt="" border="0" style="display:block;width:1px;height:1px;border:0;margin:0;padding:0">` +
        `<p>{{trackingPixel}}</p><img src="${urls.pixel(42)}" width="1" height="1" alt="" border="0" style="display:block;width:1px;height:1px;border:0;margin:0;padding:0">` +
        `<a href="${urls.click(42, 100)}">x</a><a href="${urls.unsubscribe(42).replaceAll('/', '/')}">out</a>`,
    )
    expect(bind({ html }, { engine: opaque }).renderDestination(0, { id: 9 })).toBe('https://x.example/?id=9')
  })
})
