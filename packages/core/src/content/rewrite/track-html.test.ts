import { describe, expect, it } from 'vitest'
import { pixelMarkup } from '../pixel.ts'
import { trackHtml } from './track-html.ts'

const url = 'https://t.example/c/1'
const track = (html: string, options: Partial<Parameters<typeof trackHtml>[1]> = {}) =>
  trackHtml(html, { linkUrl: () => url, ...options })
const codes = (html: string, options = {}) => track(html, options).warnings.map(({ code }) => code)

describe('the links that are tracked', () => {
  it.each([
    ['<a href="https://x.example/">x</a>', `<a href="${url}">x</a>`],
    ["<a href='http://x.example/'>x</a>", `<a href='${url}'>x</a>`],
    ['<a href=https://x.example/>x</a>', `<a href="${url}">x</a>`],
    ['<A HREF = "HTTPS://x.example/">x</A>', `<A HREF = "${url}">x</A>`],
    ['<area alt="" href="https://x.example/">', `<area alt="" href="${url}">`],
    ['<a href="https://x.example/" href="https://y.example/">', `<a href="${url}" href="https://y.example/">`],
    [
      '<!--[if mso]><v:roundrect href="https://x.example/"><![endif]-->',
      `<!--[if mso]><v:roundrect href="${url}"><![endif]-->`,
    ],
    [
      '<!--[if (gte mso 9)|(IE)]><a href="https://x.example/"><![endif]-->',
      `<!--[if (gte mso 9)|(IE)]><a href="${url}"><![endif]-->`,
    ],
    [
      '<!--[if !mso]><!--><a href="https://x.example/"><!--<![endif]-->',
      `<!--[if !mso]><!--><a href="${url}"><!--<![endif]-->`,
    ],
    ['<a href=" https://x.example/ ">', `<a href="${url}">`],
    ['<a href="https&#58;//x.example/">', `<a href="${url}">`],
  ])('%s', (html, expected) => {
    expect(track(html).html).toBe(expected)
  })

  it.each([
    '<a href="mailto:a@x.example">',
    '<a href="tel:+33">',
    '<a href="cid:a">',
    '<a href="myapp://x">',
    '<a href="#top">',
    '<a href="">',
    '<a href>',
    '<a href="https+notrack://x.example/">',
    '<a name="https://x.example/">',
    '<base href="https://x.example/">',
    '<link href="https://x.example/">',
    '<img src="https://x.example/">',
    '<v:rect href="https://x.example/">',
    '<!-- <a href="https://x.example/"> -->',
    '<!-- [if mso]><a href="https://x.example/"><![endif]-->',
    '<!--[if mso]><v:group href="https://x.example/"><![endif]-->',
    '<title><a href="https://x.example/"></title>',
    '<style><a href="https://x.example/"></style>',
    '<textarea><a href="https://x.example/"></textarea>',
    '<script>"<a href=\'https://x.example/\'>"</script>',
    '<xmp><a href="https://x.example/"></xmp>',
    '<a clicktracking="off" href="https://x.example/">',
    '<a href="https://x.example/" data-pm-no-track>',
    '<a ses:no-track href="https://x.example/">',
    '<a data-msys-clicktrack="0" href="https://x.example/">',
    '<a mc:disable-tracking href="https://x.example/">',
    '<a mautic:disable-tracking href="https://x.example/">',
    '<a data-mg-notrack href="https://x.example/">',
    '<a href="{{link}}">',
    '<a href="https://x.example/*|ID|*">',
    '<a href="offer.html">',
    '<a href="//x.example/">',
    '<a href="https://x.example/',
    '<a href="https://">',
    '<a href="https://x.example/\u0001">',
    '<a href="https://a%2Fb.example/">',
  ])('leaves %s alone', (html) => {
    expect(track(html)).toMatchObject({ html, links: [] })
  })

  it('takes our opt-out attribute out and leaves the link', () => {
    expect(track('<a data-no-track href="https://x.example/">').html).toBe('<a href="https://x.example/">')
    expect(track('<a href="https://x.example/" data-no-track="1">').html).toBe('<a href="https://x.example/">')
    expect(track('<a href=https://x.example/ data-no-track="1"title=x>').html).toBe(
      '<a href=https://x.example/ title=x>',
    )
    expect(track('<a href=https://x.example/ data-no-track/>').html).toBe('<a href=https://x.example/ />')
  })

  it('leaves our own URLs and those it is not given a URL for', () => {
    const html = '<a href="https://us.example/track/x"><a href="https://x.example/">'
    expect(track(html, { owns: (link) => link.startsWith('https://us.example/') }).html).toContain('us.example/track/x')
    expect(trackHtml(html, { linkUrl: () => undefined })).toMatchObject({ html, links: [{}, {}] })
  })

  it('decodes a destination once, by the rules of attributes, and keeps its fragment', () => {
    const html = '<a href="https://x.example/?a=1&amp;b=2&copy=3&notit;c&amp;amp;d&#38;e&quot;#f&amp;g">'
    expect(track(html).links).toEqual([
      {
        href: 'https://x.example/?a=1&b=2&copy=3&notit;c&amp;d&e"#f&g',
        destination: 'https://x.example/?a=1&b=2&copy=3&notit;c&amp;d&e"#f&g',
        start: 9,
        end: html.length - 2,
        context: 'html',
      },
    ])
  })

  it('resolves relative links against an absolute base, and keeps what the author wrote', () => {
    const { links, warnings } = track('<base href="https://x.example/mail/"><a href="a?b"><a href="/c#d"><a href="#e">')
    expect(links.map(({ href, destination }) => [href, destination])).toEqual([
      ['a?b', 'https://x.example/mail/a?b'],
      ['/c#d', 'https://x.example/c#d'],
    ])
    expect(warnings).toEqual([])
    expect(codes('<base href="/mail/"><a href="a">')).toEqual(['relative_link'])
  })

  it('returns one entry for each occurrence, with its context', () => {
    const { links } = track(
      '<a href="https://x.example/"></a><!--[if mso]><v:rect href="https://x.example/"><![endif]-->',
    )
    expect(links.map(({ context }) => context)).toEqual(['html', 'conditional-comment'])
  })

  it('encodes the new value for the quotes in use', () => {
    const quoted = () => 'https://t.example/?a="b"&c=\'d\''
    expect(trackHtml('<a href="https://x.example/">', { linkUrl: quoted }).html).toBe(
      '<a href="https://t.example/?a=&quot;b&quot;&amp;c=\'d\'">',
    )
    expect(trackHtml("<a href='https://x.example/'>", { linkUrl: quoted }).html).toBe(
      '<a href=\'https://t.example/?a="b"&amp;c=&#39;d&#39;\'>',
    )
  })
})

describe('the pixel', () => {
  const pixelUrl = 'https://t.example/p?a=1&b=2'
  const pixel = pixelMarkup(pixelUrl)

  it.each([
    ['<body>a</body>', `<body>a${pixel}</body>`],
    ['<body>a</body><body>b</body>', `<body>a</body><body>b${pixel}</body>`],
    ['<body><!-- </body> -->a</BODY ></html>', `<body><!-- </body> -->a${pixel}</BODY ></html>`],
    ['<html><p>a</html>', `<html><p>a${pixel}</html>`],
    ['a', `a${pixel}`],
    ['<style></body></style>a', `<style></body></style>a${pixel}`],
    ['<body>a{{trackingPixel}}b{{ trackingPixel }}</body>', `<body>a${pixel}b</body>`],
  ])('is put into %s', (html, expected) => {
    expect(track(html, { pixelUrl }).html).toBe(expected)
  })

  it('goes to the top of a mail that Gmail would clip, with a warning', () => {
    const body = 'é'.repeat(50_000)
    for (const [before, after] of [
      ['<html><head></head><body class="a">', '</body>'],
      ['<!DOCTYPE html><html>', ''],
      ['\ufeff', ''],
    ] as const) {
      const tracked = track(before + body + after, { pixelUrl })
      expect(tracked.html).toBe(before + pixel + body + after)
      expect(tracked.warnings).toMatchObject([{ code: 'html_clipped' }])
    }
    expect(codes('é'.repeat(49_000), { pixelUrl })).toEqual([])
  })

  it('is not put in twice', () => {
    const once = track('<body>a</body>', { pixelUrl }).html
    expect(track(once, { pixelUrl }).html).toBe(once)
  })

  it('is visible to clients: no display:none, with width and height', () => {
    expect(pixel).toBe(
      '<img src="https://t.example/p?a=1&amp;b=2" width="1" height="1" alt="" border="0" style="display:block;width:1px;height:1px;border:0;margin:0;padding:0">',
    )
  })
})

describe('warnings', () => {
  it('warns of relative, unsafe and unfinished links, each once with a count', () => {
    const { warnings } = track('<a href="x"><a href="x"><a href="{{y}}"><a href="javascript:z"><a href="https://">')
    expect(warnings.map(({ code, subject, count }) => [code, subject, count])).toEqual([
      ['relative_link', 'x', 2],
      ['placeholder_link', '{{y}}', undefined],
      ['unsafe_link', 'javascript:z', undefined],
      ['unsafe_link', 'https://', undefined],
    ])
  })

  it.each([
    ['www.bank.example', ['link_text_mismatch']],
    ['<b>bank</b>.example/login', ['link_text_mismatch']],
    ['https://bank.example', ['link_text_mismatch']],
    ['https://x.example/y', []],
    ['www.x.example', []],
    ['example.', []],
    ['Read more. Really', []],
    ['Version 2.0', []],
  ])('compares the host that the text %s names', (text, expected) => {
    expect(codes(`<a href="https://x.example/">${text}</a>`)).toEqual(expected)
  })

  it('has no quarrel with a text that names the domain above', () => {
    expect(codes('<a href="https://shop.x.example/">x.example</a>')).toEqual([])
  })
})

describe('limits', () => {
  it('refuses HTML above the size limit, counted in bytes', () => {
    expect(() => track('é'.repeat(51), { maxHtmlBytes: 100 })).toThrow(
      expect.objectContaining({ code: 'html_too_large' }),
    )
    expect(() => track('é'.repeat(50), { maxHtmlBytes: 100 })).not.toThrow()
    expect(() => track('a'.repeat(1_000_001))).toThrow(/1000001 bytes, 1000000 are allowed/)
  })

  it('refuses more links than allowed', () => {
    expect(() => track('<a href="x">'.repeat(1_001))).toThrow(expect.objectContaining({ code: 'too_many_links' }))
    expect(() => track('<a href="x">'.repeat(3), { maxLinks: 3 })).not.toThrow()
  })
})
