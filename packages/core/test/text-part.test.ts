import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { CampaignContent } from '../src/content/composer.ts'
import { click, compile, compose, input, urls } from './compiled.ts'
import { saidBy, textDocument } from './text-documents.ts'
import { allWays, type Way, ways } from './ways.ts'

vi.setConfig({ testTimeout: 120_000 })

const tracked = { tracking: { text: true } }
const a = (words: string, href = 'https://a.example/', more = '') => `<a href="${href}"${more}>${words}</a>`
const data = {
  ...{ name: 'Zoé & Co', id: 7, secret: 's3', site: 'https://zoe.example/', bad: 'javascript:x', vip: true },
  items: [
    { n: 1, url: 'https://i.example/1' },
    { n: 2, url: 'https://i.example/2' },
  ],
}
/** The text of one message, composed each way, and the links of its campaign. */
async function textBy(way: Way, content: Partial<CampaignContent>) {
  const compiled = compile(content, ways[way])
  const composer = compiled.bind({ linkIds: compiled.links.map((_, index) => 100 + index), urls, campaignId: 5 })
  const message = await composer.compose({ ...input, data })
  return { text: message.text(), links: compiled.links.map(({ url }) => url) }
}

describe.each(allWays)('links of the text that is made from HTML, %s', (way) => {
  it.each<[string, string, string, string[]]>([
    [
      'are those of the HTML, one figure each',
      `${a('Terms')}&mdash;${a('Privacy', 'https://b.example/?x=1&amp;y=2')}, ${a('again')}`,
      `Terms [${click(0)}]—Privacy [${click(1)}], again [${click(0)}]`,
      ['https://a.example/', 'https://b.example/?x=1&y=2'],
    ],
    [
      'are personalised as there',
      `${a('見る', 'https://a.example/{{id}}')}をご覧、{{name}}様`,
      `見る [${click(0)}]をご覧、Zoé & Co様`,
      ['https://a.example/{{id}}'],
    ],
    [
      'are left alone where the author says so',
      `${a('Log in', 'https://a.example/{{secret}}', ' data-no-track')} ${a('b', 'https://b.example/', ' clicktracking=off')}`,
      'Log in [https://a.example/s3] b [https://b.example/]',
      [],
    ],
    [
      'are absolute under a base',
      `<base href="https://a.example/news/">${a('a', 'b')} ${a('c', '/d')}`,
      `a [${click(0)}] c [${click(1)}]`,
      ['https://a.example/news/b', 'https://a.example/d'],
    ],
    ['are said once', a('https://a.example'), click(0), ['https://a.example/']],
    [
      'of pictures',
      `${a('<img alt="Shop">')}${a('<img>', 'https://b.example/')}`,
      `Shop [${click(0)}] ${click(1)}`,
      ['https://a.example/', 'https://b.example/'],
    ],
    [
      'are not those that only others see',
      `<div style="display:none">${a('x')}</div><!--[if mso]>${a('y', 'https://b.example/')}<![endif]-->z`,
      'z',
      ['https://a.example/', 'https://b.example/'],
    ],
    [
      'are of the library',
      `${a('Leave', '{{unsubscribeUrl}}')} ${a('{{viewUrl}}', '{{viewUrl}}')}`,
      `Leave [${urls.unsubscribe(42)}] ${urls.view(42)}`,
      [],
    ],
    [
      'are sections’ own',
      `{{#items}}${a('{{n}}', '{{url}}')} {{/items}}`,
      '1 [https://i.example/1] 2 [https://i.example/2] ',
      way === 'rendered' ? ['{{url}}'] : [],
    ],
    [
      'are other addresses',
      `${a('Write', 'mailto:{{secret}}@a.example')} ${a('Call', 'tel:+{{id}}')}`,
      'Write [s3@a.example] Call [+7]',
      [],
    ],
  ])('%s', async (_, html, text, links) => {
    const got = await textBy(way, { html, ...tracked })
    expect(got.links).toEqual(links)
    expect(got.text.trim()).toBe(text.trim())
  })
})

describe('the text that is made from HTML', () => {
  it.each<[string, string, string]>([
    [
      'keeps braces that are text',
      'Type &#123;&#123;name&#125;&#125; or &lbrace;&lbrace;, {{name}}',
      'Type {{name}} or {{, Zoé & Co',
    ],
    ['keeps braces where tags have other signs', '{{=<% %>=}}Type {{name}}, <% name %>', 'Type {{name}}, Zoé & Co'],
    ['keeps words whose link leads nowhere', `Read ${a('this', 'https://{{name}}/')}(s)`, 'Read this(s)'],
    [
      'keeps words that say a destination',
      `${a('{{site}}', '{{site}}')} ${a('{{bad}}', '{{bad}}')}`,
      'https://zoe.example/ javascript:x',
    ],
    ['has values in the place of pictures', '<img alt="For {{name}}&#33;">', 'For Zoé & Co!'],
    ['has no comment of the template', 'a{{! x }}b {{trackingPixel}}c', 'ab c'],
    [
      'repeats rows',
      '<table><tr><th>n<th>of</tr>{{#items}}<tr><td>{{n}}</td><td>2</td></tr>{{/items}}</table>',
      'n  of\n1  2\n2  2',
    ],
    ['repeats items', '<ul>{{#items}}<li>{{n}}</li>{{/items}}</ul>end', ' * 1\n * 2\n\nend'],
    ['numbers items', '<ol>{{#items}}<li>{{n}}</li>{{/items}}</ol>', ' 1. 1\n 2. 2'],
    ['repeats words that have no end of their own', '{{#items}}<hr>{{n}} {{/items}}', '-----\n\n1 \n\n-----\n\n2'],
    [
      'separates what is shown from what is around',
      'Dear{{#vip}} VIP{{/vip}}{{^vip}} all{{/vip}},<p>{{#vip}}x{{/vip}}</p>y',
      'Dear VIP,\n\nx\n\ny',
    ],
    ['has quotes with sections', '<blockquote>{{#items}}<p>{{n}}</p>{{/items}}</blockquote>z', '> 1\n\n> 2\n\nz'],
    [
      'hides what only some see, by an attribute',
      '{{^vip}}x{{/vip}}<b {{#vip}}hidden{{/vip}}>x</b><b {{^vip}}hidden{{/vip}}>y</b>',
      'y',
    ],
    [
      'hides what only some see, by a style',
      '<b style="{{#vip}}display:none{{/vip}}">x</b><b style="display:{{id}}">y</b>',
      'y',
    ],
    ['has a link where only some have it', '<a {{^vip}}href="https://a.example/"{{/vip}}>x</a>', 'x'],
    ['hides what only some see', '{{#vip}}<div style="display:none">{{/vip}}x{{#vip}}</div>{{/vip}}y', 'y'],
  ])('%s', async (_, html, text) => {
    for (const way of ['spliced', 'general'] as const)
      expect((await textBy(way, { html })).text.trim().replace(/\n{3,}/g, '\n\n')).toBe(text.trim())
  })

  it('has the links of each message where half an element is in a section', () => {
    const html = `{{#vip}}<a href="https://a.example/{{id}}">{{/vip}}words{{#vip}}</a>{{/vip}}${a('more', 'https://b.example/')}`
    return expect(textBy('spliced', { html, ...tracked })).resolves.toMatchObject({
      text: `words [https://a.example/7]more [${click(0)}]`,
    })
  })

  it('shows what the author wrote to those who are not tracked, with the UTM parameters that the HTML has', () => {
    const html = `At ${a('https://a.example')}, ${a('here', 'https://b.example/{{id}}')}`
    const content = { html, tracking: { text: true } }
    const utm = { ...content, tracking: { ...content.tracking, utm: { source: 'mail' } } }
    const untracked = { data, tracking: { opens: false, clicks: false, readTime: false } }
    expect(compose(content, untracked).text()).toBe('At https://a.example, here [https://b.example/7]')
    expect(compose(utm, untracked).text()).toBe(
      'At https://a.example/?utm_source=mail, here [https://b.example/7?utm_source=mail]',
    )
  })

  it('has its words and its tracked links, in 2,000 mails', async () => {
    await fc.assert(
      fc.asyncProperty(textDocument, fc.boolean(), fc.constantFrom(...allWays), async (html, text, way) => {
        for await (const said of saidBy(html, text, [way])) expect(said.text).toEqual(said.html)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the text of an author', () => {
  it.each(allWays)('leaves alone what the HTML leaves alone, %s', async (way) => {
    const html = `${a('in', 'https://a.example/{{secret}}', ' data-no-track')}${a('b', 'https://b.example/')}${a('c', 'https://c.example/', ' data-no-track')}`
    const text = 'https://a.example/{{secret}}。https://b.example/—https://c.example/'
    expect(await textBy(way, { html, text, ...tracked })).toEqual({
      text: `https://a.example/s3。${click(0)}—https://c.example/`,
      links: ['https://b.example/'],
    })
  })
})
