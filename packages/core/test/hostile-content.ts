import { hostileMails } from './hostile-mails.ts'

/** What an author, or a tenant, may write. */
export interface HostileContent {
  html: string
  text?: string
  data?: Record<string, unknown>
}

const repeated = (part: string, size: number) => part.repeat(Math.max(1, Math.floor(size / part.length)))
const html = (part: string) => (size: number) => ({ html: repeated(part, size) })
const text =
  (part: string, before = '') =>
  (size: number) => ({ html: '<p>', text: before + repeated(part, size) })
/** Sections within each other over one list. */
const sections = (depth: number, inside: string) => '{{#a}}'.repeat(depth) + inside + '{{/a}}'.repeat(depth)

const mails = Object.fromEntries(
  Object.entries(hostileMails).map(([name, mail]) => [
    `mail of ${name}`,
    (size: number): HostileContent => ({ html: mail(Math.ceil(size / (mail(1_000).length / 1_000))) }),
  ]),
)

/** Content made to take long, by its size. Four times the size may cost four times as much, not sixteen. */
export const hostileContent: Readonly<Record<string, (size: number) => HostileContent>> = {
  ...mails,
  ...Object.fromEntries(
    [
      'blockquote',
      'ul><li',
      'ol start="999" type="i"><li',
      'table><tr><td',
      'h1',
      'pre',
      'div',
      'a href="https://x.example/"',
    ].map((name) => [
      `text in nested ${name}`,
      (size: number) => ({
        html: `<${name}>x`.repeat(Math.floor(490 / name.split('><').length)) + repeated('y<br>', size),
      }),
    ]),
  ),
  'elements that are never closed': html('<b>'),
  'elements closed by others': html('<b></x>'),
  'elements in a raw element': (size) => ({ html: `<xmp>${repeated('<b>', size)}` }),
  'deep elements and other ends': (size) => ({ html: repeated('<b>', size / 2) + repeated('</i>', size / 2) }),
  'ends without elements': html('</p>'),
  rules: html('<hr>'),
  'a long list': (size) => ({ html: `<ol type=i start=999>${repeated('<li>a', size)}` }),
  'quotes side by side': html('<blockquote>x</blockquote>'),
  'unclosed cells': html('<table><tr><td>'),
  'links whose text is hostile': (size) => {
    const marks = Array.from({ length: 100 }, (_, at) => `<b a${at}>`).join('')
    return { html: repeated(`<a href="https://x.example/">${marks}${'<p>'.repeat(100)}.x</a>`, size) }
  },
  'links whose text is nearly an address': (size) => ({
    html: repeated(`<a href="https://x.example/">${'a-'.repeat(100)}.${'b.'.repeat(50)}!</a>`, size),
  }),
  'links and tags': (size) => ({
    html:
      repeated('<a href="https://x.example/{{b}}">x</a>', size / 2).slice(0, 900 * 39) + repeated('{{b}}', size / 2),
  }),
  'addresses and tags in text': text('http://a{{b}} '),
  'addresses in text': text('https://x.example/ '),
  'tags of other signs': text('[a]', '{{=[ ]=}}'),
  'signs that change all the time': text('{{=[ ]=}}[={{ }}=]'),
  'blanks in a tag': (size) => ({ html: `<p>{{!${repeated(`x${' '.repeat(49)}`, size)}}}` }),
  'blanks in a tag without end': (size) => ({ html: `<p>{{a${' '.repeat(size)}` }),
  'tags side by side': html('{{b}}'),
  'sections side by side': html('{{#b}}x{{/b}}'),
  'tags in deep sections': (size) => ({ html: sections(50, repeated('{{c}}', size)), data: { a: true } }),
  'a name of many parts': (size) => ({
    html: `{{#a}}{{x${repeated('.x', size)}}}{{/a}}`,
    data: { a: Array(1_000).fill(1), x: {} },
  }),
  'a long name': (size) => ({ html: `{{#a}}{{${'x'.repeat(size)}}}{{/a}}`, data: { a: Array(1_000).fill(1) } }),
  'tags in an address': (size) => ({ html: `<a href="https://x.example/${repeated('{{b}}/', size)}">x</a>` }),
  'parameters in an address': (size) => ({ html: `<a href="https://x.example/?${repeated('a&', size)}">x</a>` }),
  'a host of any length': (size) => ({ html: `<a href="https://${repeated('\u00e9.', size)}/">x</a>` }),
  'sections over sections': () => ({ html: sections(12, '{{b}}'), data: { a: Array(10).fill(1), b: '' } }),
  'sections over text': () => ({ html: sections(12, 'x'.repeat(100)), text: 'x', data: { a: Array(10).fill(1) } }),
  'sections in an address': () => ({
    html: `<a href="https://x.example/${sections(12, '{{b}}')}">x</a>`,
    data: { a: Array(10).fill(1) },
  }),
  'a long list of values': (size) => ({
    html: '{{#a}}{{l}}{{/a}}',
    data: { a: Array(1_000).fill(1), l: Array(size / 10).fill(null) },
  }),
  'values full of signs': (size) => ({
    html: '{{#a}}{{v}}{{/a}}',
    data: { a: Array(20).fill(1), v: '"'.repeat(size) },
  }),
  'values in another script': (size) => ({
    html: '{{#a}}{{v}}{{/a}}',
    data: { a: Array(20).fill(1), v: '\u6f22'.repeat(size) },
  }),
  'blank text': html(' '),
  lines: html('\n'),
  'one word': html('x'),
  ampersands: html('&'),
  words: html('word '),
}
