import { describe, expect, it } from 'vitest'
import { click, compile, compose, html, input, urls } from '../../test/compiled.ts'
import { createTokenSealer } from '../tracking/tokens.ts'
import { createTrackingUrls } from '../tracking/tracking-urls.ts'
import type { ComposedMessage, ComposeInput, Composer, ComposerBinding } from './composer.ts'
import { pixelMarkup } from './pixel.ts'

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

  it('get UTM parameters in what is stored, and in the mail of who is not tracked', () => {
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
      '<a href="https://a.example/?utm_source=mail#f"><a href="https://a.example/%C3%A9?utm_source=mail#f">',
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

  it('are absolute under a base, with fields or without', () => {
    const source =
      '<base href="https://a.example/news/"><a href="p/{{id}}?x={{id}}">1</a><a href="../q">2</a><a href="#{{id}}">3</a>'
    expect(compile({ html: source }).links.map(({ url }) => url)).toEqual([
      'https://a.example/news/p/{{id}}?x={{id}}',
      'https://a.example/q',
    ])
    const untracked = { data: { id: '7/8' }, tracking: { opens: false, clicks: false, readTime: false } }
    expect(compose({ html: source }, untracked).text()).toBe(
      '1 [https://a.example/news/p/7%2F8?x=7%2F8]2 [https://a.example/q]3',
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

  it('and campaigns of one content, which share its layout, have links and pixels of their own', () => {
    const sealer = createTokenSealer(['another secret of these tests'])
    const elsewhere = createTrackingUrls({ baseUrl: 'https://mail.example', sealer })
    const unsealed = { ...urls, sealed: undefined }
    const bindings: ComposerBinding[] = [
      { linkIds: [100], urls, campaignId: 5 },
      { linkIds: [200], urls, campaignId: 6 },
      { linkIds: [100], urls: elsewhere, campaignId: 5 },
      { linkIds: [100], urls: unsealed, campaignId: 5 },
      { linkIds: [200], urls: unsealed, campaignId: 6 },
    ]
    // A value that has to be encoded together with its URL is not spliced.
    const content = { html: source, headers: { 'X-Unsubscribe': 'Zoé {{unsubscribeUrl}}' } }
    const shared = compile(content)
    const composers = bindings.map((binding) => shared.bind(binding))
    for (let bits = 0; bits < 16; bits++) {
      const [opens, clicks, readTime, aggregate] = [1, 2, 4, 8].map((bit) => (bits & bit) > 0)
      const one = { ...input, tracking: { opens, clicks, readTime, aggregate } as ComposeInput['tracking'] }
      // Each content has a boundary of its own.
      const rawOf = (composer: Composer) => {
        const raw = (composer.compose(one) as ComposedMessage).raw.toString()
        return raw.replaceAll(/boundary="(.*?)"/.exec(raw)?.[1] ?? '', '')
      }
      const alone = bindings.map((binding) => rawOf(compile(content).bind(binding)))
      expect(composers.map(rawOf)).toEqual(alone)
      // Sealed in one call or one by one, they are the same but for where lines are broken.
      const unbroken = alone.map((raw) => raw.replaceAll('=\r\n', ''))
      expect(unbroken.slice(3)).toEqual(unbroken.slice(0, 2))
      if (clicks) expect(new Set(unbroken).size).toBe(3)
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
