import { expect, it } from 'vitest'
import { checkLength } from './check-length.ts'

const lines = (count: number) => 'a\n'.repeat(count)

it('refuses an architecture that is longer than one reads at once', () => {
  expect(checkLength({ path: 'ARCHITECTURE.md', text: lines(121) })).toEqual([
    'ARCHITECTURE.md: 121 lines; at most 120',
  ])
  expect(checkLength({ path: 'ARCHITECTURE.md', text: lines(120) })).toEqual([])
})

it('lets guides be as long as they need to be', () => {
  expect(checkLength({ path: 'docs/tracking.md', text: lines(1_000) })).toEqual([])
})
