import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLimits, isIdle, reserveSlots, restedThrottle, type ThrottleState } from './throttle-slots.ts'

/** N per T with burst b, as a limit. */
const limitOf = ({ n, windowMs, burst }: Window, index = 0) => ({
  key: `limit ${index}`,
  intervalMs: windowMs / (n - burst + 1),
  burst,
})
interface Window {
  n: number
  windowMs: number
  burst: number
}

const windows: fc.Arbitrary<Window> = fc
  .record({
    n: fc.integer({ min: 1, max: 700 }),
    windowMs: fc.constantFrom(1000, 60_000, 3_600_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ n, windowMs, share }) => ({ n, windowMs, burst: 1 + Math.floor(share * (n - 1)) }))

/** Reserves repeatedly, with time advancing by random steps; all slots in the order they were given. */
function simulate(limits: Window[], steps: { after: number; count: number; jitter: number }[]): number[] {
  let states: ThrottleState[] = limits.map(() => restedThrottle)
  let now = 1_700_000_000_000
  const all: number[] = []
  for (const { after, count, jitter } of steps) {
    now += after
    const jitterMs = Array.from({ length: count }, (_, i) => jitter * (i % 3))
    const result = reserveSlots({ limits: limits.map(limitOf), states, count, maxWaitMs: 5000, now, jitterMs })
    states = result.states
    all.push(...result.reservation.slots)
  }
  return all
}

const steps = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 5000 }),
    count: fc.integer({ min: 0, max: 80 }),
    jitter: fc.constantFrom(0, 0, 0.3, 7),
  }),
  { minLength: 1, maxLength: 30 },
)

describe('reserveSlots', () => {
  test('no window of length T ever holds more than N, for any limits, bursts and demands', () => {
    fc.assert(
      fc.property(fc.array(windows, { minLength: 1, maxLength: 3 }), steps, (limits, demands) => {
        const slots = simulate(limits, demands)
        for (const { n, windowMs } of limits) {
          slots.forEach((slot, i) => {
            const first = slots[i - n]
            if (first !== undefined) expect(slot - first).toBeGreaterThanOrEqual(windowMs)
          })
        }
      }),
    )
  })

  test('slots ascend and are whole milliseconds, within the longest wait', () => {
    fc.assert(
      fc.property(
        windows,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 10_000 }),
        (limit, count, maxWaitMs) => {
          const now = 1_700_000_000_000
          const { reservation } = reserveSlots({
            limits: [limitOf(limit)],
            states: [restedThrottle],
            count,
            maxWaitMs,
            now,
          })
          expect(reservation.slots).toEqual([...reservation.slots].sort((a, b) => a - b))
          for (const slot of reservation.slots) {
            expect(Number.isInteger(slot)).toBe(true)
            expect(slot).toBeGreaterThanOrEqual(now)
            expect(slot).toBeLessThanOrEqual(now + maxWaitMs)
          }
          expect(reservation.waitMs > 0).toBe(reservation.slots.length < count)
        },
      ),
    )
  })

  test('a steady sender keeps the rate it is allowed: 600 per second, for a minute', () => {
    const limits = [{ key: 'a', intervalMs: 1000 / 600, burst: 1 }]
    const { reservation } = reserveSlots({
      limits,
      states: [restedThrottle],
      count: 36_000,
      maxWaitMs: Infinity,
      now: 1_700_000_000_000,
    })
    expect((reservation.slots.at(-1) ?? 0) - 1_700_000_000_000).toBeLessThan(60_100)
  })

  test('asking again after waitMs gets a slot, and not a millisecond earlier', () => {
    const request = { limits: [{ key: 'a', intervalMs: 700, burst: 1 }], count: 5, maxWaitMs: 1000 }
    const first = reserveSlots({ ...request, states: [restedThrottle], now: 0 })
    expect(first.reservation).toEqual({ slots: [0, 700], waitMs: 400, waitsFor: 'a' })
    const ask = (now: number) => reserveSlots({ ...request, states: first.states, now }).reservation.slots
    expect([ask(399), ask(400)]).toEqual([[], [1400]])
  })

  test('changes nothing it was given', () => {
    const states = [Object.freeze({ next: 5, heldUntil: 0 })]
    const result = reserveSlots({
      limits: [{ key: 'a', intervalMs: 10, burst: 1 }],
      states,
      count: 1,
      maxWaitMs: 100,
      now: 0,
    })
    expect(states).toEqual([{ next: 5, heldUntil: 0 }])
    expect(result.states).toEqual([{ next: 15, heldUntil: 0 }])
  })
})

test('a key is idle when nothing of it reaches past the time', () => {
  expect(isIdle({ next: 10, heldUntil: 0 }, 10)).toBe(true)
  expect(isIdle({ next: 11, heldUntil: 0 }, 10)).toBe(false)
  expect(isIdle({ next: 0, heldUntil: 11 }, 10)).toBe(false)
})

test('checkLimits names the limit that makes no sense', () => {
  expect(() => checkLimits([{ key: 'a', intervalMs: 1, burst: 1 }])).not.toThrow()
  expect(() => checkLimits([{ key: 'a', intervalMs: -1, burst: 1 }])).toThrow(
    'limits[0].intervalMs: expected a number of milliseconds from 0, got -1',
  )
  expect(() => checkLimits([{ key: 'a', intervalMs: 1, burst: 0 }])).toThrow(
    'limits[0].burst: expected a whole number from 1, got 0',
  )
  const twice = { key: 'a', intervalMs: 1, burst: 1 }
  expect(() => checkLimits([twice, twice])).toThrow('limits[1].key: expected a key of its own, got "a" twice')
})
