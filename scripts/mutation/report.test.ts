import { expect, it } from 'vitest'
import { askedFor, type Mutant, survivorsOf, tableOf } from './report.ts'

const mutant = (status: Mutant['status'], line = 1, column = 1, end = column + 1, replacement = 'x'): Mutant => ({
  status,
  mutatorName: 'm',
  replacement,
  location: { start: { line, column }, end: { line, column: end } },
})
const source = 'const a = 1\nreturn a > 2\n'

it('counts what was noticed by folder; what was not run does not count', () => {
  const files = {
    'src/b/two.ts': { source, mutants: [mutant('Survived'), mutant('Killed'), mutant('Ignored')] },
    'src/a/one.ts': { source, mutants: [mutant('Timeout'), mutant('NoCoverage'), mutant('Killed')] },
    'src/a/three.ts': { source, mutants: [mutant('CompileError'), mutant('Killed')] },
    'src/c/four.ts': { source, mutants: [] },
  }
  expect(tableOf(files).split('\n')).toEqual([
    'src/a   75.0 %  3 of 4 noticed',
    'src/b   50.0 %  1 of 2 noticed',
    'src/c        –  0 of 0 noticed',
  ])
})

it('lists what was not, with what stood there', () => {
  const mutants = [mutant('Survived', 2, 8, 13, 'a >= 2'), mutant('Killed'), mutant('NoCoverage', 1, 11, 12, '0')]
  expect(survivorsOf({ 'src/one.ts': { source, mutants } }).split('\n')).toEqual([
    'src/one.ts:2:8  a > 2 → a >= 2',
    'src/one.ts:1:11  1 → 0 (no test reaches it)',
  ])
})

it('leaves out what was not asked for', () => {
  const all = { source, mutants: [1, 2, 3].map((line) => mutant('Killed', line)) }
  const files = { 'src/a.ts': all, 'src/b.ts': all, 'src/c.ts': all }
  const asked = askedFor(files, ['src/a.ts', 'src/b.ts:2-3'])
  expect(asked).toEqual({ 'src/a.ts': all, 'src/b.ts': { source, mutants: all.mutants.slice(1) } })
})
