import { describe, expect, it } from 'vitest'
import { createPace } from './pace.ts'

/** Notes a steady campaign, a frame each 100 ms; returns how many were sent then. */
function run(pace: ReturnType<typeof createPace>, from: number, ms: number, perSecond: number, before = 0): number {
  let sent = before
  for (let at = from; at <= from + ms; at += 100) {
    sent = before + Math.floor(((at - from) * perSecond) / 1000)
    pace.note(at, sent)
  }
  return sent
}

describe('pace', () => {
  it.each([
    ['50 a second', 50],
    ['one a second', 1],
  ])('measures %s', (_what, perSecond) => {
    const pace = createPace()
    run(pace, 1000, 30_000, perSecond)
    expect(pace.perSecond(31_000) / perSecond).toBeGreaterThan(0.85)
    expect(pace.perSecond(31_000) / perSecond).toBeLessThan(1.15)
  })

  it('measures one that sends more rarely than once in the measured ten seconds', () => {
    const pace = createPace()
    for (let sent = 0; sent < 5; sent += 1) pace.note(sent * 60_000, sent)
    expect(pace.perSecond(240_000)).toBeCloseTo(1 / 60, 4)
    expect(pace.perSecond(260_000)).toBeCloseTo(1 / 80, 4)
  })

  it.each([30_000, 150_000, 3_600_000])(
    'after a pause of %d ms it is the same as before from the first frames on',
    (pauseMs) => {
      const pace = createPace()
      const before = run(pace, 0, 20_000, 20)
      pace.note(20_100, before)
      pace.rest()
      const again = 20_100 + pauseMs
      for (const ms of [400, 1000, 5000, 9000]) {
        const own = createPace()
        run(own, 0, 20_000, 20)
        own.rest()
        run(own, again, ms, 20, before)
        expect(own.perSecond(again + ms)).toBeGreaterThan(16)
        expect(own.perSecond(again + ms)).toBeLessThan(24)
      }
      expect(pace.perSecond(again)).toBe(0)
    },
  )

  it('after an unannounced gap, such as an outage, it measures what was sent since', () => {
    for (const ms of [1000, 5000, 9000]) {
      const pace = createPace()
      const before = run(pace, 0, 20_000, 20)
      run(pace, 170_000, ms, 20, before)
      expect(pace.perSecond(170_000 + ms)).toBeGreaterThan(16)
      expect(pace.perSecond(170_000 + ms)).toBeLessThan(24)
    }
  })
})
