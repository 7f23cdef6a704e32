import { Parser } from 'htmlparser2'
import { expect, it } from 'vitest'
import { renderEmail, renderText } from '../../src/document/index.ts'
import { documentInput } from '../../src/domain/input/documents.ts'
import { parseInput } from '../../src/domain/input/parse.ts'
import { defineBrand } from '../../src/settings/brand.ts'
import { golden, paragraph, text } from './golden.ts'
import { unsafeIn } from './safe-html.ts'

const { html, notes } = renderEmail(golden)

interface Found {
  name: string
  attributes: Record<string, string>
}
const elements: Found[] = []
new Parser({ onopentag: (name, attributes) => elements.push({ name, attributes }) }).end(html)
const all = (name: string) => elements.filter((element) => element.name === name).map(({ attributes }) => attributes)

it('the golden document is a document, and holds every node and mark there is', () => {
  expect(parseInput(documentInput, golden, 'document')).toEqual(golden)
  const types = new Set([...JSON.stringify(golden).matchAll(/"type":"(\w+)"/g)].map(([, type]) => type))
  const known = JSON.stringify(documentInput.toJSONSchema?.() ?? {}).match(/"const":"[a-z_]+"/g) ?? []
  const words = known.map((one) => one.slice(9, -1)).filter((one) => one !== 'blocks' && one !== 'regions')
  expect([...words, 'bullet_list', 'ordered_list'].filter((type) => !types.has(type))).toEqual([])
  expect(words.length).toBeGreaterThan(12)
})

it('its HTML and text are these', async () => {
  await expect(html).toMatchFileSnapshot('fixtures/golden.html')
  await expect(renderText(golden)).toMatchFileSnapshot('fixtures/golden.txt')
  expect(notes).toEqual([])
})

it('nothing of it is unsafe, and nothing depends on what mail programs drop', () => {
  expect(unsafeIn(html)).toEqual([])
})

it('tables are for layout, without any space of their own', () => {
  for (const table of all('table')) expect(table).toMatchObject({ cellpadding: '0', cellspacing: '0', border: '0' })
  expect(html.match(/<table(?! role="presentation")/g)).toBeNull()
})

it('only cells have padding, but for lists and the link that fills its button', () => {
  const padded = elements.filter(({ attributes }) => /(?:^|;)padding:(?!0(?:;|$))/.test(attributes.style ?? ''))
  expect(new Set(padded.map(({ name }) => name))).toEqual(new Set(['td', 'ul', 'ol', 'a']))
  expect(padded.filter(({ name }) => name === 'a').every(({ attributes }) => attributes.class === 's-label')).toBe(true)
})

it('is fluid up to the width of the brand, which Word gets as a number', () => {
  expect(all('table').filter(({ class: name }) => name === 's-surface')).toMatchObject([
    { width: '100%', style: expect.stringContaining('max-width:600px') },
  ])
  expect(html).toContain(
    '<!--[if mso]><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="600">',
  )
})

it('columns wrap by themselves, and stand in a table of their own for Word', () => {
  const columns = all('div').filter(({ class: name }) => name === 's-col')
  expect(columns.map(({ style }) => /max-width:(\d+)px/.exec(style ?? '')?.[1])).toEqual([
    '194',
    '341',
    '186',
    '186',
    '162',
  ])
  for (const { style } of columns) expect(style).toMatch(/^display:inline-block;width:100%;/)
  expect(html.match(/<!--\[if mso\]><table [^>]*><tr><td width="\d+" valign="top"><!\[endif\]-->/g)).toHaveLength(2)
})

it('pictures have their width in pixels, an alternative that can be read, and no more room than there is', () => {
  expect(all('img')).toMatchObject([
    { width: '536', height: '268', alt: 'A red "boat"', style: expect.stringContaining('max-width:536px;height:auto') },
    { width: '341', alt: 'Map', style: expect.stringMatching(/font-size:14px.*color:#/) },
  ])
})

it('one link is one, however its words are marked', () => {
  expect(all('a').filter(({ href }) => href === 'https://example.org/new?a=1&b=2')).toHaveLength(1)
})

it('a button is a cell that Word pads too', () => {
  const cells = all('td').filter(({ class: name }) => name === 's-button')
  expect(cells).toHaveLength(2)
  for (const cell of cells) {
    expect(cell.bgcolor).toMatch(/^#[0-9a-f]{6}$/)
    expect(cell.style).toContain('mso-padding-alt:12px 28px')
  }
})

it('headings and quotes are what they are, for those who hear the mail', () => {
  expect(elements.map(({ name }) => name).filter((name) => /^h\d$|blockquote/.test(name))).toEqual([
    'h1',
    'h2',
    'h3',
    'blockquote',
  ])
  expect(all('html')).toMatchObject([{ lang: 'en', dir: 'auto' }])
  expect(html).toContain('<title>The harbour festival is back</title>')
  expect(all('div').filter(({ role }) => role === 'article')).toHaveLength(1)
})

it('styles stand in the head, each kind in an element of its own, small and without comments', () => {
  const styles = [...html.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, css = '']) => css,
  )
  expect(styles).toHaveLength(3)
  expect(styles.join('').length).toBeLessThan(2_000)
  expect(styles.join('')).not.toContain('/*')
  expect(html.slice(html.indexOf('<body')).includes('<style')).toBe(false)
  const [, dark = '', outlook = ''] = styles
  expect(dark).toMatch(/^@media \(prefers-color-scheme:dark\)\{/)
  for (const rule of dark.match(/\.s-\w+\{[^}]*\}/g) ?? []) expect(outlook).toContain(rule)
})

it('what an author typed is words: braces, tags and signs', () => {
  expect(html).toContain(
    'Braces &#123;&#123;typed&#125;&#125; by hand, &#123;<strong>&#123;mixed&#125;&#125;</strong> &amp; &lt;tags&gt; stay.',
  )
  expect(html).toContain('{{name}}{{^name}}there &amp; &#123;you&#125;{{/name}}')
  expect(html).toContain('href="https://example.org/book?u={{email}}"')
})

it('an empty line between words stays, and one behind the last words is not sent', () => {
  const rows = (...words: string[]) =>
    renderEmail({ ...golden, content: [...words.map((one) => paragraph(text(one))), golden.content.at(-1)] as never })
      .html.split('class="s-text" style="margin:0;')
      .slice(1)
      .map((row) => />(.*?)<\/p>/.exec(row)?.[1])
  expect(rows('One', '', 'Two', ' ', '')).toEqual(['One', '&nbsp;', 'Two'])
  expect(rows('', '')).toEqual(['&nbsp;'])
})

it('the hidden text for the inbox is left to what compiles the mail', () => {
  expect(html).not.toContain('Three talks')
  expect(renderText(golden)).not.toContain('Three talks')
})

it('the plain text has no signs that cannot be seen, and each address once', () => {
  const plain = renderText(golden)
  expect(plain).not.toMatch(/\u00a0|[\u200b-\u200f]|\u034f|\ufeff/)
  expect(plain.match(/https:\/\/example\.org\/new/g)).toHaveLength(1)
  expect(plain).toMatch(/Unsubscribe: \{\{unsubscribeUrl\}\}\nView in browser: \{\{viewUrl\}\}\n$/)
})

it('has the colours, fonts and logo of the brand', () => {
  const brand = defineBrand({
    width: 480,
    font: 'Georgia, "Times New Roman", serif',
    logo: { src: 'https://cdn.example/l.png?a=1&b=2', alt: 'Port', href: 'https://port.example/', width: 900 },
    light: { button: '#123456' },
  })
  const own = renderEmail(golden, brand).html
  expect(unsafeIn(own)).toEqual([])
  expect(own).toContain('<img class="s-text" src="https://cdn.example/l.png?a=1&amp;b=2" alt="Port" width="416"')
  for (const part of ['max-width:480px', '#123456', 'font-family:Georgia, &quot;Times New Roman&quot;, serif'])
    expect(own).toContain(part)
})

it('the words of the footer are in the language of the document, and its link to the browser can be left out', () => {
  const content = [...golden.content.slice(0, -1), { type: 'footer', attrs: { view: false }, content: [] }]
  const french = { ...golden, lang: 'fr-CA', content } as unknown as typeof golden
  expect(renderEmail(french).html).toMatch(/lang="fr-CA"[\s\S]*>Se désabonner<\/a><\/p>/)
  expect(renderEmail(french).html).not.toContain('viewUrl')
  expect(renderText(french)).toMatch(/-- \nSe désabonner: \{\{unsubscribeUrl\}\}\n$/)
})

it.each<[string, object, object[]]>([
  ['image_without_source', { type: 'image', attrs: { src: '' } }, [{ subject: '' }]],
  ['image_without_alt', { type: 'image', attrs: { src: 'https://example.org/a.png' } }, [{}]],
  [
    'button_without_link',
    { type: 'button', attrs: { href: '' }, content: [{ type: 'text', text: 'Go' }] },
    [{ subject: 'Go' }],
  ],
  ['unknown_node', { type: 'video' }, [{ subject: 'video' }]],
  [
    'unknown_node',
    { type: 'columns', content: [{ type: 'column', content: [{ type: 'columns' }] }] },
    [{ subject: 'columns' }],
  ],
  ['large_html', { type: 'paragraph', content: [{ type: 'text', text: 'é'.repeat(45_000) }] }, [{}]],
])('says %s', (code, node, expected) => {
  const document = { ...golden, content: [node, golden.content.at(-1)] } as unknown as typeof golden
  expect(renderEmail(document).notes).toMatchObject(expected.map((one) => ({ code, ...one })))
})

it('says unsafe_link of what leads nowhere, and keeps the words', () => {
  for (const href of ['javascript:alert(1)', '/news', 'https://', 'data:text/html,x', 'https://x\u0000y/', 'mailto:']) {
    const words = { type: 'text', text: 'words', marks: [{ type: 'link', attrs: { href } }] }
    const content = [{ type: 'paragraph', content: [words] }]
    const { html, notes } = renderEmail({ version: 1, kind: 'blocks', content } as unknown as typeof golden)
    expect(notes).toEqual([{ code: 'unsafe_link', subject: href }])
    expect(html).toContain('>words</p>')
  }
})

it('says low_contrast of colours that cannot be read on each other', () => {
  const brand = defineBrand({ dark: { button: '#0b6b7a', buttonText: '#333333' } })
  expect(renderEmail(golden, brand).notes).toEqual([{ code: 'low_contrast', subject: 'dark.buttonText' }])
})
