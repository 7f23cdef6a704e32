import { createHash, generateKeyPairSync } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import type { CampaignContent, CompileOptions, ComposeInput } from '../src/content/index.ts'
import { mustacheEngine } from '../src/content/template/mustache-engine.ts'
import type { TemplateEngine } from '../src/content/template/template-engine.ts'
import { dkim } from '../src/sending/transport/dkim.ts'
import { click, compile, input, urls } from './compiled.ts'

/** An engine that gives no parts. */
const opaque: TemplateEngine = {
  compile(source, mode) {
    const { fields, render } = mustacheEngine().compile(source, mode)
    return { fields, render }
  },
}
const ways: [string, CompileOptions][] = [
  ['spliced', {}],
  ['composed by nodemailer', { path: 'general' }],
  ['of an engine that only renders', { engine: opaque }],
]

async function composed(content: Partial<CampaignContent>, change: Partial<ComposeInput>, options: CompileOptions) {
  const compiled = compile({ html: 'x', ...content }, options)
  const composer = compiled.bind({ linkIds: compiled.links.map((_, index) => 100 + index), urls, campaignId: 5 })
  const message = await composer.compose({ ...input, ...change })
  const raw = Buffer.from(message.raw)
  return { message, raw, head: raw.subarray(0, raw.indexOf('\r\n\r\n')), destination: composer.renderDestination }
}

/** A header as a reader shows it: every encoded word decoded, also one that stands in quotes. */
async function shown(head: Buffer, name: string): Promise<string> {
  const field = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'm').exec(head.toString('latin1'))?.[1] ?? ''
  const unfolded = field.replace(/\r\n(?=[ \t])/g, '').replace(/"/g, '')
  return (await simpleParser(`Subject: ${unfolded}\r\n\r\n`)).subject ?? ''
}

describe.each(ways)('a header, %s', (_, options) => {
  const view = urls.view(42)

  it.each([
    ['Été {{viewUrl}}', `Été ${view}`],
    ['<{{viewUrl}}>été', `<${view}>été`],
    ['{{viewUrl}} 🥛 {{unsubscribeUrl}}', `${view} 🥛 ${urls.unsubscribe(42)}`],
    ['=?utf-8?Q?=41?= {{viewUrl}}', `=?utf-8?Q?=41?= ${view}`],
    ['{{viewUrl}}', view],
    ['{{v}} {{viewUrl}}', `Zoé ${view}`],
    [`${'é'.repeat(80)} {{viewUrl}}`, `${'é'.repeat(80)} ${view}`],
  ])('%s has no byte beyond ASCII, and says what was written', async (value, expected) => {
    const { head } = await composed({ headers: { 'X-Note': value } }, { data: { v: 'Zoé' } }, options)
    expect(head.toString('latin1')).not.toMatch(/[^\r\n\t -~]/)
    expect(await shown(head, 'X-Note')).toBe(expected)
    for (const line of head.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  })

  it.each([
    '=?utf-8?Q?=41?=',
    '=?UTF-8?b?QQ==?=',
    'before =?utf-8?q?=41?= behind',
    '=?utf-8?Q?a b?=',
    '=?utf-8*en?Q?=41?= =?utf-8?Q?=42?=',
    `=?utf-8?Q?=41?=${' long'.repeat(25)}`,
    'é =?utf-8?Q?=41?=',
    '=?utf-8?X?x?=',
    'a =? b ?= c',
    '"=?utf-8?Q?=41?="',
  ])('keeps %s, which looks encoded, as text', async (value) => {
    const plain = value.replaceAll('"', '')
    const { head } = await composed(
      {
        subject: '{{v}}',
        from: { name: '{{v}}', address: 'news@shop.example' },
        replyTo: [{ name: plain, address: 'desk@shop.example' }, { address: 'other@shop.example' }],
        headers: { 'X-Merged': '{{v}}', 'X-Fixed': value },
      },
      {
        data: { v: value },
        to: { name: plain, address: 'zoe@customers.example' },
        headers: [{ name: 'X-Own', value }],
      },
      options,
    )
    for (const name of ['Subject', 'X-Merged', 'X-Fixed', 'X-Own'])
      expect((await shown(head, name)).replaceAll('"', ''), name).toBe(plain)
    expect(await shown(head, 'To')).toBe(`${plain} <zoe@customers.example>`)
    expect((await shown(head, 'From')).replace(/["\\]/g, '')).toBe(`${plain} <news@shop.example>`)
    const { replyTo } = await simpleParser(Buffer.concat([head, Buffer.from('\r\n\r\n')]))
    expect(replyTo?.value.map(({ address }) => address)).toEqual(['desk@shop.example', 'other@shop.example'])
  })
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signer = dkim({ domainName: 'shop.example', keySelector: 's', privateKey })

/** The hash in a signature, and that of the body as it is on the wire (RFC 6376, relaxed). */
async function bodyHashes(raw: Buffer): Promise<[signed: string | undefined, sent: string]> {
  const signed = (await signer.sign(raw)).toString('latin1')
  const end = signed.indexOf('\r\n\r\n')
  const head = signed.slice(0, end).replace(/\r\n\s+/g, '')
  // Whatever ends a line is written as CRLF.
  const lines = signed.slice(end + 4).split(/\r\n|\r|\n/)
  const relaxed = lines.map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, '')).join('\r\n')
  const body = Buffer.from(`${relaxed.replace(/(\r\n)*$/, '')}\r\n`, 'latin1')
  return [/bh=([^;]+);/.exec(head)?.[1]?.replace(/\s/g, ''), createHash('sha256').update(body).digest('base64')]
}

describe.each(ways)('a line that ends in CR alone, %s', (_, options) => {
  it.each(['a\rb', 'a\r', '\rb', 'a\r\rb', 'a\r\n\rb', 'é\rb'])('%j ends as all lines do', async (bio) => {
    const content = { html: '<p>{{bio}}.</p>', text: 'Hi\n{{bio}}.' }
    const { raw } = await composed(content, { data: { bio } }, options)
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const [signed, sent] = await bodyHashes(raw)
    expect(signed).toBe(sent)
    const { text } = await simpleParser(raw, { skipHtmlToText: true })
    expect(text?.trimEnd()).toBe(`Hi\n${bio.replace(/\r\n?/g, '\n')}.`)
  })
})

describe('a value in a script or a style', () => {
  const htmlOf = (source: string, data: Record<string, unknown>) =>
    composed({ html: source }, { data }, {}).then(({ message }) => message.html())

  it.each(['O\'Brien & "Sons"', '</script><b>', '<!--<script>', 'a\\"b\n\u2028', 'é🥛', '\ud800'])(
    '%j is escaped as JSON in JSON',
    async (name) => {
      for (const type of ['application/ld+json', 'application/json', ' APPLICATION/LD+JSON; charset=utf-8']) {
        const sent = await htmlOf(
          `<script nonce=a type="${type}">{"n":"{{name}}","l":[{{#all}}"{{.}}",{{/all}}0],"u":"{{viewUrl}}"}</script>{{name}}`,
          { name, all: [name] },
        )
        const [, json = ''] = /<script[^>]*>(.*?)<\/script>/s.exec(sent) ?? []
        expect(JSON.parse(json)).toEqual({ n: name, l: [name, 0], u: urls.view(42) })
      }
    },
  )

  it.each([
    ['<style>p{color:{{v}}}</style>', '<style>p{color:}</style>', 'style', 16],
    ['<style media=x>{{v}}</STYLE>{{v}}', '<style media=x></STYLE>&lt;i&gt;', 'style', 16],
    ['<script>a="{{v}}"</script>', '<script>a=""</script>', 'script', 12],
    ['<script type=module>{{{v}}}</script>', '<script type=module></script>', 'script', 21],
    ['<!--[if mso]><style>{{v}}</style><![endif]-->', '<!--[if mso]><style></style><![endif]-->', 'style', 21],
    ['<style>{{v}}', '<style>', 'style', 8],
  ])('%s is left out, with a warning', async (source, expected, element, column) => {
    const { warnings } = compile({ html: `\n${source}` })
    const about = { code: 'value_left_out', subject: 'v', field: 'html', line: 2, column }
    expect(warnings).toMatchObject([{ ...about, message: expect.stringContaining(`<${element}>`) }])
    expect(await htmlOf(source, { v: '<i>' })).toContain(expected)
  })

  it('is escaped as HTML where HTML has escapes', async () => {
    const source = '<title>{{v}}</title><textarea>{{v}}</textarea><p style="color:{{v}}">'
    expect(compile({ html: source }).warnings).toEqual([])
    expect(await htmlOf(source, { v: '<i>' })).toContain(
      '<title>&lt;i&gt;</title><textarea>&lt;i&gt;</textarea><p style="color:&lt;i&gt;">',
    )
  })
})

describe('a link', () => {
  it.each([
    ['<a href="https://x.example/\n  a">', 'https://x.example/%20%20a'],
    ['<a href="https://x.exam\r\nple/\ta">', 'https://x.example/a'],
    ['<a href="\n https://x.example/a\n">', 'https://x.example/a'],
    ['<a href="ht&#10;tps://x.example/a">', 'https://x.example/a'],
    ['<a href="https://x.example/\n{{id}}">', 'https://x.example/7'],
    ['<a href="ht\ntps://x.example/{{id}}">', 'https://x.example/7'],
    ['<base href="https://x.example/">\n<a href="/a\n/{{id}}">', 'https://x.example/a/7'],
    ['{{=<% %>=}}<a href="https://x.example/<% id %>">', 'https://x.example/7'],
    ['{{=<% %>=}}<a href="https://x.example/?a=1<%#id%>&amp;b=<%.%><%/id%>">', 'https://x.example/?a=1&b=7'],
    ['<![CDATA[ > <a href="https://x.example/a">A</a> ]]>', 'https://x.example/a'],
    ['<p><![CDATA[></p><a href="https://x.example/{{id}}">A</a>', 'https://x.example/7'],
  ])('%s leads where a browser would go', async (source, expected) => {
    const { message, destination } = await composed({ html: `${source}A</a>` }, { data: { id: 7 } }, {})
    expect(message.html()).toContain(click(0))
    expect(destination(0, { id: 7 })).toBe(expected)
    expect(message.text()).toContain(`[${expected.replaceAll('%20', source.includes('\n  ') ? '%20' : ' ')}]`)
  })

  it.each([
    ['<![CDATA[ <a href="https://x.example/a">A', 0],
    ['<script>//<![CDATA[\n"<a href=\'https://x.example/\'>"//]]></script>', 0],
    ['<a title="<![CDATA[" href="https://x.example/<![CDATA[">A</a>', 1],
  ])('%s: %i of them', async (source, expected) => {
    const { links } = compile({ html: source })
    expect(links).toHaveLength(expected)
    if (expected > 0) expect(links[0]?.url).toBe('https://x.example/<![CDATA[')
  })
})
