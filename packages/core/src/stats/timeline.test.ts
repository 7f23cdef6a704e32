import { expect, test } from 'vitest'
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
