import fc from 'fast-check'
import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { compile, input, urls } from '../../test/compiled.ts'
import { allWays, sent, ways } from '../../test/ways.ts'
import type { CampaignContent } from './composer.ts'

const untracked = { opens: false, clicks: false, readTime: false }
const utm = { source: 'news', medium: 'e mail' }
const added = 'utm_source=news&utm_medium=e%20mail'
const tracking = { utm }

describe.each(allWays)('UTM parameters of links that are not tracked, %s', (way) => {
  const text = async (content: Partial<CampaignContent>, data = {}) =>
    (await sent(way, { tracking, ...content }, { data, tracking: untracked })).text
  const html = async (source: string, data = {}) =>
    (await sent(way, { html: source, tracking }, { data, tracking: untracked })).html

  it.each([
    ['https://a.example/#f', `https://a.example/?${added.replace('&', '&amp;')}#f`],
    ['https://a.example/?UTM_source=own&amp;b', `https://a.example/?UTM_source=own&amp;b&amp;utm_medium=e%20mail`],
    ['https://a.example/?utm_source=a&utm_medium=b', 'https://a.example/?utm_source=a&utm_medium=b'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['#top', '#top'],
    ['/relative', '/relative'],
    ['{{unsubscribeUrl}}', urls.unsubscribe(42)],
    ['https://mail.example/track/view/abc', 'https://mail.example/track/view/abc'],
    ['{{url}}', `https://b.example/?x=1&amp;${added.replace('&', '&amp;')}#y`],
  ])('%s becomes %s', async (href, expected) => {
    const data = { url: 'https://b.example/?x=1#y' }
    expect(await html(`<a href="${href}">w</a>`, data)).toBe(`<a href="${expected}">w</a>`)
    expect(await html(`<a href='${href}' data-no-track>w</a>`, data)).not.toContain('utm_source=news')
  })

  it('are in the text as in the HTML, also where its words are the address', async () => {
    const source =
      '<p>At <a href="https://a.example">https://a.example</a>, <a href="https://b.example/{{id}}">here</a>, <a data-no-track href="https://c.example/">there</a></p>'
    expect(await text({ html: source }, { id: '7' })).toBe(
      `At https://a.example?${added}, here [https://b.example/7?${added}], there [https://c.example/]`,
    )
    expect(await text({ html: source, tracking: {} }, { id: '7' })).toBe(
      'At https://a.example, here [https://b.example/7], there [https://c.example/]',
    )
  })

  it("are in an author's text, tracked or not, and not in lines above it", async () => {
    const words = 'Go https://a.example/#f, {{unsubscribeUrl}} or https://c.example/.'
    const source = '<a href="https://c.example/" data-no-track>c</a>'
    const expected = `Go https://a.example/?${added}#f, ${urls.unsubscribe(42)} or https://c.example/.`
    for (const isText of [true, false])
      expect(await text({ html: source, text: words, tracking: { utm, text: isText } })).toBe(expected)
    expect(await text({ html: '', text: words.replace('c.ex', 'd.ex') })).toContain(`https://d.example/?${added}.`)
    const { subject, preheader } = await compile(
      { subject: 'https://a.example/', preheader: 'https://a.example/', html: 'x', tracking },
      ways[way],
    ).preview({})
    expect([subject, preheader]).toEqual(['https://a.example/', 'https://a.example/'])
  })

  it('are shown by the preview', async () => {
    const shown = await compile({ html: '<a href="https://a.example/">w</a>', tracking }, ways[way]).preview({})
    expect(shown).toMatchObject({
      html: `<a href="https://a.example/?${added.replace('&', '&amp;')}">w</a>`,
      text: `w [https://a.example/?${added}]`,
    })
  })
})

it('lead to where a click on the tracked link leads', async () => {
  const part = fc.constantFrom(
    '',
    'p',
    '?a=1',
    '?utm_source=x',
    '#f',
    '{{v}}',
    '?q={{v}}',
    '{{#s}}x{{/s}}',
    '&',
    '#{{v}}',
  )
  const url = fc.tuple(fc.constantFrom('https://a.example/', '{{whole}}'), part, part, part)
  const data = fc.record({ v: fc.string(), s: fc.boolean(), whole: fc.webUrl({ withQueryParameters: true }) })
  await fc.assert(
    fc.asyncProperty(url, data, async (parts, values) => {
      const compiled = compile({ html: `<a href="${parts.join('').replaceAll('&', '&amp;')}">w</a>`, tracking })
      fc.pre(compiled.links.length === 1)
      const composer = compiled.bind({ linkIds: [1], urls })
      const message = await composer.compose({ ...input, data: values, tracking: untracked })
      const written = DomUtils.getElementsByTagName('a', parseDocument(message.html()))[0]?.attribs.href ?? ''
      expect(URL.parse(written)?.href).toBe(composer.renderDestination(0, values))
    }),
    { numRuns: 300 },
  )
}, 60_000)
