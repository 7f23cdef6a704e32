import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it, vi } from 'vitest'
import { encodeAttribute } from '../src/content/html/attribute.ts'
import { scanHtml } from '../src/content/html/scan-html.ts'
import { pixelMarkup } from '../src/content/pixel.ts'
import { type FoundLink, trackHtml } from '../src/content/rewrite/track-html.ts'
import { atOnce } from '../src/kit/steps.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { createTrackingUrls } from '../src/tracking/tracking-urls.ts'
import { corpus } from './corpus-mails.ts'

// Properties with many runs share the machine with other tests.
vi.setConfig({ testTimeout: 60_000 })

const urls = createTrackingUrls({
  baseUrl: 'https://mail.example',
  sealer: createTokenSealer(['a secret for these tests']),
})
const sealer = createTokenSealer(['a secret for these tests'])
const owns = urls.owns
const pixelUrl = urls.pixel(1)

/** Tracks every link with a token that holds the number of its destination. */
function track(html: string) {
  const destinations: string[] = []
  const tracked = trackHtml(html, {
    owns,
    pixelUrl,
    linkUrl: ({ destination }) => {
      const known = destinations.indexOf(destination)
      return urls.click(1, known < 0 ? destinations.push(destination) - 1 : known)
    },
  })
  return { ...tracked, destinations }
}

const destinationOf = (url: string, destinations: readonly string[]): string => {
  const token = url.startsWith('https://mail.example/track/click/') ? sealer.open(url.slice(33)) : undefined
  return token === undefined ? url : (destinations[token.linkId] ?? 'no such link')
}

/**
 * Every href that can be clicked, decoded, read by htmlparser2's parser rather than by ours; comments are read as well.
 */
function hrefs(html: string): string[] {
  const found: string[] = []
  let element = ''
  let taken = false
  const parser = new Parser({
    onopentagname: (name) => {
      element = name
      taken = false
    },
    onattribute: (name, value) => {
      if (name !== 'href' || taken || !/^(?:a|area|v:(?:roundrect|rect|shape|oval|image))$/.test(element)) return
      taken = true
      // Browsers take line breaks and tabs out.
      found.push(value.replace(/[\t\n\r]/g, ''))
    },
    oncomment: (text) => {
      if (/^\[if[\s(!]/.test(text) && text.endsWith('<![endif]'))
        found.push(...hrefs(text.slice(text.indexOf(']>') + 2, -9)))
    },
  })
  parser.end(html)
  return found
}

/** Takes the edits back: every tracked URL becomes what stood there, the pixel goes. */
function undo(html: string, source: string, links: readonly FoundLink[]): string {
  let out = ''
  let at = 0
  let from = 0
  for (const { start, end } of links) {
    const before = source.slice(at, start)
    const quote = source.charAt(start - 1)
    const pattern = /https:\/\/mail\.example\/track\/click\/[0-9a-z]{26}/g
    pattern.lastIndex = from
    const hit = pattern.exec(html)
    if (hit === null) throw new Error('a link is missing')
    const [open, close] =
      quote === '"' || quote === "'" ? [hit.index, pattern.lastIndex] : [hit.index - 1, pattern.lastIndex + 1]
    out += html.slice(from, open) + source.slice(start, end)
    if (withoutPixel(html.slice(from, open)) !== before) return 'differs before a link'
    from = close
    at = end
  }
  return withoutPixel(out + html.slice(from))
}
const withoutPixel = (html: string) => html.replace(pixelMarkup(pixelUrl), '')

/** Pieces of mails, well-formed and not, put together at random. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...pieces()) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('<', '>', '"', "'", '&', '=', '/', '!--', '-->', '\r\n', '\r', '\ufeff', '\0', '</'),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        tag: fc.constantFrom('a', 'A', 'area', 'v:rect', 'link', 'base', 'b'),
        before: fc.constantFrom(' ', ' class="c" ', '\r\n\t', ' x=y ', ' href '),
        equals: fc.constantFrom('=', ' = ', '\n=\n'),
        quote: fc.constantFrom('"', "'", ''),
        url: fc.oneof(
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
          fc.constantFrom('#a', 'mailto:a@b.example', 'x?y=1&amp;z', '{{u}}', pixelUrl, urls.click(9, 9)),
        ),
      })
      .map(
        ({ tag, before, equals, quote, url }) =>
          `<${tag}${before}href${equals}${quote}${quote === '' ? url.replace(/[\s>]/g, '') : encodeAttribute(url, quote as '"' | "'")}${quote}>t</${tag}>`,
      ),
  },
)
const mails = fc.array(piece, { maxLength: 30 }).map((list) => list.join(''))

function pieces(): string[] {
  return [
    '<html>',
    '</html>',
    '<body class=x>',
    '</body>',
    '</BODY >',
    '<head><title>t</title></head>',
    '<!DOCTYPE html>',
    '<p>',
    '</p>',
    '<table><tr><td>',
    '<!--[if mso]>',
    '<![endif]-->',
    '<!--[if !mso]><!-->',
    '<!--<![endif]-->',
    '<![if !mso]>',
    '<![endif]>',
    '<!--',
    '-->',
    '<style>',
    '</style>',
    '<textarea>',
    '</textarea>',
    '<svg>',
    '</svg>',
    '<select>',
    '</select>',
    '&amp;',
    '&eacute;',
    'é',
    '🏖️',
    '{{name}}',
    '<img src="x">',
  ]
}

const examples = [...corpus].map(([name, html]) => [name, html] as const)
/** The opt-out attribute is taken out, which these properties would have to know of; it has tests of its own. */
const plain = examples.filter(([, html]) => !html.includes('data-no-track') && !html.includes('trackingPixel'))

describe('a corpus of mails', () => {
  it('has at least 40 of them', () => expect(corpus.size).toBeGreaterThanOrEqual(40))

  it.each(plain)('%s: undoing the edits gives the original', (_, html) => {
    const { html: tracked, links } = track(html)
    expect(undo(tracked, html, links)).toBe(html)
  })

  it.each(examples)('%s: the multiset of decoded destinations stays', (_, html) => {
    const { html: tracked, destinations, links } = track(html)
    const resolved = new Map(links.map(({ href, destination }) => [href, destination]))
    const before = hrefs(html).map((href) => resolved.get(href) ?? href)
    expect(
      hrefs(tracked)
        .map((href) => destinationOf(href, destinations))
        .sort(),
    ).toEqual(before.sort())
  })

  it.each(plain)('%s: tracking twice changes nothing more', (_, html) => {
    const once = track(html).html
    const twice = track(once)
    expect(twice.html).toBe(once)
    expect(twice.links).toEqual([])
  })

  it.each(examples)('%s: spans are those of the values', (_, html) => {
    for (const { href, start, end } of atOnce(scanHtml(html)).hrefs)
      if (!/[&\t\n\r]/.test(html.slice(start, end))) expect(html.slice(start, end)).toBe(href)
  })

  it.each(plain)('%s: without links and pixel the output is the input', (_, html) => {
    expect(trackHtml(html, { linkUrl: () => undefined }).html).toBe(html)
  })
})

describe('generated mails', () => {
  const runs = { numRuns: 1_500 }

  it('undoing the edits gives the original', () => {
    fc.assert(
      fc.property(mails, (html) => {
        const { html: tracked, links } = track(html)
        // A mail may hold our URLs already; then undoing by their look would take those for edits.
        fc.pre(!html.includes('https://mail.example/track/'))
        expect(undo(tracked, html, links)).toBe(html)
      }),
      runs,
    )
  })

  it('destinations stay, and every URL put in opens to exactly its destination', () => {
    fc.assert(
      fc.property(mails, (html) => {
        const { html: tracked, destinations, links } = track(html)
        const expected = links.map(({ destination }) => destination)
        const emitted = atOnce(scanHtml(tracked))
          .hrefs.map(({ href }) => href)
          .filter((href) => href.startsWith('https://mail.example/track/click/') && !html.includes(href))
        expect(emitted.map((href) => destinationOf(href, destinations))).toEqual(expected)
      }),
      runs,
    )
  })

  it('tracking twice changes nothing more', () => {
    fc.assert(
      fc.property(mails, (html) => {
        const once = track(html).html
        expect(track(once).html).toBe(once)
      }),
      runs,
    )
  })

  it('without links and pixel the output is the input', () => {
    fc.assert(
      fc.property(mails, (html) => {
        expect(trackHtml(html, { linkUrl: () => undefined }).html).toBe(html)
      }),
      runs,
    )
  })
})
