import { expect, it } from 'vitest'
import { createBreaker } from './breaker.ts'

it('a breaker opens after failures in a row, and doubles its waits up to the longest', () => {
  const breaker = createBreaker({ failures: 2, firstMs: 100, longestMs: 400 }, () => 1)
  expect(breaker.failed(0)).toBe(false)
  breaker.worked()
  expect(breaker.failed(0)).toBe(false)
  expect(breaker.failed(0)).toBe(true)
  const waits: number[] = []
  for (let probe = 0; probe < 4; probe += 1) {
    waits.push(breaker.probeAt)
    breaker.probeFailed(0)
  }
  expect(waits).toEqual([100, 200, 400, 400])
  breaker.worked()
  expect(breaker.open).toBe(false)
})
