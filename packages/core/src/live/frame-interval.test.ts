import { expect, it } from 'vitest'
import { createFrameInterval } from './frame-interval.ts'

it('is 100 ms while there are few subscribers and frames cost nothing', () => {
  const interval = createFrameInterval()
  expect([interval.ms(0, 0), interval.ms(1, 1), interval.ms(300, 1)]).toEqual([100, 100, 100])
})

it('grows with the subscribers, also where their frames are written later', () => {
  const interval = createFrameInterval()
  expect(interval.ms(600, 1)).toBeCloseTo(200)
  expect(interval.ms(500, 2)).toBeCloseTo(333.3, 0)
  expect(interval.ms(5_000, 1)).toBe(400)
})

it('follows the cost of frames, up and down, between 100 and 400 ms', () => {
  const interval = createFrameInterval()
  for (let n = 0; n < 8; n++) interval.note(9)
  expect(interval.ms(10, 1)).toBeCloseTo(300, 0)
  expect(interval.ms(10, 5)).toBe(400)
  interval.note(400)
  expect(interval.ms(10, 1)).toBeCloseTo(300, 0)
  interval.note(0.1)
  expect(interval.ms(10, 1)).toBe(100)
  for (let n = 0; n < 8; n++) interval.note(400)
  expect(interval.ms(10, 1)).toBe(400)
})
