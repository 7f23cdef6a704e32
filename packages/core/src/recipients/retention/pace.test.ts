import { expect, it } from 'vitest'
import { createPace, STEP_MS } from './pace.ts'

/** The longest step and the sizes of 200 full steps that cost so much each, and for every row. */
function steps(stepMs: number, rowMs: number, share = 1) {
  const pace = createPace()
  const taken = Array.from({ length: 200 }, () => {
    const { size } = pace
    const ms = stepMs + size * share * rowMs
    pace.took(ms, Math.floor(size * share))
    return { size, ms, pauseMs: pace.pauseMs }
  })
  return { taken, longest: Math.max(...taken.map(({ ms }) => ms)), last: taken.at(-1)?.size ?? 0 }
}

it.each([
  [0, 0],
  [0.5, 0.001],
  [1, 0.01],
  [2, 0.05],
  [5, 0.2],
  [1, 0.3],
])('no step of %d ms and %d ms a row is longer than 20 ms, and each has a pause as long', (stepMs, rowMs) => {
  const { taken, longest } = steps(stepMs, rowMs)
  expect(longest).toBeLessThanOrEqual(STEP_MS)
  for (const { ms, pauseMs } of taken) expect(pauseMs).toBeGreaterThanOrEqual(Math.max(ms, 5))
})

it('stays between its bounds, whatever steps cost', () => {
  expect(steps(0, 0).last).toBe(1_000)
  expect(steps(100, 100).last).toBe(50)
  for (const { size } of steps(1, 0.02).taken) expect(size).toBeGreaterThanOrEqual(50)
})

it('steps that removed little do not make it grow', () => {
  expect(steps(1, 0, 0.1).last).toBe(50)
})

it('grows after a step that was half full, no further than what fits', () => {
  const pace = createPace()
  pace.took(1, 24)
  expect(pace.size).toBe(50)
  pace.took(1, 25)
  expect(pace.size).toBe(75)
  // Of 75 rows in 8.5 ms, 88 take 10.
  pace.took(8.5, 75)
  expect(pace.size).toBe(88)
})

it('shrinks at once after a slow step, and recovers', () => {
  const pace = createPace()
  for (let step = 0; step < 20; step++) pace.took(1, pace.size)
  expect(pace.size).toBe(1_000)
  pace.took(500, 1_000)
  expect(pace.size).toBe(50)
  for (let step = 0; step < 5; step++) pace.took(1, pace.size)
  expect(pace.size).toBeGreaterThan(200)
})
