import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, head, input, urls } from '../../../test/compiled.ts'
import { allWays, sent, ways } from '../../../test/ways.ts'
import { mustacheEngine } from './mustache-engine.ts'

const untracked = { opens: false, clicks: false, readTime: false }

describe.each(allWays)('the default of a value, %s', (way) => {
  it.each([
    ['<p>{{v|you & <me>}}</p>', '<p>you &amp; &lt;me&gt;</p>'],
    ['<p title="{{v | say "hi" }}">', '<p title="say &quot;hi&quot;">'],
    ['{{{v|<b>}}}{{&v|&}}', '&lt;b&gt;&amp;'],
    ['{{#s}}{{n|none}}, {{/s}}', '1, none, '],
    ['{{v|}}.{{v|a|b}}.', '.a|b.'],
    ['<a href="https://a.example/{{v|a b/c}}">w</a>', '<a href="https://a.example/a%20b%2Fc">w</a>'],
    ['<a href="{{v|https://b.example/?x=1}}">w</a>', '<a href="https://b.example/?x=1">w</a>'],
  ])('stands in %s where there is none', async (source, expected) => {
    // Of a link, an engine that only renders knows no place.
    if (way === 'rendered' && source.includes('href')) return
    for (const v of [undefined, null, '', ' \n'])
      expect((await sent(way, { html: source }, { data: { v, s: [{ n: 1 }, {}] }, tracking: untracked })).html).toBe(
        expected,
      )
  })

  it('stands in all that is above the HTML and in the text, and gives way to a value', async () => {
    const field = '{{v|you}}'
    const content = {
      subject: `For ${field}`,
      preheader: `Dear ${field}`,
      html: `<p>Hi ${field}</p>`,
      from: { name: `Shop for ${field}`, address: 'news@shop.example' },
      headers: { 'X-For': field, 'List-Help': '<{{unsubscribeUrl|none}}>' },
    }
    for (const [data, expected] of [
      [{}, 'you'],
      [{ v: 'Zoe' }, 'Zoe'],
      [{ v: 0 }, '0'],
      [{ v: false }, 'false'],
    ] as const) {
      const message = await compile(content, ways[way])
        .bind({ linkIds: [], urls })
        .compose({ ...input, data })
      const lines = [`Subject: For ${expected}`, `From: Shop for ${expected} <`, `X-For: ${expected}`]
      for (const line of lines) expect(head(message)).toContain(`\r\n${line}`)
      if (way !== 'rendered') expect(head(message)).toContain(`<${urls.unsubscribe(42)}>`)
      expect(message.html()).toContain(`>Dear ${expected}&`)
      expect(message.text()).toBe(`Hi ${expected}`)
      const text = await sent(way, { html: 'x', text: `Yours, ${field}` }, { data })
      expect(text.text).toBe(`Yours, ${expected}`)
    }
    expect(compile(content, ways[way]).fields).toEqual(['v'])
  })
})

it('is written as the value it stands for would be, wherever that is', () => {
  const { compile: read } = mustacheEngine()
  const around = fc.constantFrom('<p>@</p>', '@', '{{#s}}@{{/s}}', '{{^s}}a @{{/s}}', '<a href=@>', '@ @', '\n @ \n')
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(undefined, null, ' ', [], ['a', 'b']))
  const fallback = fc.string().map((text) => text.replace(/[{}=]/g, '').trim())
  const mode = fc.constantFrom('html', 'text', 'header' as const)
  fc.assert(
    fc.property(around, value, fallback, fc.boolean(), mode, (source, v, other, s, how) => {
      const render = (tag: string, data: object) =>
        read(
          source.replaceAll('@', () => tag),
          how,
        ).render({ s, ...data })
      const blank =
        v === undefined || v === null || (typeof v !== 'number' && typeof v !== 'boolean' && String(v).trim() === '')
      expect(render(`{{v|${other}}}`, { v })).toBe(render('{{v}}', { v: blank ? other : v }))
    }),
    { numRuns: 1_000 },
  )
}, 60_000)
