import { describe, expect, it } from 'vitest'
import { click, compile, compose, head, html, input, urls } from '../../test/compiled.ts'
import type { ComposedMessage } from './composer.ts'
import { pixelMarkup } from './pixel.ts'

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
      `Hé <Zoé>\n\nJoin here [https://a.example/?x=1&y=a%20b]\n\ny out [${urls.unsubscribe(42)}]`,
    )
  })

  it('is made from each message where a section begins in text and ends outside of it', async () => {
    const compiled = compile({ html: '<p>{{#items}}<b>{{.}}</b> <img alt="{{/items}}"></p>' })
    const message = await compiled.bind({ linkIds: [], urls }).compose({ ...input, data: { items: ['a', 'b'] } })
    expect(message.html()).toContain('<b>a</b> <img alt="<b>b</b>')
    expect(message.text()).toBe('a <b>b</b> <img alt=')
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
      preheader: null,
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
