import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter } from '../../test/any-character.ts'
import { compile, compose } from '../../test/compiled.ts'
import { allWays, sent, ways } from '../../test/ways.ts'
import { hasPreheader, longestShown, preheaderMarkup } from './html/preheader.ts'

describe.each(allWays)('the preheader of a mail, %s', (way) => {
  it.each([
    ['<!doctype html><html><head><title>T</title></head><body class="a">', '<p>Words</p></body></html>'],
    ['<body>', '{{#vip}}<p>Words</p>{{/vip}}<p>Words</p></body>'],
    ['<html>', '<p>Words</p>'],
    ['', '<p>Words</p>'],
  ])('stands first in the body, hidden: %s', async (before, behind) => {
    const { html } = await sent(way, { html: before + behind, preheader: 'Doors & <windows>' })
    const line = html.slice(before.length, html.indexOf('</div>') + 6)
    expect(line).toBe(preheaderMarkup('Doors & <windows>'))
    expect(html).toBe(before + line + behind.replace(/\{\{.*\}\}/, ''))
  })

  it('has values on one line, and is left out where they leave nothing of it', async () => {
    const content = { html: '<p>Words</p>', preheader: '{{v}} ' }
    expect((await sent(way, content, { data: { v: 'a\r\n"b"' } })).html).toBe(`${preheaderMarkup('a "b"')}<p>Words</p>`)
    expect((await sent(way, content, { data: { v: ' \n' } })).html).toBe('<p>Words</p>')
  })

  it('is not put beside one that the author wrote, which is warned of', async () => {
    const html = '<body><div style="display:none">Mine</div><p>Words</p></body>'
    expect(await sent(way, { html, preheader: 'Other' })).toEqual({ html, text: 'Words', warnings: ['own_preheader'] })
    expect((await sent(way, { html })).warnings).toEqual([])
  })

  it('is in no plain text, its fields are those of the mail, and images come behind it', async () => {
    const tracking = { opens: false, clicks: true, readTime: true }
    const content = { html: '<p>Words <a href="https://a.example/">a</a></p>', preheader: 'See {{thing}}' }
    const { html, text } = await sent(way, content, { tracking, data: { thing: 'boats' } })
    expect(text).toBe('Words a [https://a.example/]')
    expect(html.startsWith(`${preheaderMarkup('See boats')}<img`)).toBe(true)
    expect(compile(content, ways[way]).fields).toEqual(['thing'])
    expect(await sent(way, { html: '', text: 'Words', preheader: 'See' })).toMatchObject({ html: '', text: 'Words' })
  })

  it('is shown beside the preview, and in its HTML', async () => {
    const shown = await compile({ html: '<p>Words</p>', preheader: 'For {{name}}' }, ways[way]).preview({ name: 'Zoé' })
    expect(shown).toMatchObject({
      preheader: 'For Zoé',
      html: `${preheaderMarkup('For Zoé')}<p>Words</p>`,
      text: 'Words',
    })
    expect((await compile({ html: 'x' }, ways[way]).preview({})).preheader).toBeNull()
  })
})

it('is the same line whichever way a mail is composed, whatever it holds', async () => {
  const words = fc.string({ unit: anyCharacter, maxLength: 700 })
  const body = fc.constantFrom('<body>x', '<p hidden></p><b>x</b>', '{{v}}<a href="https://a.example/">a</a>')
  await fc.assert(
    fc.asyncProperty(words, words, body, async (before, v, html) => {
      const content = { html, preheader: `${before.replaceAll('{', '(')}{{v}}` }
      const [one, ...others] = await Promise.all(allWays.map((way) => sent(way, content, { data: { v } })))
      for (const other of others) expect(other.html).toBe(one?.html)
    }),
    { numRuns: 60 },
  )
}, 60_000)

describe('the hidden line', () => {
  it('is as long as any list shows, and no blank of it is folded away', () => {
    for (const text of ['a', 'a'.repeat(149), 'a'.repeat(150), 'a'.repeat(400)]) {
      const shown = preheaderMarkup(text)
        .replace(/<[^>]*>/g, '')
        .replaceAll('&#847;&zwnj;&nbsp;', '_')
      expect(shown).toBe(text.padEnd(longestShown, '_'))
    }
    expect(preheaderMarkup(' \n')).toBe('')
  })

  it('reaches the wire as it was written', () => {
    const raw = compose({ html: '<p>Words</p>', preheader: 'Été' }).raw.toString()
    expect(raw.replaceAll('=\r\n', '')).toContain('>=C3=89t=C3=A9&#847;&zwnj;&nbsp;')
  })
})

describe('a preheader of the author', () => {
  const found = (html: string) => {
    const steps = hasPreheader(html)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }

  it.each([
    '<div style="display:none;max-height:0">Mine</div><p>x</p>',
    '<head><title>T</title><style>p{}</style></head><body>\n<!-- c --><span hidden>Mine</span>',
    '<center><table><tr><td><div style="max-height:0px;overflow:hidden">&Eacute;t&eacute;</div>',
    '<div style="opacity:0"><b><div></div>Mine</b></div>',
    '<img src="x" style="display:none"><p style=visibility:hidden>Mine',
    '<div hidden>&zwnj;&nbsp;</div><div hidden>Mine</div>',
  ])('is words that nobody sees before any that are seen: %s', (html) => expect(found(html)).toBe(true))

  it.each([
    '',
    'x<div style="display:none">Late</div>',
    '<p>&amp;</p><div hidden>Late</div>',
    '<img src="logo"><div hidden>Late</div>',
    '<div style="display:none">&#847;&zwnj;&nbsp;</div><p>x</p>',
    '<script hidden>words</script><p>x</p>',
    '<div style="mso-hide:all">Only Outlook hides it</div>',
    '<br style="display:none">x',
  ])('is nothing else: %s', (html) => expect(found(html)).toBe(false))
})
