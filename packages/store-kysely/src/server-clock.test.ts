import { expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

test('uses the fastest answer, so that slow ones do not shift times', () => {
  const clock = createServerClock()
  clock.read(1_000_000, 100, 102)
  expect(clock.toOwn(1_000_050)).toBeCloseTo(150.5, 5)
  // This answer took 300 ms; whether on the way there or back is unknown.
  clock.read(1_000_100, 201, 501)
  expect(clock.toOwn(1_000_050)).toBeCloseTo(150.5, 5)
  clock.read(1_000_500, 600.8, 601.2)
  expect(clock.toOwn(1_000_500)).toBeCloseTo(600.5, 5)
})

test('follows a clock that was set, and drops readings after a minute', () => {
  const clock = createServerClock()
  clock.read(1_000_000, 100, 101)
  clock.read(2_000_000, 200, 240)
  expect(clock.toOwn(2_000_000)).toBeCloseTo(219.5, 5)
  const later = createServerClock()
  later.read(0, 0, 1)
  later.read(60_105, 60_100, 60_110)
  expect(later.toOwn(60_105)).toBeCloseTo(60_104.5, 5)
})
