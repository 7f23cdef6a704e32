import fc from 'fast-check'
import { parseDocument } from 'htmlparser2'
import type { ComposedMessage } from '../src/content/composer.ts'
import { compileCampaign } from '../src/content/index.ts'
import { input, urls } from './compiled.ts'
import { type Way, ways } from './ways.ts'

/** Words and signs of several scripts, braces that are text, and none of the signs that lists and addresses have. */
const word = fc.constantFrom(
  ...['one', 'deux', 'ご覧', '詳しくは', 'مرحبا', 'Größe', 'да', 'है', '—', '(s)', 'it&rsquo;s', '&amp;', '&lt;b&gt;'],
  ...['&#123;&#123;name&#125;&#125;', '&lbrace;&lbrace;', 'x=1', '12,00&nbsp;€', '。', '... ', '«oui»', 'a\u00adb'],
  ...['{{name}}', '{{company}}'],
)
const space = fc.constantFrom(' ', '', '\n  ', '&nbsp; ', '\u200c&nbsp;')
const inline = fc.constantFrom('b', 'i', 'span', 'font', 'u')
/** `cell`: a `<td>` without a table. */
const block = fc.constantFrom('main', 'div', 'h2', 'center', 'blockquote', 'section', 'cell', 'pre')
const href = fc.constantFrom(
  ...['https://a.example/', 'https://a.example/?b=1&amp;c=2', 'http://b.example/é?q=ü#f', 'https://a.example/{{id}}'],
  ...['{{site}}', '{{nothing}}', 'https://c.example/{{id}}?x={{name}}', 'mailto:m@a.example', 'tel:+33123', '#top'],
  ...['relative/{{id}}', 'javascript:go()', '{{unsubscribeUrl}}', 'https://mail.example/track/view/x', '*|UNSUB|*', ''],
)
const hidden = fc.constantFrom(
  'style="display:none"',
  'hidden',
  'style="opacity:0;mso-hide:all"',
  'style="max-height:0px"',
)
const optOut = fc.constantFrom('', '', ' data-no-track', ' clicktracking=off')
const section = fc.constantFrom('#vip', '^vip', '#items', '#none', '^none')

const { document: body } = fc.letrec<{ document: string; node: string }>((tie) => {
  const node = tie('node')
  const nodes = tie('document')
  return {
    document: fc.array(node, { maxLength: 5, depthIdentifier: 'html' }).map((list) => list.join('')),
    node: fc.oneof(
      { depthIdentifier: 'html', maxDepth: 4, withCrossShrink: true },
      { weight: 6, arbitrary: fc.tuple(word, space).map((parts) => parts.join('')) },
      { weight: 4, arbitrary: fc.tuple(href, optOut, nodes).map(([to, left, inside]) => link(to, left, inside)) },
      { weight: 1, arbitrary: href.filter((to) => /^https?:[^{é]+$/.test(to)).map((to) => ` ${link(to, '', to)} `) },
      { weight: 1, arbitrary: href.map((to) => link(to, '', '<img src="x">')) },
      { weight: 1, arbitrary: fc.tuple(href, word).map(([to, alt]) => `<area href="${to}" alt="${alt}">`) },
      { weight: 1, arbitrary: word.map((alt) => `<img src="https://x.example/" alt="${alt}">`) },
      { weight: 2, arbitrary: fc.tuple(inline, nodes).map(([name, inside]) => `<${name}>${inside}</${name}>`) },
      { weight: 2, arbitrary: fc.tuple(block, nodes).map(([name, inside]) => `<${name}>${inside}</${name}>`) },
      {
        weight: 2,
        arbitrary: fc
          .array(fc.array(nodes, { maxLength: 3 }), { maxLength: 3 })
          .map(
            (rows) =>
              `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`,
          ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('ul', 'ol'), fc.array(nodes, { maxLength: 3 }), fc.boolean())
          .map(
            ([name, items, ends]) =>
              `<${name}>${items.map((item) => `<li>${item}${ends ? '</li>' : ''}`).join('')}</${name}>`,
          ),
      },
      {
        weight: 2,
        arbitrary: fc.tuple(section, nodes).map(([name, inside]) => `{{${name}}}${inside}{{/${name.slice(1)}}}`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(section, nodes)
          .map(([name, inside]) => `<table>{{${name}}}<tr><td>${inside}</td></tr>{{/${name.slice(1)}}}</table>`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(section, href, nodes)
          .map(
            ([name, to, inside]) =>
              ` {{${name}}}<a href="${to}">{{/${name.slice(1)}}}${withoutLinks(inside)}{{${name}}}</a>{{/${name.slice(1)}}} `,
          ),
      },
      // A paragraph ends where a block begins in it, and parsers do not agree what else ends there.
      { weight: 1, arbitrary: word.map((one) => `<p>${one}</p>`) },
      // A browser ends what is open in a cell where another begins, what is hidden too; the parser here does not.
      {
        weight: 1,
        arbitrary: fc
          .tuple(hidden, nodes)
          .map(([how, inside]) => `<div ${how}>${inside.replaceAll('cell>', 'div>')}</div>`),
      },
      { weight: 1, arbitrary: nodes.map((inside) => `<!--[if mso]>${inside.replaceAll('--', '')}<![endif]-->`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('<br>', '<hr>', '<style>p{color:red}</style>', '<!-- x -->', '<script>y</script>'),
      },
    ),
  }
})

/** No link is within another: where they end then, parsers do not agree. */
const withoutLinks = (html: string) => html.replace(/<\/?a [^>]*>|<\/a>/g, '')

/** A link that may have no words stands apart: whether there is an address then depends on the message. */
function link(to: string, left: string, inside: string): string {
  const written = `<a href="${to}"${left}>${withoutLinks(inside)}</a>`
  return /^[^<{\s&]/.test(inside) ? written : ` ${written} `
}

/** A mail as an author writes one, with what stands around its body. */
export const textDocument = fc
  .tuple(fc.constantFrom('', '<base href="https://base.example/news/">', '<title>Title</title>'), body, body)
  .map(([head, inside, after]) => `<html><head>${head}</head><body>${inside}</body></html><div>${after}</div>`)
  .map((html) => html.replaceAll('cell>', 'td>'))

const data = [
  {
    name: 'Zoé & {{x}} <b>',
    company: '株式会社',
    id: 'a b/7',
    site: 'https://zoe.example/?a=b',
    vip: true,
    items: [1, 2],
  },
  { name: '', id: 3, site: 'no address', vip: false, items: [] },
]

/** What HTML and text of each message of this document say: words, and URLs that are tracked, in their order. */
export function* saidBy(html: string, tracked: boolean, by: readonly Way[]) {
  for (const way of by) {
    const content = { subject: 's', html, from: { address: 'a@shop.example' }, tracking: { text: tracked } }
    const compiled = compileCampaign(content, { baseUrl: 'https://mail.example', ...ways[way] })
    const composer = compiled.bind({ linkIds: compiled.links.map((_, at) => at + 1), urls, campaignId: 5 })
    for (const each of data)
      yield Promise.resolve(composer.compose({ ...input, data: each })).then((message: ComposedMessage) => ({
        html: ofHtml(message.html(), tracked),
        text: ofText(message.text()),
      }))
  }
}

const clicked = /https:\/\/mail\.example\/track\/click\/[0-9a-z]{26}/g
const address = /https?:\/\/[^\s\])]+?(?=[.,;:!?]*(?:[\s\])]|$))|m@a\.example|\+33\d*|\*\|UNSUB\|\*/g
const isBlock = /^(?:p|main|div|h2|center|blockquote|section|td|pre|table|tr|ul|ol|li|br|hr|img|area|html|head|body)$/

/** Words as they are read; where a picture or an address stands beside a sign, a blank between them means nothing. */
const words = (text: string) =>
  text
    .replace(/[\s\u200c]+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/ ([.,;:!?)\]}]+)(?= |$)/g, '$1')
    .split(' ')
    .filter((one) => one !== '')

/** As a reader of the HTML has it: what is shown, and where it can be clicked. */
function ofHtml(html: string, tracked: boolean) {
  let text = ''
  const links: string[] = []
  const walk = (node: Node) => {
    if (node.type === 'text') text += node.data
    const { name = '', attribs = {} } = node
    if (/^(?:title|style|script)$/.test(name) || node.type === 'comment' || 'hidden' in attribs) return
    if (/display:none|opacity:0|max-height:0/.test(attribs.style ?? '')) return
    const own = isBlock.test(name) ? ' ' : ''
    const before = text
    text += own
    if (attribs.href !== undefined && name !== 'base') links.push(...(attribs.href.match(clicked) ?? []))
    if (name === 'img' || name === 'area') text += attribs.alt ?? ''
    for (const child of node.children ?? []) walk(child)
    // The address of a link without words stands apart from the words around it.
    text += name === 'a' && words(text.slice(before.length)).length === 0 ? ' ' : own
  }
  walk(parseDocument(html) as unknown as Node)
  return { words: words(text.replace(address, ' ')), links: tracked ? links : [] }
}
interface Node {
  type: string
  name?: string
  data?: string
  attribs?: { href?: string; alt?: string; style?: string; hidden?: string }
  children?: Node[]
}

/** As a reader of the text has it, without the signs of lists, quotes and rules, and without addresses. */
function ofText(text: string) {
  const bare = text
    .replace(/^(?: *(?:>|\*|\d+\.) (?:> )*)+/gm, '')
    .replaceAll('-----', ' ')
    .replace(/ \[[^\]]*\]/g, '')
    .replace(address, ' ')
  return { words: words(bare), links: text.match(clicked) ?? [] }
}
