/** Numbers, dates and lengths of time in one language. Everything is made by `Intl`, once per language. */
export interface Format {
  readonly lang: string
  number(value: number): string
  /** A rate 0 … 1 as a percentage; one decimal unless it is whole or `digits` says otherwise. */
  percent(rate: number, digits?: number): string
  /** Day, month, time; the year where it is not this one. */
  dateTime(iso: string): string
  /** From one moment to another, writing once what both share. */
  range(from: string, to: string): string
  /** Time of day on today's date, else day and month with time. */
  moment(iso: string): string
  /** A day. */
  date(iso: string): string
  /** The same without the year, for the axis of a chart. */
  day(iso: string): string
  /** An hour on the axis of a chart: its time, or the date that begins with it. */
  hour(iso: string): string
  /** A length of time: `11.4 s`, `1 min 31 s`, `2 h 5 min`, `3 d 4 h`. */
  duration(ms: number): string
  decimal(value: number, digits: number): string
  /** Words in a row: `a, b and c`. */
  list(items: string[]): string
  /** Between the cells of a CSV: what spreadsheets expect where decimals have a comma. */
  readonly csvSeparator: ',' | ';'
}

/**
 * Short signs of the units of time in one language: days, hours, minutes, seconds, as in `2 h 5 min`. They follow the
 * figure, after a space that does not break; a locale has them as `common.units`.
 */
export interface TimeUnits {
  d: string
  h: string
  min: string
  s: string
}

const cache = new Map<string, Format>()

export function formatFor(lang: string, units: TimeUnits): Format {
  const key = JSON.stringify([lang, units])
  let format = cache.get(key)
  if (format === undefined) {
    format = createFormat(lang, units)
    cache.set(key, format)
  }
  return format
}

function createFormat(lang: string, units: TimeUnits): Format {
  const number = new Intl.NumberFormat(lang)
  const percents = [0, 1, 2].map((digits) => percentFormat(lang, digits))
  const clock = new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' })
  const short = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  const long = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', year: 'numeric' })
  const monthDay = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short' })
  const list = new Intl.ListFormat(lang)
  const decimal = (value: number, digits: number) =>
    new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value)
  const dateTime = (iso: string) => {
    const date = new Date(iso)
    return (date.getFullYear() === new Date().getFullYear() ? short : long).format(date)
  }

  return {
    lang,
    csvSeparator: decimal(1.5, 1).includes(',') ? ';' : ',',
    number: (value) => number.format(value),
    percent: (rate, digits = 1) => percents[digits]?.format(rate) ?? '',
    decimal,
    dateTime,
    moment(iso) {
      const date = new Date(iso)
      return date.toDateString() === new Date().toDateString() ? clock.format(date) : dateTime(iso)
    },
    range(from, to) {
      const [start, end] = [new Date(from), new Date(to)]
      const thisYear = start.getFullYear() === new Date().getFullYear() && end.getFullYear() === start.getFullYear()
      return (thisYear ? short : long).formatRange(start, end)
    },
    date: (iso) => day.format(new Date(iso)),
    day: (iso) => monthDay.format(new Date(iso)),
    hour(iso) {
      const date = new Date(iso)
      return (date.getHours() + date.getMinutes() === 0 ? monthDay : clock).format(date)
    },
    duration(ms) {
      const seconds = ms / 1000
      if (seconds < 60)
        return `${decimal(seconds, seconds < 10 ? 1 : seconds === Math.round(seconds) ? 0 : 1)}\u00a0${units.s}`
      const whole = Math.round(seconds)
      const parts: [number, string][] = [
        [Math.floor(whole / 86_400), units.d],
        [Math.floor((whole % 86_400) / 3600), units.h],
        [Math.floor((whole % 3600) / 60), units.min],
        [whole % 60, units.s],
      ]
      const first = parts.findIndex(([value]) => value > 0)
      return parts
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, unit]) => `${number.format(value)}\u00a0${unit}`)
        .join(' ')
    },
    list: (items) => list.format(items),
  }
}

function percentFormat(lang: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: digits })
}
