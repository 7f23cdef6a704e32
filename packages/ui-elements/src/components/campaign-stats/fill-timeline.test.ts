import { expect, test } from 'vitest'
import { fillTimeline } from './fill-timeline.ts'

const item = (at: string, opens: number) => ({ at: `2026-11-${at}:00:00.000Z`, sent: 0, opens, clicks: 0 })

test('hours that the server leaves out are added, and empty', () => {
  const { items } = fillTimeline({ bucket: 'hour', items: [item('18T22', 3), item('19T01', 2)] })
  expect(items).toEqual([item('18T22', 3), item('18T23', 0), item('19T00', 0), item('19T01', 2)])
})

test('days likewise; nothing, and a single one, stay as they are', () => {
  const midnight = (month: number, day: number) => new Date(2026, month, day).toISOString()
  const onDay = (month: number, day: number, opens: number) => ({ ...item('18T00', opens), at: midnight(month, day) })
  const { items } = fillTimeline({ bucket: 'day', items: [onDay(10, 18, 3), onDay(10, 20, 2)] })
  expect(items.map(({ opens }) => opens)).toEqual([3, 0, 2])
  expect(fillTimeline({ bucket: 'day', items: [] }).items).toEqual([])
  expect(fillTimeline({ bucket: 'day', items: [onDay(10, 18, 3)] }).items).toHaveLength(1)
  // Wherever its clocks are set in a year, each day comes once.
  const year = fillTimeline({ bucket: 'day', items: [onDay(0, 1, 1), onDay(11, 31, 1)] }).items
  expect(year.map(({ at }) => at)).toEqual(Array.from({ length: 365 }, (_, day) => midnight(0, day + 1)))
})

test('years by the hour are not filled', () => {
  const items = [item('18T22', 3), { ...item('18T22', 3), at: '2028-11-18T22:00:00.000Z' }]
  expect(fillTimeline({ bucket: 'hour', items }).items).toHaveLength(2)
})
