import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { familyOf, judgeUserAgent } from '../../src/tracking/rules/user-agents.ts'

/*
 * User-Agents collected from public lists, tests and logs: the tables of `tracking/rules` were built from one part of
 * them; the other was held out, drawn by a hash of the line or read only when the tables were done.
 */

interface Line {
  set: string
  group: string
  /** Of an image and of a page alike. */
  verdict: string
  line: string
}
const lines = readFileSync(new URL('./user-agents.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((row): Line => {
    const [set = '', group = '', verdict = '', , line = ''] = row.split('\t')
    return { set, group, verdict, line }
  })

/** Judged otherwise than their sources say; the last is a name alone. */
const otherwise = [
  'GoogleChirp/1.0.1 (Linux; Android/5.0) GOOG/7 AppleWebKit/534.30 (KHTML, like Gecko)',
  'Mozilla/5.0 (Windows; U; en-US) AppleWebKit/533.19.4 (KHTML, like Gecko) AdobeAIR/3.1',
  'Spotify',
]

const verdictOf = (line: string) => judgeUserAgent(line)?.verdict ?? 'person'
const isRight = ({ line, verdict }: Line) => verdictOf(line) === verdict

const people = ['mail program', 'browser', 'in-app browser', 'phone']
const fetchers = ['mail proxy', 'prefetcher']
const machines = ['http library', 'link previewer', 'security scanner', 'crawler', 'monitoring']

/** The part of some groups that is wrong, in percent. */
function wrongOf(groups: readonly string[], set?: string): number {
  const some = lines.filter((one) => groups.includes(one.group) && (set === undefined || one.set === set))
  return (100 * some.filter((one) => !isRight(one)).length) / some.length
}

describe('User-Agents that were collected', () => {
  it('are many, each once, with its source', () => {
    expect(lines.length).toBeGreaterThan(800)
    expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length)
    expect(new Set(lines.map(({ group }) => group))).toEqual(new Set([...people, ...fetchers, ...machines]))
  })

  it('are judged as their sources say, but for those that are known', () => {
    const wrong = lines.filter((one) => !isRight(one)).map(({ line }) => line)
    expect(wrong.sort()).toEqual(otherwise)
  })

  it('are right as often as is aimed at', () => {
    for (const set of ['built from', 'held out']) {
      expect(wrongOf(people, set)).toBeLessThanOrEqual(0.5)
      expect(wrongOf(machines, set)).toBeLessThanOrEqual(1)
    }
    expect(wrongOf(['mail program', 'phone', ...fetchers])).toBe(0)
  })

  it('are judged alike where only the name is kept', () => {
    const unlike = lines.filter(({ line }) => verdictOf(line) !== verdictOf(familyOf(line)))
    expect(unlike).toEqual([])
  })
})
