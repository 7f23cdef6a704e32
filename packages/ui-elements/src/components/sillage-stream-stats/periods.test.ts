import { expect, test } from 'vitest'
import { askedPeriod, bucketsOf, isBackwards } from './periods.ts'

const now = new Date(2026, 10, 29, 14, 30)
const local = (iso: string | undefined) => (iso === undefined ? undefined : new Date(iso).toString().slice(4, 21))

test('days are whole ones of the reader, today included; the last 24 hours are just that', () => {
  const since = (choice: Parameters<typeof askedPeriod>[0]) => local(askedPeriod(choice, now).since)
  expect(since('day')).toBe('Nov 28 2026 14:30')
  expect(since('week')).toBe('Nov 23 2026 00:00')
  expect(since('month')).toBe('Oct 31 2026 00:00')
  expect(since('quarter')).toBe('Sep 01 2026 00:00')
  expect(askedPeriod('all', now)).toEqual({})
})

test('days of one’s own are both included, and each may be open', () => {
  const { since, until } = askedPeriod({ from: '2026-03-01', until: '2026-03-31' }, now)
  expect([local(since), local(until)]).toEqual(['Mar 01 2026 00:00', 'Apr 01 2026 00:00'])
  expect(Object.keys(askedPeriod({ from: '', until: '2026-03-31' }, now))).toEqual(['until'])
  expect(askedPeriod({ from: '', until: '' }, now)).toEqual({})
  expect(isBackwards({ from: '2026-03-02', until: '2026-03-01' })).toBe(true)
  expect(isBackwards({ from: '2026-03-01', until: '2026-03-01' })).toBe(false)
})

test('a chart is by the hour where that is not too much, and at first for a week at most', () => {
  expect(bucketsOf('day', now)).toEqual(['hour', 'day'])
  expect(bucketsOf('week', now)).toEqual(['hour', 'day'])
  expect(bucketsOf('month', now)).toEqual(['day', 'hour'])
  expect(bucketsOf('quarter', now)).toEqual(['day'])
  expect(bucketsOf('all', now)).toEqual(['day'])
  expect(bucketsOf({ from: '2026-03-01', until: '2026-04-10' }, now)).toEqual(['day', 'hour'])
  expect(bucketsOf({ from: '2026-03-01', until: '2026-04-11' }, now)).toEqual(['day'])
  expect(bucketsOf({ from: '', until: '2026-03-01' }, now)).toEqual(['day'])
})
