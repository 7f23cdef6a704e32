import { describe, expect, it } from 'vitest'
import { createTokenSealer } from '../tracking/tokens.ts'
import { createTrackingUrls } from '../tracking/tracking-urls.ts'
import { compileCampaign } from './compile-campaign.ts'
import type { CampaignContent, ComposedMessage, ComposeInput } from './composer.ts'
import { pixelMarkup } from './pixel.ts'

const sealer = createTokenSealer(['a secret for these tests'])
const urls = createTrackingUrls({ baseUrl: 'https://mail.example', sealer })
const from = { address: 'news@shop.example' }
const compile = (content: Partial<CampaignContent>, options = {}) =>
  compileCampaign({ subject: 'Hello', html: '', from, ...content }, { baseUrl: 'https://mail.example', ...options })
const input: ComposeInput = {
  messageId: 42,
  rfcMessageId: '42.abc@shop.example',
  to: { name: 'Zoe', address: 'zoe@customers.example' },
  data: {},
  date: new Date(0),
  tracking: { opens: false, clicks: true, readTime: false },
}
const compose = (content: Partial<CampaignContent>, change: Partial<ComposeInput> = {}, options = {}) => {
  const compiled = compile(content, options)
  const composer = compiled.bind({ linkIds: compiled.links.map((_, index) => 100 + index), urls, campaignId: 5 })
  return composer.compose({ ...input, ...change }) as ComposedMessage
}
const html = (source: string, data: Record<string, unknown> = {}, change: Partial<ComposeInput> = {}) =>
  compose({ html: source }, { data, ...change }).html()
const click = (link: number) => urls.click(42, 100 + link)
const head = (message: ComposedMessage) => message.raw.toString().split('\r\n\r\n')[0] ?? ''
describe('links of a campaign', () => {
  it('are its destinations, each once, in order, also across HTML, Outlook and text', () => {
    const { links } = compile({
      html: '<a href="https://b.example/?x=1&amp;y=2">1</a><a href="https://a.example/">2</a><!--[if mso]><v:rect href="https://b.example/?x=1&amp;y=2"><![endif]-->',
      text: 'https://a.example/ https://c.example/',
      tracking: { text: true },
    })
    expect(links).toEqual([
      { url: 'https://b.example/?x=1&y=2', personalised: false },
      { url: 'https://a.example/', personalised: false },
      { url: 'https://c.example/', personalised: false },
    ])
  })

  it('get UTM parameters in what is stored, not in a mail whose recipient is not tracked', () => {
    const content = {
      html: '<a href="https://a.example/#f"><a href="https://a.example/{{id}}#f">',
      tracking: { utm: { source: 'mail' } },
    }
    expect(compile(content).links).toEqual([
      { url: 'https://a.example/?utm_source=mail#f', personalised: false },
      { url: 'https://a.example/{{id}}?utm_source=mail#f', personalised: true },
    ])
    const untracked = { tracking: { opens: false, clicks: false, readTime: false }, data: { id: 'é' } }
    expect(compose(content, untracked).html()).toBe(
      '<a href="https://a.example/#f"><a href="https://a.example/%C3%A9#f">',
    )
  })

  it('are tracked with their own token, personalised ones as one link', () => {
    const source =
      '<a href="https://a.example/{{id}}">1</a> <a href={{url}}>2</a> <a href=\'https://a.example/{{id}}\'>3</a>'
    expect(html(source, { id: 1, url: 'https://z.example/' })).toBe(
      `<a href="${click(0)}">1</a> <a href="${click(1)}">2</a> <a href='${click(0)}'>3</a>`,
    )
    expect(
      html(
        source,
        { id: 'a"b/c', url: 'https://z.example/?a=b&c' },
        { tracking: { opens: false, clicks: false, readTime: false } },
      ),
    ).toBe(
      '<a href="https://a.example/a%22b%2Fc">1</a> <a href="https://z.example/?a=b&amp;c">2</a> <a href=\'https://a.example/a%22b%2Fc\'>3</a>',
    )
  })

  it('decode entities around fields once', () => {
    expect(compile({ html: '<a href="https://a.example/?x={{id}}&amp;y=&amp;amp;{{b}}">' }).links[0]?.url).toBe(
      'https://a.example/?x={{id}}&y=&amp;{{b}}',
    )
  })

  it('inside a section are tracked when fixed, and sent with their values when not', () => {
    const source = '{{#items}}<a href="https://a.example/">{{n}}</a><a href="https://a.example/{{n}}">x</a>{{/items}}'
    const { links, warnings } = compile({ html: source })
    expect(links).toEqual([{ url: 'https://a.example/', personalised: false }])
    expect(warnings).toMatchObject([{ code: 'placeholder_link', subject: 'https://a.example/{{n}}' }])
    expect(html(source, { items: [{ n: 1 }, { n: '/' }] })).toBe(
      `<a href="${click(0)}">1</a><a href="https://a.example/1">x</a><a href="${click(0)}">/</a><a href="https://a.example/%2F">x</a>`,
    )
  })

  it('of the library are given, never tracked', () => {
    const source =
      '<a href="{{unsubscribeUrl}}">u</a><a href={{preferencesUrl}}>p</a><a href="{{viewUrl}}#x">v</a> {{viewUrl}} <a href="https://mail.example/track/view/abc">w</a>'
    expect(compile({ html: source }).links).toEqual([])
    const sent = html(source, { unsubscribeUrl: 'https://evil.example/' })
    expect(sent).toContain(
      `<a href="${urls.unsubscribe(42)}">u</a><a href=${urls.preferences(42)}>p</a><a href="${urls.view(42)}#x">v</a> ${urls.view(42)}`,
    )
  })

  it.each([
    ['<a href="mailto:{{m}}?subject={{s}}">', '<a href="mailto:a@b.example?subject=x%26cc%3Dy">'],
    ['<a href="tel:{{t}}">', '<a href="tel:+33%201">'],
    ['<a href="javascript:go(\'{{s}}\')">', '<a href="">'],
    ['<a href=javascript:{{s}}>', '<a href="">'],
    ['<a href="#{{s}}">', '<a href="#x%26cc%3Dy">'],

    ['<a href="{{j}}">', '<a href="">'],
  ])('%s is sent untracked and safe', (source, expected) => {
    const data = { m: 'a@b.example', s: 'x&cc=y', t: '+33 1', j: 'javascript:alert(1)' }
    expect(html(source, data, { tracking: { opens: false, clicks: false, readTime: false } })).toBe(expected)
  })

  it('lead where their template says, and nowhere unsafe', () => {
    const compiled = compile({
      html: '<a href="https://a.example/é"><a href="https://a.example/{{id}}"><a href="{{url}}">',
    })
    const composer = compiled.bind({ linkIds: [1, 2, 3], urls })
    expect(composer.renderDestination(0, {})).toBe('https://a.example/%C3%A9')
    expect(composer.renderDestination(1, { id: 'a/b' })).toBe('https://a.example/a%2Fb')
    expect(composer.renderDestination(2, { url: 'javascript:alert(1)' })).toBeUndefined()
    expect(composer.renderDestination('https://a.example/{{id}}', { id: 'é' })).toBe('https://a.example/%C3%A9')
    expect(composer.renderDestination(9, {})).toBeUndefined()
    expect(composer.renderDestination('https://other.example/', {})).toBeUndefined()
  })

  it('need an id each', () => {
    expect(() => compile({ html: '<a href="https://a.example/">' }).bind({ linkIds: [], urls })).toThrow(
      /expected an integer for each of the 1 links/,
    )
  })
})

describe('what a recipient agreed to', () => {
  const source =
    '<body><a href="https://a.example/?x&amp;y">a</a><a data-no-track href="https://b.example/">b</a></body>'
  const sent = (opens: boolean, clicks: boolean, readTime: boolean, aggregate = false) =>
    html(source, {}, { tracking: { opens, clicks, readTime, aggregate } })
  const b = '<a href="https://b.example/">b</a>'

  it('decides about pixel, links and read time, message by message', () => {
    expect(sent(false, false, false)).toBe(`<body><a href="https://a.example/?x&amp;y">a</a>${b}</body>`)
    expect(sent(true, false, false)).toBe(
      `<body><a href="https://a.example/?x&amp;y">a</a>${b}${pixelMarkup(urls.pixel(42))}</body>`,
    )
    expect(sent(false, true, false)).toBe(`<body><a href="${click(0)}">a</a>${b}</body>`)
    expect(sent(false, false, true)).toBe(
      `<body>${pixelMarkup(urls.read(42))}<a href="https://a.example/?x&amp;y">a</a>${b}</body>`,
    )
  })

  it('and is kept apart from what others agreed to, in raw messages of one composer', () => {
    const composer = compile({ html: source }).bind({ linkIds: [100], urls, campaignId: 5 })
    const raw = (opens: boolean, clicks: boolean, readTime: boolean, aggregate: boolean) =>
      (
        composer.compose({ ...input, tracking: { opens, clicks, readTime, aggregate } }) as ComposedMessage
      ).raw.toString()
    for (let round = 0; round < 2; round++)
      for (let bits = 0; bits < 16; bits++) {
        const [opens, clicks, readTime, aggregate] = [1, 2, 4, 8].map((bit) => (bits & bit) > 0) as [
          boolean,
          boolean,
          boolean,
          boolean,
        ]
        const message = raw(opens, clicks, readTime, aggregate)
        expect(message.includes(urls.pixel(42))).toBe(opens && !aggregate)
        expect(message.includes(urls.aggregatePixel(5))).toBe(opens && aggregate)
        expect(message.includes(click(0))).toBe(clicks && !aggregate)
        expect(message.includes(urls.aggregateClick(100))).toBe(clicks && aggregate)
        expect(message.includes(urls.read(42))).toBe(readTime && !aggregate)
      }
  })

  it('or shares one pixel and one URL per link among all', () => {
    expect(sent(true, true, true, true)).toBe(
      `<body><a href="${urls.aggregateClick(100)}">a</a>${b}${pixelMarkup(urls.aggregatePixel(5))}</body>`,
    )
    const personal = html(
      '<a href="https://a.example/{{id}}">',
      { id: 3 },
      { tracking: { opens: false, clicks: true, readTime: false, aggregate: true } },
    )
    expect(personal).toBe('<a href="https://a.example/3">')
    const { bind } = compile({ html: source })
    const composer = bind({ linkIds: [1], urls })
    expect(() =>
      composer.compose({ ...input, tracking: { opens: true, clicks: false, readTime: false, aggregate: true } }),
    ).toThrow(/campaignId/)
  })

  it('has the pixel where the author says, or nothing there', () => {
    const placed = '<p>{{trackingPixel}}</p>{{ trackingPixel }}<body></body>'
    expect(html(placed, { trackingPixel: 'x' })).toBe('<p></p><body></body>')
    expect(html(placed, {}, { tracking: { opens: true, clicks: false, readTime: false } })).toBe(
      `<p>${pixelMarkup(urls.pixel(42))}</p><body></body>`,
    )
  })
})

describe("a contact's data", () => {
  it('cannot become markup, an attribute, a tag or a token', () => {
    const evil = '"><script>x</script> onclick=y {{unsubscribeUrl}} {{trackingPixel}} \'`='
    const sent = html(
      '<p title="{{v}}" class={{v}} lang=\'{{v}}\'>{{v}}{{{v}}}<!-- {{v}} --><style>{{v}}</style></p>',
      { v: evil },
      { tracking: { opens: true, clicks: true, readTime: false } },
    )
    expect(sent).not.toContain('<script')
    expect(sent).not.toContain('mail.example/track/unsubscribe')
    expect(sent).toContain('{{unsubscribeUrl}}')
    const unquoted = sent.slice(sent.indexOf('class='), sent.indexOf(' lang='))
    expect(unquoted).not.toMatch(/[\s"'`<>]|=.*=/)
  })

  it('cannot become a header', () => {
    const message = compose(
      { subject: 'Hi {{v}}', html: 'x' },
      {
        data: { v: 'a\r\nBcc: evil@x.example\r\n\r\nbody' },
        to: { name: 'Z\r\nBcc: evil@x.example', address: 'zoe@customers.example' },
      },
    )
    expect(head(message)).not.toMatch(/^Bcc/im)
    expect(head(message)).toContain('Subject: Hi a Bcc: evil@x.example body')
  })

  it.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    '<a@b.example>',
    'a b@c.example',
    'a@',
    '@b',
    'a@b@c.example',
    '',
    'a@b.example;',
    'group:a@b.example;',
  ])('cannot be the address %j', (address) => {
    expect(() => compose({ html: 'x' }, { to: { address } })).toThrow(
      expect.objectContaining({ code: 'invalid_address' }),
    )
  })

  it("and an author's line break cannot either", () => {
    const subject = `a\r\nBcc: evil@x.example${' long'.repeat(300)}`
    const lines = head(compose({ subject, html: 'x' })).split('\r\n')
    expect(lines.filter((line) => /^bcc/i.test(line))).toEqual([])
    expect(lines.join('').length).toBeLessThan(1_000)
  })

  it('may have a domain outside ASCII, which is sent in ASCII', () => {
    const message = compose({ html: 'x' }, { to: { address: 'zoe@été.example' } })
    expect(message.envelope).toEqual({ from: 'news@shop.example', to: 'zoe@xn--t-9fab.example' })
    expect(head(message)).toContain('To: zoe@xn--t-9fab.example')
  })
})

describe('headers', () => {
  it('may hold the URLs of the library, once in one line', () => {
    const message = compose({
      html: 'x',
      headers: { 'List-Unsubscribe': '<{{unsubscribeUrl}}>, <mailto:out@shop.example>' },
    })
    expect(head(message)).toContain(`\r\nList-Unsubscribe: <${urls.unsubscribe(42)}>, <mailto:out@shop.example>\r\n`)
  })

  it('of one message are written as they are', () => {
    const value = `<https://mail.example/${'x'.repeat(120)}>`
    expect(head(compose({ html: 'x' }, { headers: [{ name: 'List-Unsubscribe', value }] }))).toContain(
      `\r\nList-Unsubscribe: ${value}\r\n`,
    )
  })

  it.each([
    ['Bcc', 'x'],
    ['content-type', 'x'],
    ['Subject', 'x'],
    ['X A', 'x'],
    ['', 'x'],
    ['X-A', 'a\r\nBcc: b'],
    ['X-A', 'a\0'],
    ['X-A', 'a'.repeat(2_000)],
    ['X-A', '{{name}}'],
  ])('refuses %j: %j', (name, value) => {
    const refusal = expect.objectContaining({ code: 'invalid_header' })
    expect(() => compile({ html: 'x', headers: { [name]: value } })).toThrow(refusal)
    if (value !== '{{name}}') expect(() => compose({ html: 'x' }, { headers: [{ name, value }] })).toThrow(refusal)
  })

  it('take the envelope from the sender, or from the campaign', () => {
    expect(compose({ html: 'x' }).envelope).toEqual({ from: 'news@shop.example', to: 'zoe@customers.example' })
    expect(compose({ html: 'x' }, { envelopeFrom: 'bounce+1@shop.example' }).envelope.from).toBe(
      'bounce+1@shop.example',
    )
  })
})

describe('the plain-text part', () => {
  it('is made from the HTML when none is given, with its fields', () => {
    const source =
      '<h1>Hé {{name}}</h1><p>{{#vip}}Thanks{{/vip}}{{^vip}}Join{{/vip}} <a href="https://a.example/?x=1&amp;y={{id}}">here</a></p><img src="x" alt="y"><a href="{{unsubscribeUrl}}">out</a>'
    expect(compose({ html: source }, { data: { name: '<Zoé>', id: 'a b', vip: false } }).text()).toBe(
      `Hé <Zoé>\n\nJoin here [https://a.example/?x=1&y=a%20b]\n\nout [${urls.unsubscribe(42)}]`,
    )
  })

  it('is made from each message where a section begins in text and ends outside of it', async () => {
    const compiled = compile({ html: '<p>{{#items}}<b>{{.}}</b> <img alt="{{/items}}"></p>' })
    const message = await compiled.bind({ linkIds: [], urls }).compose({ ...input, data: { items: ['a', 'b'] } })
    expect(message.html()).toContain('<b>a</b> <img alt="<b>b</b>')
    expect(message.text()).toBe('a')
  })

  it('is tracked only where the campaign says so', () => {
    const content = { html: 'x', text: 'Go https://a.example/{{id}}. {{viewUrl}}' }
    expect(compose(content, { data: { id: '1/2' } }).text()).toBe(`Go https://a.example/1%2F2. ${urls.view(42)}`)
    expect(compose({ ...content, tracking: { text: true } }).text()).toBe(`Go ${click(0)}. ${urls.view(42)}`)
  })
})

describe('preview and view', () => {
  it('shows a contact its content, without links rewritten and without pixel', async () => {
    const compiled = compile({
      subject: 'Hi {{name}}',
      html: '<body>{{name}} <a href="https://a.example/{{id}}">a</a> <a href="{{unsubscribeUrl}}">u</a></body>',
    })
    expect(await compiled.preview({ name: 'Zoé', id: 7 })).toEqual({
      subject: 'Hi Zoé',
      html: '<body>Zoé <a href="https://a.example/7">a</a> <a href="#">u</a></body>',
      text: 'Zoé a [https://a.example/7] u [#]',
    })
    expect((await compiled.preview({}, { unsubscribeUrl: 'https://t.example/' })).html).toContain(
      'href="https://t.example/"',
    )
  })

  it('shows the mail as a page: links as sent, no pixel', () => {
    const compiled = compile({ html: '<body><a href="https://a.example/">{{name}}</a></body>' })
    const composer = compiled.bind({ linkIds: [100], urls })
    expect(
      composer.view({ messageId: 42, data: { name: 'Zoé' }, tracking: { opens: true, clicks: true, readTime: true } }),
    ).toBe(`<body><a href="${click(0)}">Zoé</a></body>`)
  })
})

describe('compiling', () => {
  it('names fields and warns of those no recipient has', () => {
    const { fields } = compile({
      subject: '{{name}} {{a}}',
      html: '{{b.c}} {{#list}}{{d}}{{/list}} {{unsubscribeUrl}}',
      text: '{{e}}',
    })
    expect(fields).toEqual(['name', 'a', 'b.c', 'list', 'd', 'e'])
  })

  it('warns of what an author should know', () => {
    const { warnings } = compile({
      html: `<a href="x">x</a><a href="https://a.example/">bank.example</a>${'é'.repeat(60_000)}`,
    })
    expect(warnings.map(({ code }) => code)).toEqual(['relative_link', 'link_text_mismatch', 'html_clipped'])
  })

  it('puts the pixel at the top of a mail that Gmail would clip', () => {
    const long = `<body>${'x'.repeat(100_000)}</body>`
    const sent = html(long, {}, { tracking: { opens: true, clicks: false, readTime: false } })
    expect(sent.startsWith(`<body>${pixelMarkup(urls.pixel(42))}x`)).toBe(true)
  })

  it.each([
    [{ html: '{{#a}}' }, 'invalid_template'],
    [{ subject: '{{a' }, 'invalid_template'],
    [{ html: 'x'.repeat(1_000_001) }, 'html_too_large'],
    [{ html: '<a href="https://a.example/">'.repeat(1_001) }, 'too_many_links'],
    [{ from: { address: 'no address' } }, 'invalid_address'],
    [{ replyTo: [{ address: 'a@b.example, c@d.example' }] }, 'invalid_address'],
  ])('refuses %#', (content, code) => {
    expect(() => compile(content)).toThrow(expect.objectContaining({ code }))
  })

  it('writes each message into the same buffer, and may be copied out of it', () => {
    const composer = compile({ html: '{{name}}' }).bind({ linkIds: [], urls })
    const first = composer.compose({ ...input, data: { name: 'first' } }) as ComposedMessage
    const copy = Buffer.from(first.raw)
    composer.compose({ ...input, data: { name: 'other' } })
    expect(copy.toString()).toContain('first')
    expect(first.raw.toString()).not.toContain('first')
    expect(first.html()).toBe('first')
  })

  it('grows its buffer with the data', () => {
    const long = 'é'.repeat(200_000)
    expect(html('{{v}}', { v: long })).toBe(long)
    expect(compose({ html: '{{v}}' }, { data: { v: long } }).raw.length).toBeGreaterThan(1_200_000)
  })
})
