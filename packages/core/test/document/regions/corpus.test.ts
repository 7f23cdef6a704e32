import { expect, it } from 'vitest'
import { markAll, regionDocument, regionsOf, renderRegions } from '../../../src/document/index.ts'
import { corpus } from '../../corpus-mails.ts'
import { hostileMails } from '../../hostile-mails.ts'

const sources = [...corpus, ...Object.entries(hostileMails).map(([name, mail]) => [name, mail(200)] as const)]

it.each(sources)('%s: marked and filled with nothing it is the same, byte for byte', (_, html) => {
  const marked = markAll(html)
  expect(renderRegions({ version: 1, kind: 'regions', source: marked, values: {} })).toMatchObject({ html })
  expect(markAll(marked)).toBe(marked)
})

it.each(sources)('%s: filled twice it is as filled once, and each place has what was written', (_, html) => {
  const { source } = regionDocument(html)
  const regions = regionsOf(source)
  const values = Object.fromEntries(
    regions.map(({ name, takes }, at) => [
      name,
      {
        ...(takes.includes('content') ? { content: [{ type: 'text' as const, text: `new ${at}.` }] } : {}),
        ...(takes.includes('src') ? { src: `https://new.example/${at}.png`, alt: `alt ${at}.` } : {}),
        ...(takes.includes('href') ? { href: `https://new.example/to/${at}.` } : {}),
      },
    ]),
  )
  const filled = renderRegions({ version: 1, kind: 'regions', source, values })
  expect(renderRegions({ version: 1, kind: 'regions', source: filled.html, values }).html).toBe(filled.html)
  const missing = regions.filter(
    ({ takes }, at) =>
      (takes.includes('content') && !filled.html.includes(`new ${at}.`)) ||
      (takes.includes('src') && !filled.html.includes(`https://new.example/${at}.png`)) ||
      (takes.includes('src') && !filled.html.includes(`alt ${at}.`)),
  )
  expect(missing).toEqual([])
  // What was written is found again where it was written, in the places that the mail has then.
  const again = new Map(regionsOf(markAll(filled.html)).map(({ words, src }) => [words || src, true]))
  for (const [at, { kind }] of regions.entries())
    if (kind === 'line' || kind === 'link') expect(again.has(`new ${at}.`), `place ${at}`).toBe(true)
})

it('finds places in nearly all of them', () => {
  const counts = [...corpus.values()].map((html) => regionsOf(markAll(html)).length)
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(50)
})
