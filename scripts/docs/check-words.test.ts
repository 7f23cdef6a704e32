import { describe, expect, it } from 'vitest'
import { checkWords, sources } from './check-words.ts'
import { privateWords } from './private-words.ts'
import { readable } from './readable.ts'

const check = (text: string, path = 'a.ts') => checkWords([{ path, text }])

describe('checkWords', () => {
  it('names the line, the phrase and what to write instead', () => {
    expect(check('const a = 1\n\n/** An address that is none. */\nconst b = 2\n')).toEqual([
      'a.ts:3: “that is none” is private English; write: not a …, no …, unknown',
    ])
  })

  it('finds a phrase at a line end, in comments of every form and in titles of tests', () => {
    const found = (text: string) => check(text).map((fault) => fault.split(': ', 2).join(' '))
    expect(found('/**\n * It ends without\n * a word.\n */\nf()')).toEqual([
      'a.ts:2 “without a word” is private English; write',
    ])
    expect(found('// and to\n  // who tries many\nf()')).toHaveLength(2)
    expect(found('f() // nobody’s hit')).toHaveLength(1)
    expect(found('if (a) {\n  b()\n  // looks again\n}')).toHaveLength(1)
    expect(found("it('is told once', () => {})")).toHaveLength(1)
    expect(found("describe('a', () => { test.each([1])('%s tells', f) })")).toHaveLength(1)
    expect(found(`it(\`tells $${'{a}'}\`, f)`)).toHaveLength(1)
  })

  it.each(['hears of it', 'a lease is forfeited', 'they forfeit a slot', 'poised to send', 'Whether who got it'])(
    'finds a phrase within “%s”',
    (text) => expect(check(`// ${text}\nf()`)).toHaveLength(1),
  )

  it('finds nothing in code, in texts and within longer words', () => {
    const template = `const b = \`// $${'{c}'} errand\``
    expect(check(`const errand = "that is none"\nconst a = /\\/\\/ tells/\n${template}\ntells(d) // done`)).toEqual([])
    expect(check('// a plot of plots, foretells, nobody, an outlook\nf(x)')).toEqual([])
    expect(check('// nothing\nconst is = told\n// told by')).toEqual([])
  })

  it('keeps places and lines', () => {
    const text = 'const a = 1 // one\n/** two */\nf("three")\n'
    expect(readable('a.ts', text)).toBe('\0\0\0\0\0 \0 \0 \0    one\n    two */\n\0\0\0\0\0\0\0\0\0\0\n')
  })

  it('offers nothing that is on the list itself, and has no phrase twice', () => {
    for (const [, instead] of privateWords) expect(check(`// ${instead}`), instead).toEqual([])
    expect(new Set(privateWords.map(([phrase]) => phrase)).size).toBe(privateWords.length)
  })

  it('reads all of the code', () => {
    const paths = sources().map(({ path }) => path)
    expect(paths).toContain('packages/core/src/store/port/store.ts')
    expect(paths).toContain('scripts/docs/check-words.ts')
    expect(paths.length).toBeGreaterThan(500)
  })
})
