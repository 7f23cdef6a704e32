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

it('a server that answers probes and takes nothing is waited for longer each time, until it takes a message', () => {
  const breaker = createBreaker({ failures: 3, firstMs: 100, longestMs: 10_000 }, () => 1)
  const outage = () => {
    while (!breaker.open) breaker.failed(0)
    return breaker.probeAt
  }
  expect(outage()).toBe(100)
  breaker.answered()
  expect(breaker.open).toBe(false)
  expect(breaker.failed(0)).toBe(true)
  expect(breaker.probeAt).toBe(200)
  breaker.answered()
  expect(outage()).toBe(400)
  breaker.worked()
  breaker.answered()
  expect(breaker.failed(0)).toBe(false)
  expect(outage()).toBe(100)
})
