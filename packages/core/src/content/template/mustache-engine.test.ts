import fc from 'fast-check'
import Mustache from 'mustache'
import { describe, expect, it, vi } from 'vitest'
import { escapeHtml } from '../html/escape.ts'
import { mustacheEngine } from './mustache-engine.ts'

// Properties with many runs share the machine with other tests.
vi.setConfig({ testTimeout: 60_000 })

const engine = mustacheEngine()
const render = (source: string, data: Record<string, unknown>, mode: 'html' | 'text' | 'header' = 'html') =>
  engine.compile(source, mode).render(data)

describe('mustacheEngine', () => {
  it('escapes values in HTML, however the tag is written, and nowhere else', () => {
    const data = { v: '<b>"A" & \'B\'' }
    const escaped = '&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;'
    expect(render('{{v}}|{{{v}}}|{{&v}}', data)).toBe(`${escaped}|${escaped}|${escaped}`)
    expect(render('{{v}}', data, 'text')).toBe(data.v)
  })

  it('keeps a header on one line and within bounds', () => {
    const subject = render('Hi {{v}}!', { v: 'a\r\nBcc: x@y.example\u2028\u0000z' }, 'header')
    expect(subject).toBe('Hi a Bcc: x@y.example z!')
    expect(render('{{v}}', { v: '🏖'.repeat(600) }, 'header')).toBe('🏖'.repeat(500))
  })

  it('renders as the mustache package does', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.record({ a: fc.string(), b: fc.boolean() }), { maxLength: 3 }),
    )
    const source = fc
      .array(
        fc.constantFrom(
          '{{a}}',
          '{{b}}',
          '{{#a}}',
          '{{/a}}',
          '{{^b}}',
          '{{/b}}',
          '{{#b}}',
          '{{.}}',
          '{{! note }}',
          '\n',
          ' ',
          'text',
          '{{=<% %>=}}',
          '<%a%>',
          '{{> part}}',
        ),
        { maxLength: 12 },
      )
      .map((list) => list.join(''))
    fc.assert(
      fc.property(source, fc.record({ a: value, b: value }), (template, data) => {
        let expected: string
        try {
          expected = Mustache.render(
            template,
            data,
            {},
            { escape: (v) => escapeHtml(Array.isArray(v) || (typeof v === 'object' && v !== null) ? '?' : String(v)) },
          )
        } catch {
          expect(() => engine.compile(template, 'html')).toThrow(expect.objectContaining({ code: 'invalid_template' }))
          return
        }
        // A list or an object as a value is written otherwise, on purpose.
        fc.pre(!expected.includes('?'))
        expect(render(template, data)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('reaches own properties only, and calls nothing', () => {
    let called = false
    const data = {
      f: () => {
        called = true
      },
      o: Object.create({ inherited: 'x' }),
      s: 'text',
    }
    expect(render('{{f}}{{constructor}}{{__proto__.x}}{{toString}}{{o.inherited}}{{s.length}}', data)).toBe('')
    expect(called).toBe(false)
  })

  it('names the fields of a template, each once', () => {
    expect(engine.compile('{{a}} {{#b}}{{c.d}}{{a}}{{.}}{{/b}}{{^e}}{{/e}}', 'html').fields).toEqual([
      'a',
      'b',
      'c.d',
      'e',
    ])
  })

  it('covers its source with parts, in order', () => {
    const source = 'a {{b}}\n {{#c}} \n<p>{{d}}</p>\n{{/c}}\nend'
    const { parts = [] } = engine.compile(source, 'html')
    expect(parts.map((part) => source.slice(part.start, part.end))).toEqual([
      'a ',
      '{{b}}',
      '\n',
      '{{#c}} \n<p>{{d}}</p>\n{{/c}}',
      'end',
    ])
  })

  it.each(['{{a', '{{#a}}', '{{/a}}', '{{#a}}{{/b}}', '{{a b'])('refuses %s', (source) => {
    expect(() => engine.compile(source, 'html')).toThrow(expect.objectContaining({ code: 'invalid_template' }))
  })

  it('refuses sections nested beyond reason', () => {
    const nested = (depth: number) => '{{#a}}'.repeat(depth) + '{{/a}}'.repeat(depth)
    expect(() => engine.compile(nested(50), 'html')).not.toThrow()
    expect(() => engine.compile(nested(20_000), 'html')).toThrow(expect.objectContaining({ code: 'invalid_template' }))
  })

  it('refuses a tag full of blanks, which would take quadratic time', () => {
    const before = process.cpuUsage()
    for (const source of [`{{a${' '.repeat(200_000)}`, `{{=<% %>=}}<%a${' '.repeat(200_000)}`])
      expect(() => engine.compile(source, 'html')).toThrow(expect.objectContaining({ code: 'invalid_template' }))
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
  })

  it('takes other signs for tags', () => {
    expect(render(`{{=[ ]=}}${'[a] word '.repeat(1_000)}`, { a: 'x' })).toBe('x word '.repeat(1_000))
  })

  it.each<[string, string, string, RegExp]>([
    ['tags', '{{a}}'.repeat(2_000), '{{a}}'.repeat(2_001), /more than 2000 tags/],
    ['ends of sections', '{{#a}}{{/a}}'.repeat(1_000), '{{#a}}{{/a}}'.repeat(1_001), /more than 2000 tags/],
    ['other signs', `{{=[ ]=}}${'x'.repeat(49_991)}`, `{{=[ ]=}}${'x'.repeat(49_992)}`, /may have 50000 characters/],
    ['searches', `{{=[ ]=}}${'[a]<b/>'.repeat(1_900)}`, `{{=[ ]=}}${'[a] word '.repeat(1_900)}`, /too long to read/],
    ['blanks in a row', `{{!${' '.repeat(49)}}}`, `{{!${' '.repeat(50)}}}`, /holds 50 blanks/],
    [
      'rows of blanks',
      `{{!${`x${' '.repeat(49)}`.repeat(4_000)}}}`,
      `{{!${`x${' '.repeat(49)}`.repeat(4_200)}}}`,
      /too long/,
    ],
  ])('refuses too many %s', (_, fits, tooMuch, words) => {
    expect(() => engine.compile(fits, 'html')).not.toThrow()
    expect(() => engine.compile(tooMuch, 'html')).toThrow(
      expect.objectContaining({ code: 'invalid_template', message: expect.stringMatching(words) }),
    )
  })
})
