import type { TimeZone } from '../kit/time-zone.ts'

/** The days of the week, as a list, from Monday. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/** As `timeZone` of sending hours: that of each recipient, from the field `timeZone` of their merge data. */
export const recipientZone = '{{timeZone}}'

/**
 * When messages of a campaign may leave: from `from` until before `to`, by the clocks of a time zone. Where `from` is
 * later than `to`, the span goes over midnight and belongs to the day on which it begins. Times that are left out when
 * clocks go forward open at the first moment behind them; those that come twice when clocks go back count both times.
 */
export interface SendingHours {
  /** `HH:MM`, from `00:00`. */
  from: string
  /** `HH:MM`, up to `24:00`. */
  to: string
  /** The days on which the span begins. @default every day */
  days?: Weekday[] | undefined
  /** Such as `Europe/Paris`; or `{{timeZone}}`: each recipient's own, from the field `timeZone` of their merge data. */
  timeZone: string
  /**
   * With `{{timeZone}}`: for recipients whose field is missing or names no time zone. @default 'UTC'
   */
  fallbackTimeZone?: string | undefined
}

/** From the first moment of which messages may leave until before the second. */
export interface OpenSpan {
  opensAt: number
  closesAt: number
}

const minute = 60_000
const day = 24 * 60 * minute
/** Days chosen once a week may fall into what clocks leave out, again and again in no zone. */
const mostDays = 30

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * The span that holds a moment, else the next one after it. What the zone's clocks show decides moment by moment, so
 * that clocks which are put forward or back need no rule of their own.
 */
export function openSpan({ from, to, days = [...weekdays] }: SendingHours, zone: TimeZone, at: number): OpenSpan {
  const [begin, end] = [minutesOf(from) * minute, minutesOf(to) * minute]
  const chosen = new Set(days.map((name) => weekdays.indexOf(name)))
  const isOpen = (ms: number): boolean => {
    const local = ms + zone.offsetAt(ms)
    const time = remainder(local, day)
    // 1970 began on a Thursday.
    const today = remainder(Math.floor(local / day) + 3, 7)
    if (begin < end) return time >= begin && time < end && chosen.has(today)
    return (time >= begin && chosen.has(today)) || (time < end && chosen.has(remainder(today - 1, 7)))
  }
  let opensAt = isOpen(at) ? at : undefined
  for (let start = at, n = 0; n < mostDays; start += day, n += 1) {
    for (const turn of turns(zone, start, [0, begin, end])) {
      if (isOpen(turn) === (opensAt !== undefined)) continue
      if (opensAt !== undefined) return { opensAt, closesAt: turn }
      opensAt = turn
    }
  }
  return { opensAt: opensAt ?? at + mostDays * day, closesAt: at + mostDays * day }
}

/**
 * The moments in the 24 hours after `start` at which hours can open or close, in their order: where the clocks show one
 * of these times of day, and where they are put forward or back.
 */
function turns(zone: TimeZone, start: number, times: readonly number[]): number[] {
  const end = start + day
  const [first, last] = [zone.offsetAt(start), zone.offsetAt(end)]
  const found = new Set<number>()
  if (first !== last) found.add(changeOf(zone, start, end, first))
  for (const offset of new Set([first, last])) {
    const midnight = Math.floor((start + offset) / day) * day - offset
    for (const time of times) for (const n of [0, 1]) found.add(midnight + n * day + time)
  }
  return [...found].filter((ms) => ms > start && ms <= end).sort((a, b) => a - b)
}

/** When the clocks left an offset that they had at `before`, to the millisecond. */
function changeOf(zone: TimeZone, before: number, after: number, offset: number): number {
  let [low, high] = [before, after]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zone.offsetAt(middle) === offset) low = middle
    else high = middle
  }
  return high
}

const remainder = (value: number, by: number): number => ((value % by) + by) % by
