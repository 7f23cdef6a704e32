import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRetryPolicy, retryOptions } from './retry-policy.ts'

const hour = 3_600_000

describe('createRetryPolicy', () => {
  it('ends within the deadline, whatever chance says', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (chance) => {
        const policy = createRetryPolicy({}, () => chance)
        let sum = 0
        let attempts = 1
        for (
          let delay = policy.delayAfter(attempts, 'other');
          delay !== undefined;
          delay = policy.delayAfter(attempts, 'other')
        ) {
          expect(delay).toBeGreaterThanOrEqual(60_000)
          sum += delay
          attempts += 1
        }
        expect(attempts).toBe(policy.attempts)
        expect(sum).toBeLessThanOrEqual(48 * hour)
      }),
    )
    expect(createRetryPolicy().attempts).toBeGreaterThan(12)
  })

  it('spreads waits over the whole step, and gives greylisting servers time', () => {
    expect(createRetryPolicy({}, () => 0).delayAfter(5, 'connection')).toBe(60_000)
    expect(createRetryPolicy({}, () => 0.999999).delayAfter(5, 'connection')).toBeGreaterThan(1.99 * hour)
    expect(createRetryPolicy({}, () => 0).delayAfter(5, 'greylist')).toBe(300_000)
  })

  it('refuses what makes no sense', () => {
    expect(() => retryOptions({ delaysMs: [] }, 'retry')).toThrow(
      'retry.delaysMs: expected at least one wait, got none',
    )
    expect(() => retryOptions({ delaysMs: [5, 0] }, 'retry')).toThrow(/retry.delaysMs\[1\]: .* above 0, got 0/)
    expect(() => retryOptions({ deadlineMs: Number.NaN }, 'retry')).toThrow(/retry.deadlineMs/)
    expect(createRetryPolicy({ deadlineMs: 0 }).delayAfter(1, 'other')).toBeUndefined()
  })
})
