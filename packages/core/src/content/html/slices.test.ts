import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hostileMails } from '../../../test/hostile-mails.ts'
import { atOnce, type Steps } from '../../kit/steps.ts'
import { feed } from './feed.ts'
import { plainTextOf } from './plain-text.ts'
import { scanHtml } from './scan-html.ts'

const corpus = join(import.meta.dirname, '../../../test/corpus')
const mails = [
  ...readdirSync(corpus)
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(join(corpus, name), 'utf8').slice(0, 30_000)] as const),
  ...Object.entries(hostileMails).map(([name, mail]) => [name, mail(400)] as const),
]

/** How many steps the work takes. */
function stepsOf(work: Steps<unknown>): number {
  let steps = 1
  while (work.next().done !== true) steps++
  return steps
}

describe('HTML that is read in slices', () => {
  it.each(mails)('%s is found to be the same as when it is read whole', (_, html) => {
    const whole = atOnce(scanHtml(html, undefined, Number.MAX_SAFE_INTEGER))
    for (const length of [1, 2, 3, 7, 61, 997]) expect(atOnce(scanHtml(html, undefined, length))).toEqual(whole)
  })

  it('is handed over whole, in order', () => {
    const slices: string[] = []
    expect(stepsOf(feed({ write: (slice) => void slices.push(slice) }, 'abcdefg', 3))).toBe(3)
    expect(slices).toEqual(['abc', 'def', 'g'])
  })

  it.each([
    ['scanHtml', (html: string) => scanHtml(html)],
    ['scanHtml, inside a conditional comment', (html: string) => scanHtml(`<!--[if mso]>${html}<![endif]-->`)],
    ['plainTextOf', plainTextOf],
  ])('%s takes a step for every few thousand characters', (_, read) => {
    expect(stepsOf(read('<p>word</p> '.repeat(40_000)))).toBeGreaterThan(25)
  })

  it('leaves no mark of a slice in text', () => {
    const words = 'a  b '.repeat(20_000)
    expect(atOnce(plainTextOf(`${words}<i> c</i>`))).toBe(`${'a b '.repeat(20_000)}c`)
  })
})
