import { expect, it } from 'vitest'
import { createUsedTokens } from './used-tokens.ts'

const [one, two] = [Buffer.from('one'), Buffer.from('two')]

it('a token is for the body it came with, as long as it is kept', () => {
  const used = createUsedTokens(100)
  expect(used.take('a', one, 0)).toBe(true)
  expect(used.take('a', one, 50)).toBe(true)
  expect(used.take('a', two, 100)).toBe(false)
  expect(used.take('b', two, 100)).toBe(true)
  expect(used.take('a', two, 100)).toBe(false)
  expect(used.take('c', two, 101)).toBe(true)
  expect(used.take('a', two, 101)).toBe(true)
})

it('keeps so many at most, and forgets the oldest first', () => {
  const used = createUsedTokens(100, 2)
  used.take('a', one, 0)
  used.take('b', one, 0)
  used.take('c', one, 0)
  expect(used.take('b', two, 1)).toBe(false)
  expect(used.take('a', two, 1)).toBe(true)
})
