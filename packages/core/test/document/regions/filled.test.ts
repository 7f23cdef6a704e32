import { expect, it } from 'vitest'
import {
  type RegionNode,
  type RegionValue,
  regionDocument,
  renderRegions,
  takeSource,
} from '../../../src/document/index.ts'

const text = (words: string, ...marks: object[]) =>
  (marks.length === 0 ? { type: 'text', text: words } : { type: 'text', text: words, marks }) as RegionNode
const link = (href: string) => ({ type: 'link', attrs: { href } })
const paragraph = (...content: object[]) => ({ type: 'paragraph', content }) as RegionNode
const field = (name: string, fallback?: string) => ({ type: 'field', attrs: { name, fallback } }) as RegionNode
const list = (...items: RegionNode[]) =>
  ({ type: 'bullet_list', content: items.map((item) => ({ type: 'list_item', content: [item] })) }) as RegionNode

const filled = (source: string, values: Record<string, RegionValue>) =>
  renderRegions({ version: 1, kind: 'regions', source, values })
const words = (content: RegionNode[]): RegionValue => ({ content })

it.each<[what: string, source: string, value: RegionValue, html: string]>([
  ['words', '<h1 data-edit="a" class=b>x</h1>', words([text('A & <b>')]), '<h1 class=b>A &amp; &lt;b&gt;</h1>'],
  ['no words', '<h1 data-edit="a">x</h1>', words([]), '<h1></h1>'],
  ['a field', '<p data-edit="a">x</p>', words([text('Hi '), field('name')]), '<p>Hi {{name}}</p>'],
  [
    'a field that may be empty',
    '<p data-edit="a">x</p>',
    words([field('name', 'you')]),
    '<p>{{name}}{{^name}}you{{/name}}</p>',
  ],
  [
    'a brace behind a field',
    '<p data-edit="a">x</p>',
    words([field('name', '}'), text('}')]),
    '<p>{{name}}{{^name}}&#125;{{/name}}&#125;</p>',
  ],
  [
    'typed braces',
    '<p data-edit="a">x</p>',
    words([text('{{x}} {% y %}')]),
    '<p>&#123;&#123;x&#125;&#125; &#123;% y %&#125;</p>',
  ],
  ['lines of blocks', '<p data-edit="a">x</p>', words([paragraph(text('a')), list(text('b'))]), '<p>a<br>b</p>'],
  ['marks that end nothing', '<td data-edit="a"data-edit-max="3"/>x</td>', words([text('y')]), '<td />y</td>'],
  ['a mark behind no quotes', '<td class=b data-edit="a"/>x</td>', words([text('y')]), '<td class=b />y</td>'],
  ['a mark on its line', '<td\n  data-edit="a"\n  class="b">x</td>', words([text('y')]), '<td\n  class="b">y</td>'],
  [
    'what dresses the words',
    '<td data-edit="a"><font face="Arial"><span style="c">x</span></font></td>',
    words([text('y')]),
    '<td><font face="Arial"><span style="c">y</span></font></td>',
  ],
  [
    'marks like those that were there',
    '<p data-edit="a"><b class="s">x</b> <i style="e">x</i> <a style=l target="_blank" href="#" id="i">x</a></p>',
    words([text('b', { type: 'strong' }), text('e', { type: 'em' }), text('l', link('https://x.example/?a=1&b'))]),
    '<p><strong class="s">b</strong><em style="e">e</em><a href="https://x.example/?a=1&amp;b" style=l target="_blank">l</a></p>',
  ],
  [
    'paragraphs like the first',
    '<td data-edit="a"><p style="m">x</p><p>y</p></td>',
    words([paragraph(text('a')), paragraph(text('b'))]),
    '<td><p style="m">a</p><p style="m">b</p></td>',
  ],
  [
    'paragraphs where there was none',
    '<td data-edit="a">x</td>',
    words([paragraph(text('a')), paragraph(text('b')), text('c')]),
    '<td>a<br><br>b<br><br>c</td>',
  ],
  [
    'a list where there was none',
    '<td data-edit="a">x</td>',
    words([list(paragraph(text('a')))]),
    '<td><ul style="margin:0;padding:0 0 0 24px"><li style="margin:0 0 6px">a</li></ul></td>',
  ],
  [
    'a heading like another one',
    '<td data-edit="a"><h1 style="h">x</h1></td>',
    words([{ type: 'heading', attrs: { level: 2, align: 'center' }, content: [] }]),
    '<td><h2 align="center" style="h"></h2></td>',
  ],
  [
    'no link in a link',
    '<a href="#" data-edit="a">x</a>',
    { content: [text('y', link('https://x.example/'))], href: 'https://y.example/' },
    '<a href="https://y.example/">y</a>',
  ],
  [
    'the link around it',
    "<a href='#'><b data-edit='a'>x</b></a>",
    { href: 'https://y.example/' },
    "<a href='https://y.example/'><b>x</b></a>",
  ],
  [
    'a link without quotes',
    '<a data-edit=a href=#>x</a>',
    { href: 'https://y.example/' },
    '<a href="https://y.example/">x</a>',
  ],
  ['a link without address', '<a href data-edit="a">x</a>', { href: '{{site}}' }, '<a href="{{site}}">x</a>'],
  [
    'a link without href',
    '<a data-edit="a">x</a>',
    { href: 'mailto:a@b.example' },
    '<a href="mailto:a@b.example">x</a>',
  ],
  ['a link that stays', '<a data-edit="a" href="#">x</a>', { href: '' }, '<a href="#">x</a>'],
  [
    'a picture',
    '<img data-edit="a" src="x" srcset="x 2x" width="300" height="10">',
    { src: 'https://x.example/a.png', alt: 'A "boat"', width: 1200, height: 600 },
    '<img alt="A &quot;boat&quot;" src="https://x.example/a.png" width="300" height="150">',
  ],
  ['a picture that stays', '<img data-edit="a" src="x">', { alt: 'A' }, '<img alt="A" src="x">'],
  [
    'a title',
    '<title data-edit="a">x</title>',
    words([text('a', { type: 'strong' }), paragraph(text('b\nc'))]),
    '<title>a b c</title>',
  ],
  [
    'all of a name',
    '<!--[if mso]><v:roundrect href="#" f="1"><center data-edit="a">x</center></v:roundrect><![endif]--><a data-edit="a" href="#">x</a>',
    { content: [text('Go')], href: 'https://y.example/' },
    '<!--[if mso]><v:roundrect href="https://y.example/" f="1"><center>Go</center></v:roundrect><![endif]--><a href="https://y.example/">Go</a>',
  ],
  [
    'a place whose marks were within',
    '<td data-edit="a">x <b data-edit-label="b">y</b></td><p data-edit="c">z</p>',
    words([text('y')]),
    '<td>y</td><p>z</p>',
  ],
])('writes %s', (_, source, value, html) => {
  expect(filled(source, { a: value }).html).toBe(html)
})

it.each<[code: string, subject: string, source: string, value: RegionValue]>([
  ['unsafe_link', 'javascript:x', '<a data-edit="a" href="#">x</a>', { href: 'javascript:x' }],
  [
    'unsafe_link',
    'javascript:x',
    '<p data-edit="a">x</p><p data-edit="a">y</p>',
    words([text('y', link('javascript:x'))]),
  ],
  ['image_without_source', 'x.png', '<img data-edit="a" src="https://x.example/" alt="b">', { src: 'x.png' }],
  ['image_without_alt', 'https://x.example/a.png', '<img data-edit="a">', { src: 'https://x.example/a.png' }],
  ['unknown_node', 'image', '<p data-edit="a">x</p>', words([{ type: 'image' } as never])],
  ['unknown_place', 'a', '<p data-edit="b">x</p>', words([text('y')])],
  ['unknown_place', 'a', '<p data-edit="a">{{#b}}x{{/b}}</p>', words([text('y')])],
  ['long_words', 'a', '<p data-edit="a" data-edit-max="3">x</p>', words([text('ab'), text('cd')])],
])('says %s of %s once, and writes nothing of it: %s', (code, subject, source, value) => {
  const { html, notes } = filled(source, { a: value })
  expect(notes).toEqual([{ code, subject }])
  expect(html).not.toContain('javascript')
})

it('says that a mail is long', () => {
  expect(filled(`<p>${'x'.repeat(90_000)}</p>`, {}).notes).toEqual([{ code: 'large_html' }])
})

it('a new version of the HTML keeps values by the name of their place, and says what is lost', () => {
  const document = regionDocument('<h1 data-edit="a">x</h1><p data-edit="b">y</p><p data-edit="c">z</p>', {
    a: words([text('A')]),
    b: words([text('B')]),
    c: words([text('C')]),
  })
  const later = takeSource(document, '<p data-edit="b" class="new">w</p><img data-edit="c" src="x">')
  expect(later.dropped).toEqual(['a', 'c'])
  expect(renderRegions(later.document).html).toBe('<p class="new">B</p><img src="x">')
  expect(document.values).toHaveProperty('a')
})

it('where nothing is marked, a place is known again by what the designer had written there', () => {
  const document = regionDocument('<p>One</p><p>Two</p><p>Two</p>')
  const names = [...document.source.matchAll(/data-edit="([^"]*)"/g)].map(([, name]) => String(name))
  const values = Object.fromEntries(names.map((name, at) => [name, words([text(`new ${at}`)])]))
  const later = takeSource({ ...document, values }, '<h1>Zero</h1><p>Two</p><p>Three</p><p>One</p>')
  expect(later.dropped).toEqual([names[2]])
  expect(renderRegions(later.document).html).toBe('<h1>Zero</h1><p>new 1</p><p>Three</p><p>new 0</p>')
})
