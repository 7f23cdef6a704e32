import { expect, it, vi } from 'vitest'
import { markAll, type RegionNode, regionsOf, renderRegions, takeSource } from '../../../src/document/index.ts'
import { corpus } from '../../corpus-mails.ts'
import { hostileMails } from '../../hostile-mails.ts'

vi.setConfig({ testTimeout: 60_000 })

/* Processor time, not the clock's: other tests run beside these. */
function costOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Below this a cost cannot be distinguished from noise. */
const floorMs = 60

const content: RegionNode[] = [{ type: 'text', text: 'new' }]
const values = { a: { content, href: 'https://x.example/', src: 'https://x.example/a.png' } }

/** All that is done with a source: marked, shown, filled in every place, put on a new version. */
function work(html: string): void {
  const source = markAll(html)
  const filled = Object.fromEntries(regionsOf(source).map(({ name }) => [name, values.a]))
  const document = { version: 1, kind: 'regions', source, values: { ...values, ...filled } } as const
  renderRegions(document)
  takeSource(document, html)
}

const marked: Readonly<Record<string, (size: number) => string>> = {
  'marks within each other': (n) => '<span data-edit="a">'.repeat(n),
  'closed marks within each other': (n) => '<div data-edit="a">'.repeat(n) + '</div>'.repeat(n),
  'marks of one element': (n) => `<p ${'data-edit="a" '.repeat(n)}>x</p>`,
  'places in one link of many attributes': (n) =>
    `<a ${'b=c '.repeat(n)} href="#">${'<b data-edit="a">x</b>'.repeat(n)}</a>`,
  'copies for Outlook': (n) => '<!--[if mso]><p data-edit="a">x</p><![endif]--><p data-edit="a">x</p>'.repeat(n / 10),
  'what dresses words': (n) => `<td data-edit="a">${'<span>'.repeat(n)}x`,
  'words of nothing else': (n) => `<td>${'<b>'.repeat(n)}x`,
  'words within words': (n) => `${'<span>'.repeat(n)}x${'<p>y</p></span>'.repeat(n)}`,
  'tags of a template': (n) => `<td>${'{{#a}}<b>x</b>'.repeat(n)}</td>`,
  'fields without end': (n) => `<p data-edit="a">${'{{ a'.repeat(n)}</p>`,
  'examples in many places': (n) => '<td data-edit="a"><p style="x">y</p></td>'.repeat(n / 4),
  'blanks before marks': (n) => `<p${' '.repeat(n)}data-edit="a"${' '.repeat(n)}data-edit="a">x</p>`,
  'blanks in styles': (n) => `<p style="display${' '.repeat(n)}">x</p>`.repeat(4),
}

it.each(Object.entries({ ...hostileMails, ...marked }))(
  '%s: four times the size takes no more than ten times as long',
  (_, mail) => {
    const [once, four] = [mail(5_000), mail(20_000)]
    work(mail(500))
    const least = costOf(() => work(once))
    expect(costOf(() => work(four))).toBeLessThan(10 * Math.max(least, floorMs))
  },
)

it('1,914 places of 242 KB are marked, shown and filled, each in some tens of milliseconds', () => {
  const html = corpus.get('big-250-kb.html') ?? ''
  const source = markAll(html)
  const regions = regionsOf(source)
  expect(regions).toHaveLength(1_914)
  const filled = Object.fromEntries(regions.map(({ name }) => [name, values.a]))
  const costs = [
    () => markAll(html),
    () => regionsOf(source),
    () => renderRegions({ version: 1, kind: 'regions', source, values: filled }),
  ].map(costOf)
  // Ten times what a machine at rest takes; a quadratic one took three seconds.
  for (const cost of costs) expect(cost).toBeLessThan(600)
})
