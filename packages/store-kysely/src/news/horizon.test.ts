import { expect, it } from 'vitest'
import { createHorizon, LONGEST_MS } from './horizon.ts'

it('passes the last id at once where nobody writes, and never goes back', () => {
  const horizon = createHorizon()
  expect(horizon.advance({ max: 7, writers: [] })).toBe(7)
  expect(horizon.advance({ max: 3, writers: [] })).toBe(7)
})

it('waits for those that wrote when an id was read, and not for those that came later', () => {
  const horizon = createHorizon()
  expect(horizon.advance({ max: 7, writers: ['a', 'b'] })).toBe(0)
  expect(horizon.advance({ max: 9, writers: ['b', 'c'] })).toBe(0)
  expect(horizon.advance({ max: 12, writers: ['c', 'd'] })).toBe(7)
  expect(horizon.advance({ max: 15, writers: ['d', 'e'] })).toBe(7)
  expect(horizon.advance({ max: 15, writers: ['e'] })).toBe(12)
})

it('waits a minute for one that does not end, once', () => {
  let now = 0
  const horizon = createHorizon(() => now)
  expect(horizon.advance({ max: 7, writers: ['host'] })).toBe(0)
  now = LONGEST_MS - 1
  expect(horizon.advance({ max: 9, writers: ['host'] })).toBe(0)
  now = LONGEST_MS
  expect(horizon.advance({ max: 9, writers: ['host'] })).toBe(9)
  expect(horizon.advance({ max: 11, writers: ['host'] })).toBe(11)
  expect(horizon.advance({ max: 12, writers: ['host', 'a'] })).toBe(11)
})
