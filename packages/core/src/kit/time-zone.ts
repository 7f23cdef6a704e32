import { remember } from './remember.ts'

/** More than there are time zones; the rest is for other spellings of them, and for unknown names. */
const kept = 1_000

/** A time zone, by the rules that the platform knows. */
export interface TimeZone {
  /** How far its clocks are ahead of UTC at a moment, in milliseconds. */
  offsetAt(ms: number): number
}

/** The time zone of a name such as `Europe/Paris`; undefined where the platform knows none. */
export const timeZone: (name: string) => TimeZone | undefined = remember(zoneOf, kept)

function zoneOf(name: string): TimeZone | undefined {
  // Undefined would be the machine's own zone.
  if (name === '') return undefined
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: name })
  } catch {
    return undefined
  }
  return { offsetAt: (ms) => localTime(format, ms) - Math.floor(ms / 1000) * 1000 }
}

const parts = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const

/** What the clocks show, as if they showed UTC, to the second. */
function localTime(format: Intl.DateTimeFormat, ms: number): number {
  const shown = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
