import { expect, it } from 'vitest'
import { type Logger, silentLogger } from '../../domain/logger.ts'
import { createClockWatch } from './clock-watch.ts'

function setUp() {
  const time = { wall: 1_000_000, mono: 5 }
  const told: [object, string][] = []
  const logger: Logger = {
    ...silentLogger,
    warn: (details: object, message: string) => void told.push([details, message]),
  }
  const clock = { now: () => time.wall, monotonic: () => time.mono, sleep: async () => undefined }
  const watch = createClockWatch(clock, logger, { horizonMs: 1000, renewMs: 5000 })
  const pass = (mono: number, wall = mono) => {
    time.mono += mono
    time.wall += wall
    return watch.read()
  }
  return { watch, told, pass }
}

it('slewing, however long it goes on, is no jump', () => {
  const { watch, told, pass } = setUp()
  for (let n = 0; n < 10_000; n += 1) pass(1000, 1000.5)
  for (let n = 0; n < 10_000; n += 1) pass(1000, 950)
  expect([watch.forward, watch.back, told]).toEqual([0, 0, []])
})

it('a jump is counted, told once, and followed by a moment of care where it goes forward', () => {
  const { watch, told, pass } = setUp()
  pass(1000)
  const { mono } = pass(10, 3_600_010)
  expect([watch.forward, watch.back]).toEqual([1, 0])
  expect([watch.slotsFrom, watch.leasesFrom]).toEqual([mono + 1000, mono + 5000])
  for (let n = 0; n < 100; n += 1) pass(1000)
  expect(told).toEqual([[{ clockMovedMs: 3_600_000 }, expect.stringContaining('set forward')]])
  pass(10, -3_599_990)
  expect([watch.forward, watch.back, watch.slotsFrom]).toEqual([1, 1, mono + 1000])
  expect(told[1]).toEqual([{ clockMovedMs: -3_600_000 }, expect.stringContaining('set back')])
})

it('a step of less than a second is heeded and not told', () => {
  const { watch, told, pass } = setUp()
  pass(10, 510)
  pass(10, -490)
  expect([watch.forward, watch.back, told]).toEqual([1, 1, []])
})

it.each([
  ['runs sixty times as fast', 60_000],
  ['stands still', 0],
])('a clock that %s stops sending half of the time at most, and is logged once a minute at most', (_what, wall) => {
  const { watch, told, pass } = setUp()
  let free = 0
  for (let n = 0; n < 600; n += 1) if (pass(1000 / 10, wall / 10).mono >= watch.slotsFrom) free += 1
  expect(free).toBeGreaterThan(200)
  expect(told.length).toBeLessThanOrEqual(1)
})
