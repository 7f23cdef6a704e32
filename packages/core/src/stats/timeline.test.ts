import { expect, test } from 'vitest'
import { timeZone } from '../kit/time-zone.ts'
import { emptyHour } from '../store/rules/timeline.ts'
import { timelineOf } from './timeline.ts'

const HOUR = 3_600_000
const DAY = Date.UTC(2026, 2, 1)
const hours = [
  { hour: DAY - HOUR, ...emptyHour(), sent: 1, opened: 1 },
  { hour: DAY, ...emptyHour(), failed: 2, opens: 3 },
  { hour: DAY + 5 * HOUR, ...emptyHour(), complained: 1 },
  { hour: DAY + 23 * HOUR, ...emptyHour(), skipped: 4, unknown: 5, clicks: 6 },
]
const none = { sent: 0, failed: 0, skipped: 0, unknown: 0, opens: 0, clicks: 0 }

test('hours as they are, without those in which nothing happened', () => {
  expect(timelineOf(hours, 'hour')).toEqual({
    bucket: 'hour',
    items: [
      { ...none, at: '2026-02-28T23:00:00.000Z', sent: 1 },
      { ...none, at: '2026-03-01T00:00:00.000Z', failed: 2, opens: 3 },
      { ...none, at: '2026-03-01T23:00:00.000Z', skipped: 4, unknown: 5, clicks: 6 },
    ],
  })
})

test('days of UTC are the sums of their hours', () => {
  expect(timelineOf(hours, 'day').items).toEqual([
    { ...none, at: '2026-02-28T00:00:00.000Z', sent: 1 },
    { ...none, at: '2026-03-01T00:00:00.000Z', failed: 2, skipped: 4, unknown: 5, opens: 3, clicks: 6 },
  ])
})

test.each([
  // Clocks go forward on 29 March: that day has 23 hours.
  ['Europe/Paris', ['2026-03-27T23:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'], [24, 23, 24]],
  // At midnight, so that the day begins at one.
  ['Africa/Cairo', ['2026-04-22T22:00:00.000Z', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'], [24, 23, 24]],
  [
    'America/New_York',
    ['2026-10-31T04:00:00.000Z', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    [24, 25, 24],
  ],
  // Half an hour beside the hours: each counts to the day in which it begins.
  ['Asia/Kolkata', ['2026-06-01T18:30:00.000Z', '2026-06-02T18:30:00.000Z', '2026-06-03T18:30:00.000Z'], [24, 24, 24]],
])('days of %s', (name, days, lengths) => {
  const begin = Math.ceil(Date.parse(days[0] ?? '') / HOUR) * HOUR
  const count = lengths.reduce((sum, length) => sum + length, 0)
  const each = Array.from({ length: count }, (_, n) => ({ hour: begin + n * HOUR, ...emptyHour(), opens: 1 }))
  const { items } = timelineOf(each, 'day', timeZone(name))
  expect(items.map(({ at, opens }) => [at, opens])).toEqual(days.map((at, n) => [at, lengths[n]]))
})
