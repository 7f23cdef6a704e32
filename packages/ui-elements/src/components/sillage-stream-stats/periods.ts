import type { TimelineBucket } from '@sillage/core/browser'

/** Periods that are chosen by one press. */
export const namedPeriods = ['day', 'week', 'month', 'quarter', 'all'] as const
type NamedPeriod = (typeof namedPeriods)[number]

/** Days of the reader's calendar, both included, as a field for dates has them; an empty one is open. */
export interface OwnPeriod {
  from: string
  until: string
}

export type PeriodChoice = NamedPeriod | OwnPeriod

/** What the server is asked for. */
export interface AskedPeriod {
  since?: string
  until?: string
}

const HOUR_MS = 3_600_000
const days = { week: 7, month: 30, quarter: 90 }
/** A chart has at most 1,000 points. */
const MOST_HOURLY_DAYS = 41
const HOURLY_AT_FIRST_DAYS = 7

/** From when to when. Days are whole ones, and today is the last of them. */
export function askedPeriod(choice: PeriodChoice, now: Date): AskedPeriod {
  if (choice === 'all') return {}
  if (choice === 'day') return { since: new Date(now.getTime() - 24 * HOUR_MS).toISOString() }
  if (typeof choice === 'string') return { since: midnight(now, 1 - days[choice]).toISOString() }
  return {
    ...(choice.from === '' ? {} : { since: midnightOf(choice.from, 0).toISOString() }),
    ...(choice.until === '' ? {} : { until: midnightOf(choice.until, 1).toISOString() }),
  }
}

/** The last day comes before the first. */
export const isBackwards = (choice: PeriodChoice): boolean =>
  typeof choice === 'object' && choice.from !== '' && choice.until !== '' && choice.until < choice.from

/** Which points its chart may have, the one at first in front. */
export function bucketsOf(choice: PeriodChoice, now: Date): readonly TimelineBucket[] {
  const length = daysOf(choice, now)
  if (length > MOST_HOURLY_DAYS) return ['day']
  return length > HOURLY_AT_FIRST_DAYS ? ['day', 'hour'] : ['hour', 'day']
}

function daysOf(choice: PeriodChoice, now: Date): number {
  const { since, until } = askedPeriod(choice, now)
  if (since === undefined) return Number.POSITIVE_INFINITY
  const end = until === undefined ? midnight(now, 1) : new Date(until)
  return Math.ceil((end.getTime() - Date.parse(since)) / (24 * HOUR_MS))
}

/** Begins a day so many days later; days of the calendar, of which some have 23 or 25 hours. */
function midnight(day: Date, later: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + later)
}

function midnightOf(date: string, later: number): Date {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, day + later)
}
