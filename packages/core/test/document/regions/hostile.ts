import fc from 'fast-check'
import { noteCodes, type RegionDocument, regionsOf, renderRegions } from '../../../src/document/index.ts'
import { isSillageError } from '../../../src/domain/errors.ts'
import { documentInput } from '../../../src/domain/input/documents.ts'
import { parseInput } from '../../../src/domain/input/parse.ts'
import { anyDocument, attrs } from '../any-document.ts'
import { unsafeIn } from '../safe-html.ts'

const places = [
  '<p data-edit="a" data-edit-max="3">x</p>',
  '<div data-edit="b"><p style="margin:0"><a href="https://x.example/" style="color:red">x</a></p></div>',
  '<div data-edit="b">x <strong>y</strong></div>',
  '<!--[if mso]><p><a href="https://x.example/" data-edit="c">x</a></p><![endif]-->',
  "<p><a data-edit=c href='https://x.example/'>x</a> <a href=https://x.example/ data-edit=c>x</a></p>",
  '<p><a href="https://x.example/"><strong data-edit="c">x</strong></a></p>',
  '<p><img data-edit="d" src="https://x.example/a.png" alt="x" width="600" height="10"></p>',
  '<p><a href="https://x.example/"><img data-edit=d src=https://x.example/a.png alt=x width=600></a></p>',
]
const before = '<html><head><title data-edit="e">x</title></head><body><div>{'
const behind = '{ <a href="{{unsubscribeUrl}}">x</a></div></body></html>'

const value = fc
  .tuple(anyDocument, attrs, fc.boolean())
  .map(([{ content }, given, isOne]): unknown => (isOne ? { ...given, content } : content))
const document = fc.record({
  source: fc
    .array(fc.constantFrom(...places), { minLength: 1, maxLength: 5 })
    .map((some) => before + some.join('{') + behind),
  values: fc.oneof(
    { weight: 9, arbitrary: fc.record({ a: value, b: value, c: value, d: value, e: value }, { requiredKeys: [] }) },
    fc.constantFrom(null, 7, [], { __proto__: { a: {} } }),
  ),
}) as unknown as fc.Arbitrary<RegionDocument>

/** Whatever is given as values: nothing throws, nothing unsafe comes through, and what is around the places stays. */
export function fillSafely(numRuns: number): void {
  fc.assert(
    fc.property(document, ({ source, values }) => {
      const { html, notes } = renderRegions({ version: 1, kind: 'regions', source, values })
      // What Outlook reads, read as the rest.
      const shown = html.replaceAll('<!--[if mso]>', '').replaceAll('<![endif]-->', '')
      const faults = [
        ...unsafeIn(html),
        ...unsafeIn(shown),
        ...notes.filter(({ code }) => !noteCodes.includes(code)),
        ...(html.startsWith('<html><head><title>') && html.endsWith(behind) ? [] : ['what is around']),
        ...(html.includes('data-edit') || regionsOf(html).length > 0 ? ['marks'] : []),
      ]
      if (faults.length > 0) throw new Error(faults.join())
      try {
        parseInput(documentInput, { version: 1, kind: 'regions', source, values }, 'document')
      } catch (error) {
        if (!isSillageError(error, 'invalid_field', 'unknown_field')) throw error
        if (!error.field?.startsWith('document')) throw new Error(`names ${error.field}`)
      }
    }),
    { numRuns },
  )
}
