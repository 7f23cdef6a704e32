import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMustache } from './parse-mustache.ts'

const blanks = fc.constantFrom(' ', '\n', '  \n', '\t', '\u00a0', '\r\n')
const text = fc.oneof(
  fc.string({ maxLength: 12 }).map((string) => string.replaceAll('{', '(')),
  // Single braces are text.
  fc.array(fc.constantFrom('{ ', '{a', '} ', ' '), { maxLength: 12 }).map((parts) => `${parts.join('')} `),
  fc
    .tuple(fc.constantFrom('a', ' ', '\n', 'a b ', '<p>\n', '\u2003'), fc.integer({ min: 100, max: 600 }))
    .map(([part, times]) => part.repeat(times)),
  blanks,
)
const tag = fc.constantFrom(
  '{{a}}',
  '{{a | you  two }}',
  '{{{a.b}}}',
  '{{& a }}',
  '{{! {{ a comment }}',
  '{{>partial}}',
)
const template: fc.Arbitrary<string> = fc.letrec<{ any: string; section: string }>((tie) => ({
  section: fc
    .tuple(fc.constantFrom('#', '^'), blanks, tie('any'), blanks)
    .map(([sign, before, inside, behind]) => `{{${sign}s}}${before}${inside}${behind}{{/s}}`),
  any: fc
    .array(fc.oneof({ depthSize: 'small' }, text, tag, tie('section')), { maxLength: 6 })
    .map((all) => all.join('')),
})).any

describe('parseMustache', () => {
  it('finds the same parts whether it reads long texts whole or not', () => {
    fc.assert(
      fc.property(template, (source) => {
        expect(parseMustache(source)).toEqual(parseMustache(source, Number.POSITIVE_INFINITY))
      }),
      { numRuns: 1_000, seed: 20_261_126 },
    )
  })

  it('names the position in the whole template', () => {
    expect(() => parseMustache(`${'a'.repeat(5_000)}{{#b}}`)).toThrow(/at 5006;/)
    const fault = (source: string, longest?: number) => {
      try {
        parseMustache(source, longest)
        return undefined
      } catch (error) {
        return (error as Error).message
      }
    }
    const broken = fc.constantFrom('{{#s}}', '{{/s}}', '{{/t}}', '{{a', '{{{a}}', '{{=x=}}')
    fc.assert(
      fc.property(template, broken, template, (before, tag, behind) => {
        const source = before + tag + behind
        expect(fault(source)).toBe(fault(source, Number.POSITIVE_INFINITY))
      }),
      { numRuns: 1_000, seed: 20_261_127 },
    )
  })

  it('reads texts behind other signs whole', () => {
    const source = `{{=<% %>=}}${'a'.repeat(500)}<%b%>${'a'.repeat(500)}`
    expect(parseMustache(source).parts).toContainEqual({ type: 'value', start: 511, end: 516, field: 'b' })
  })
})
