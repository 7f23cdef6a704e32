import { readFileSync } from 'node:fs'
import { markAll, regionsOf, renderRegions } from '../packages/core/src/document/index.ts'
import { type Bench, number } from './table.ts'

const AIM_MS = 300

/** Every word of a large mail as a place, and all of them filled. */
export const run: Bench = async ({ quick }) => {
  const corpus = new URL('../packages/core/test/corpus/big-250-kb.html', import.meta.url)
  const html = readFileSync(corpus, 'utf8')
  const source = markAll(html)
  const regions = regionsOf(source)
  const content = [{ type: 'text' as const, text: 'new' }]
  const values = Object.fromEntries(regions.map(({ name }) => [name, { content }]))
  const work = {
    'all words marked': () => markAll(html),
    'places shown': () => regionsOf(source),
    'places filled': () => renderRegions({ version: 1, kind: 'regions', source, values }),
  }
  const figures = Object.entries(work).map(([what, one]) => [what, median(one, quick ? 3 : 30)] as const)
  return [
    {
      title: `regions: ${number(regions.length)} places in ${number(html.length / 1_000)} KB of HTML`,
      columns: ['', 'median ms'],
      rows: figures.map(([what, ms]) => [what, ms.toFixed(1)]),
      notes: [`Aim: each in ${AIM_MS} ms.`],
      ratios: [
        { what: 'places of a large mail, filled', ours: `${figures.at(-1)?.[1].toFixed(1)} ms`, aim: `${AIM_MS} ms` },
      ],
    },
  ]
}

function median(work: () => unknown, rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0
}
