import { describe, expect, it } from 'vitest'
import { type CampaignContent, type CompileOptions, mustacheEngine, trackHtml } from '../src/content/index.ts'
import { compile } from './compiled.ts'
import { mailInstallation } from './mail-installation.ts'

const renderOnly: CompileOptions = {
  engine: {
    compile(source, mode) {
      const { fields, render } = mustacheEngine().compile(source, mode)
      return { fields, render }
    },
  },
}
const placesOf = (content: Partial<CampaignContent>, options: CompileOptions = {}) =>
  compile(content, options).warnings.map(({ code, subject, field, line, column }) => [
    code,
    subject,
    field,
    line,
    column,
  ])

/** What an author wrote, and what is said of it. */
const rows: [source: string, code: string, subject: string | undefined, line?: number, column?: number][] = [
  ['<p>\n<a href="x">A</a>', 'relative_link', 'x', 2, 10],
  ['<p>\r\n  <a href=javascript:x>A</a>', 'unsafe_link', 'javascript:x', 2, 11],
  ['<p>é🥛<a href="*|URL|*">A</a>', 'placeholder_link', '*|URL|*', 1, 16],
  ['<a href="https://x.example/%7B%7Bid%7D%7D">A</a>', 'placeholder_link', 'https://x.example/%7B%7Bid%7D%7D', 1, 10],
  ['<a href="https://x.example/%7b%7b%20a.b%20%7d%7d">', 'placeholder_link', expect.any(String), 1, 10],
  ['<!--[if mso]>\n<a href="x">A</a><![endif]-->', 'relative_link', 'x', 2, 10],
  ['\n\n<a href="https://x.example/">\nbank.example</a>', 'link_text_mismatch', 'https://x.example/', 3, 30],
  ['\n<a href="http://{{unsubscribeUrl}}">A</a>', 'unsafe_link', 'http://{{unsubscribeUrl}}', 2, 10],
  ['<a href="\n https:// {{viewUrl}}">A</a>', 'unsafe_link', expect.any(String), 1, 10],
  ['<img src="a">\n<img src="cid:logo">', 'missing_picture', 'logo', 2, 11],
]

describe('a warning', () => {
  it.each(rows)('of %j says where it is', (html, ...expected) => {
    const [code, subject, line, column] = expected
    const said = [[code, subject, 'html', line, column]]
    expect(placesOf({ html })).toEqual(said)
    expect(placesOf({ html }, renderOnly)).toEqual(said)
    // Finished HTML has no fields, and no files.
    if (html.includes('{{') || html.includes('cid:')) return
    const { warnings } = trackHtml(html, { linkUrl: () => undefined })
    expect(warnings).toMatchObject([{ code, field: 'html', ...(line === undefined ? {} : { line, column }) }])
  })

  it('of the length of a source has no place in it', () => {
    expect(placesOf({ html: 'a\n'.repeat(60_000) })).toEqual([
      ['html_clipped', undefined, 'html', undefined, undefined],
    ])
  })

  it('of several about one thing says where the first is', () => {
    const { warnings } = compile({ html: '\n<a href="x">A</a><a href="y">B</a>\n<a href="x">C</a>' })
    expect(warnings).toMatchObject([
      { subject: 'x', line: 2, column: 10, count: 2 },
      { subject: 'y', line: 2, column: 27 },
    ])
  })

  it.each([
    ['a\nhttp://{{unsubscribeUrl}} b', [['unsafe_link', 'http://{{unsubscribeUrl}}', 'text', 2, 1]]],
    ['(https://{{viewUrl}})', [['unsafe_link', 'https://{{viewUrl}}', 'text', 1, 2]]],
    ['{{viewUrl}} https://x.example/?u={{viewUrl}}', []],
  ])('of the text %j has its place there', (text, expected) => {
    expect(placesOf({ html: 'x', text })).toEqual(expected)
  })

  it.each([
    [{ html: '<a href="mailto:x?body={{viewUrl}}">A</a>' }],
    [{ html: '<a href="https://x.example/?u={{viewUrl}}">A</a><a href="{{ unsubscribeUrl }}">B</a>' }],
    [{ html: '<a href="https://x.example/?q=%7B%22a%22:%7B%7D%7D">A</a>' }],
  ])('is not given for %j', (content) => {
    expect(placesOf(content)).toEqual([])
    expect(placesOf(content, renderOnly)).toEqual([])
  })
})

describe('a field that no recipient has', () => {
  const content = {
    subject: 'Hi {{name}}, {{inSubject}}',
    html: '<p>\n{{#items}}\n  {{inSubject}} {{deep}}{{/items}}',
    text: '\n\n{{deep}} {{inText}}',
    headers: { 'X-Ref': '{{inHeader}}' },
  }
  const expected = [
    { subject: 'inSubject', field: 'subject', line: 1, column: 14 },
    { subject: 'items', field: 'html', line: 2, column: 1 },
    { subject: 'deep', field: 'html', line: 3, column: 17 },
    { subject: 'inText', field: 'text', line: 3, column: 10 },
    { subject: 'inHeader' },
  ].map((warning) => expect.objectContaining({ code: 'unknown_merge_field', ...warning }))

  it('is shown where it is used first, beside a campaign and a preview', async () => {
    const { sillage } = await mailInstallation()
    const { warnings } = await sillage.campaigns.create({
      name: 'n',
      ...content,
      recipients: [{ email: 'ada@example.org' }],
      start: false,
    })
    const ofContent = warnings.filter(({ code }) => code === 'unknown_merge_field')
    expect(ofContent).toEqual(expected)
    expect(ofContent.at(-1)).not.toHaveProperty('line')
    const preview = await sillage.campaigns.preview({ ...content, data: { x: 1 } })
    expect(preview.warnings.filter(({ code }) => code === 'unknown_merge_field')).toEqual(expected)
  })
})
