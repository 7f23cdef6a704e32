import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corpus } from '../../../test/corpus-mails.ts'
import { inlineCss } from './inline-css.ts'

const page = (css: string, body: string) => `<style>${css}</style>${body}`

describe('inlineCss', () => {
  it.each<[string, string, string]>([
    ['p{color:red}', '<p>a</p><b>b</b>', '<p style="color:red">a</p><b>b</b>'],
    ['p { color : red ; margin:0 }', "<p style='margin:1px'>", "<p style='color:red;margin:0;margin:1px'>"],
    ['p{color:red}', '<P Class=x style=top:0/>', '<P Class=x style="color:red;top:0/">'],
    ['p{color:red}', '<p style="">', '<p style="color:red">'],
    ['#i{color:a}.c{color:b}p{color:c}', '<p id=i class=c>', '<p style="color:a" id=i class=c>'],
    ['p{color:a!important}#i{color:b}', '<p id=i>', '<p style="color:a !important" id=i>'],
    ['p{margin:0;margin-top:1px}p{margin:2px}', '<p>', '<p style="margin-top:1px;margin:2px">'],
    ['p{width:1px;width:calc(1px)}', '<p>', '<p style="width:1px;width:calc(1px)">'],
    ['p{font-family:"A B",c}', '<p>', '<p style="font-family:&quot;A B&quot;,c">'],
    [
      'td>a.b, table td b+i{x:y}',
      '<td><a class="a b"><b></b><i></i></a></td>',
      '<td><a style="x:y" class="a b"><b></b><i></i></a></td>',
    ],
    [
      'p{color:{{c}};background:{{{b|"red"}}}}',
      '<p>{{x}}</p>',
      '<p style="color:{{c}};background:{{{b|"red"}}}">{{x}}</p>',
    ],
    ['p{color:red}', '{{#s}}<p title="{{t}}>">{{/s}}', '{{#s}}<p style="color:red" title="{{t}}>">{{/s}}'],
    ['p{color:red}', '<p {{#s}}class="a"{{/s}}>', '<p {{#s}}class="a"{{/s}}>'],
    ['{{#s}}p{color:red}{{/s}}', '<p>', '<p>'],
    ['p:hover{color:red}@media print{p{color:red}}a::before{x:y}', '<p><a>', '<p><a>'],
    ['p{color:red', '<p>', '<p>'],
    ['p{color:red}<!-- -->', '<!--[if mso]><p><![endif]--><p>', '<!--[if mso]><p><![endif]--><p style="color:red">'],
  ])('%s on %s', async (css, body, expected) => {
    expect(await inlineCss(page(css, body))).toBe(page(css, expected))
  })

  it.each(['<style media="print">p{color:red}</style><p>', '<style type="text/x">p{color:red}</style><p>', '<p>'])(
    'leaves what no sheet for all readers says: %s',
    async (html) => expect(await inlineCss(html)).toBe(html),
  )

  it('changes nothing of real mails but styles', async () => {
    for (const html of corpus.values()) {
      const inlined = await inlineCss(html)
      const bare = (text: string) => text.replace(/ ?style=("[^"]*"|'[^']*'|[^\s>]*)/gi, '')
      expect(bare(inlined)).toBe(bare(html))
    }
  })

  it('is bounded', async () => {
    const refused = { code: 'invalid_field', field: 'inlineCss' }
    const deep = page('p{color:red}', '<div>'.repeat(100_000))
    await expect(inlineCss(deep)).rejects.toMatchObject(refused)
    const wide = page('* ~ * ~ * ~ b{color:red}'.repeat(50), '<b></b>'.repeat(20_000))
    const before = process.cpuUsage()
    await expect(inlineCss(wide)).rejects.toMatchObject(refused)
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000)
  })

  it('keeps every character outside of the styles, whatever the HTML is', async () => {
    const part = fc.constantFrom(
      '<p>',
      '</p>',
      '<a style="x">',
      "<b style='y'",
      ' style=z>',
      '{{a}}',
      '{{#s}}',
      '<',
      '>',
      '"',
      '<!--',
      '-->',
      'é',
      '<style>',
      '</style>',
      'p{c:d}',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const html = page('p,a,b{color:red}', parts.join(''))
        const inlined = await inlineCss(html)
        let at = 0
        for (const char of html) {
          at = inlined.indexOf(char, at) + 1
          expect(at).toBeGreaterThan(0)
        }
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
