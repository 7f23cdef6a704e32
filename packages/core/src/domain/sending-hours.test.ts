import { describe, expect, it } from 'vitest'
import { remember } from '../kit/remember.ts'
import { type TimeZone, timeZone } from '../kit/time-zone.ts'
import { openTimes } from './open-times.ts'
import { openSpan, recipientZone, type SendingHours, type Weekday } from './sending-hours.ts'

const minute = 60_000
const hour = 60 * minute
/** All turns are at such a moment. */
const step = 15 * minute

/** Their clocks are set in these nights, UTC: by an hour, by half an hour, for a month, at a quarter to. */
const nights: readonly [string, readonly string[]][] = [
  ['Europe/Paris', ['2026-03-29', '2026-10-25']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['Australia/Lord_Howe', ['2026-04-04', '2026-10-03']],
  ['America/St_Johns', ['2026-03-08', '2026-11-01']],
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']],
  ['Pacific/Chatham', ['2026-04-04', '2026-09-26']],
]
const spans: readonly Pick<SendingHours, 'from' | 'to' | 'days'>[] = [
  { from: '09:00', to: '18:00' },
  { from: '01:30', to: '02:30' },
  { from: '02:15', to: '02:45' },
  { from: '02:00', to: '03:00', days: ['sun'] },
  { from: '22:00', to: '02:15', days: ['sat', 'sun'] },
  { from: '23:30', to: '00:00' },
  { from: '00:00', to: '24:00', days: ['mon'] },
]

const formatOf = remember((timeZone) => {
  const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('en-GB', { ...parts, timeZone })
}, nights.length)

/** What a wall clock and a calendar there show, asked for in another way. */
function shownAt(name: string, ms: number): { time: string; day: Weekday } {
  const [day = '', time = ''] = formatOf(name).format(ms).split(' ')
  return { time, day: day.toLowerCase().replace(',', '') as Weekday }
}

function isOpen({ from, to, days }: (typeof spans)[number], name: string, ms: number): boolean {
  const { time, day } = shownAt(name, ms)
  const isChosen = (one: Weekday) => days?.includes(one) ?? true
  if (from < to) return time >= from && time < to && isChosen(day)
  return (time >= from && isChosen(day)) || (time < to && isChosen(shownAt(name, ms - 12 * hour).day))
}

describe.each(nights)('around the nights in which the clocks of %s are set', (name, days) => {
  it.each(spans)('$from to $to on $days is open exactly when a clock there says so', (hours) => {
    const zone = timeZone(name) as TimeZone
    for (const night of days) {
      const begin = Date.parse(`${night}T00:00:00Z`) - 20 * hour
      const moments = Array.from({ length: (48 * hour) / step }, (_, n) => begin + n * step)
      const open = moments.map((ms) => isOpen(hours, name, ms))
      for (const [index, ms] of moments.entries()) {
        const { opensAt, closesAt } = openSpan({ ...hours, timeZone: name }, zone, ms)
        const next = open.indexOf(true, index)
        const shut = next < 0 ? -1 : open.indexOf(false, next)
        const where = new Date(ms).toISOString()
        if (next >= 0) expect(new Date(opensAt), where).toEqual(new Date(moments[next] ?? 0))
        else expect(opensAt, where).toBeGreaterThan(moments.at(-1) ?? 0)
        if (shut >= 0) expect(new Date(closesAt), where).toEqual(new Date(moments[shut] ?? 0))
      }
    }
  })
})

it('a time that is left out in spring opens at the first moment behind it, to the millisecond', () => {
  const hours = { from: '02:30', to: '18:00', timeZone: 'Europe/Paris' }
  const zone = timeZone('Europe/Paris') as TimeZone
  const { opensAt } = openSpan(hours, zone, Date.parse('2026-03-28T20:00:00.123Z'))
  expect(new Date(opensAt).toISOString()).toBe('2026-03-29T01:00:00.000Z')
})

it('a time that comes twice in autumn is open both times', () => {
  const hours = { from: '02:15', to: '02:45', timeZone: 'Europe/Paris' }
  const zone = timeZone('Europe/Paris') as TimeZone
  const opens: string[] = []
  for (let at = Date.parse('2026-10-24T12:00:00Z'), n = 0; n < 3; n += 1) {
    const span = openSpan(hours, zone, at)
    opens.push(new Date(span.opensAt).toISOString())
    at = span.closesAt
  }
  expect(opens).toEqual(['2026-10-25T00:15:00.000Z', '2026-10-25T01:15:00.000Z', '2026-10-26T01:15:00.000Z'])
})

it('an hour that its day does not have is left to the next week', () => {
  const hours = { from: '02:10', to: '02:50', days: ['sun' as const], timeZone: 'Europe/Paris' }
  const { opensAt } = openSpan(hours, timeZone('Europe/Paris') as TimeZone, Date.parse('2026-03-28T00:00:00Z'))
  expect(new Date(opensAt).toISOString()).toBe('2026-04-05T00:10:00.000Z')
})

it('each recipient has their own time zone, by their own field; without one that exists, the fallback', () => {
  const at = Date.parse('2026-06-01T00:30:00Z')
  const base = { from: '09:00', to: '10:00', timeZone: recipientZone }
  const opening = (hours: SendingHours, data: Record<string, unknown>) =>
    new Date(openTimes(hours)(data, at).opensAt).toISOString().slice(11, 16)
  expect(opening(base, { timeZone: 'Asia/Tokyo' })).toBe('00:30')
  expect(opening(base, { timeZone: ' asia/kolkata ' })).toBe('03:30')
  const inherited = Object.create({ timeZone: 'Asia/Tokyo' }) as Record<string, unknown>
  for (const data of [{}, { timeZone: 'Mars/Base' }, { timeZone: '' }, { timeZone: 9 }, inherited]) {
    expect(opening(base, data)).toBe('09:00')
    expect(opening({ ...base, fallbackTimeZone: 'Europe/Paris' }, data)).toBe('07:00')
  }
})

it('what was found for a zone is found again until it is over, also for an earlier moment', () => {
  const times = openTimes({ from: '09:00', to: '10:00', timeZone: 'UTC' })
  const found = (time: string) => new Date(times({}, Date.parse(`2026-06-01T${time}Z`)).opensAt).toISOString()
  expect(found('09:59:59.999')).toBe('2026-06-01T09:59:59.999Z')
  expect(found('10:00:00.000')).toBe('2026-06-02T09:00:00.000Z')
  expect(found('08:00:00.000')).toBe('2026-06-01T09:00:00.000Z')
})
