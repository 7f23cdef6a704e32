import fc from 'fast-check'
import { Liquid } from 'liquidjs'
import { expect, it, vi } from 'vitest'
import { mustacheEngine } from '../../../src/content/template/mustache-engine.ts'
import { type RegionDocument, renderRegions } from '../../../src/document/index.ts'
import { fillSafely } from './hostile.ts'

vi.setConfig({ testTimeout: 60_000 })

it('2,000 hostile values: none throws, nothing unsafe comes through', () => fillSafely(2_000))

const liquid = new Liquid()
const mustache = mustacheEngine()
const engines: Readonly<Record<string, (source: string) => unknown>> = {
  liquid: (source) => liquid.parseAndRenderSync(source, {}),
  mustache: (source) => mustache.compile(source, 'html').render({}),
}
const signs = [
  '{',
  '{{',
  '{{{',
  '}',
  '}}',
  'name',
  '{{name}}',
  '{{#name}}',
  '{{=<% %>=}}',
  '{%',
  '%}',
  '{% if x %}',
  ' ',
]

it.each(Object.entries(engines))('braces that were typed stay text under %s, however they are divided', (_, engine) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 6 }), fc.boolean(), (parts, bold) => {
      const content = parts.map((text, at) => ({
        type: 'text' as const,
        text,
        marks: bold && at % 2 === 1 ? [{ type: 'strong' as const }] : [],
      }))
      const source = '{<p data-edit="a">x</p>{ <img data-edit="b" src="https://x.example/">'
      const values: RegionDocument['values'] = { a: { content }, b: { alt: parts.join('') } }
      const html = String(engine(renderRegions({ version: 1, kind: 'regions', source, values }).html))
      const shown = html
        .replaceAll('&#123;', '{')
        .replaceAll('&#125;', '}')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
      expect(shown.replace(/<\/?(?:strong|p)>/g, '')).toContain(`{${parts.join('')}{`)
      expect(shown).toContain(`alt="${parts.join('')}"`)
    }),
    { numRuns: 300 },
  )
})
