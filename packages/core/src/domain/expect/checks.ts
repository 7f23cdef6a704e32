import type { Elsewhere, Table } from './meant.ts'
import { anyOf, kindOf, refuse, shown } from './refuse.ts'

/**
 * Checks one value: gives it back as what it is, or throws `invalid_option` with `path`, where it stands, in `field`.
 */
export interface Check<T> {
  /** `whole` is the table that the value's own one is a part of, for keys that stand at the wrong place. */
  (value: unknown, path: string, whole?: Whole): T
  /** The table of the value's fields, where it has one. */
  readonly inside?: Table | undefined
}

/** All options of a function, and what is an option of others. */
export interface Whole {
  readonly table: Table
  readonly elsewhere?: readonly Elsewhere[] | undefined
}

/** A whole number, such as `whole(1, 1000)`; with its unit, as `whole(0, 60_000, 'milliseconds')`. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER, unit?: string): Check<number> {
  const upTo = max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`
  const expected = `a whole number ${unit === undefined ? '' : `of ${unit} `}from ${min}${upTo}`
  return (value, path) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value
    return refuse(path, expected, shown(value))
  }
}

/** A number from 0, fractions allowed, of something: `amount('days')`. */
export function amount(unit: string): Check<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    return refuse(path, `a number of ${unit} from 0`, shown(value))
  }
}

/** True or false. */
export const flag: Check<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, 'true or false', shown(value))

/**
 * A text that fits, such as `text('a path or ":memory:"', (path) => path !== '')`. The message repeats its beginning.
 */
export function text(expected = 'text', fits: (text: string) => boolean = () => true): Check<string> {
  return (value, path) => (typeof value === 'string' && fits(value) ? value : refuse(path, expected, shown(value)))
}

/** As `text`, for a password, a key, or a URL that may hold one: the message says nothing of it. */
export function secretText(expected = 'text', fits: (text: string) => boolean = () => true): Check<string> {
  return (value, path) => (typeof value === 'string' && fits(value) ? value : refuse(path, expected, kindOf(value)))
}

/** One of a closed list, compared as it is written. */
export function oneOf<const T extends string>(...words: readonly T[]): Check<T> {
  const expected = anyOf(words)
  return (value, path) => words.find((word) => word === value) ?? refuse(path, expected, shown(value))
}

/** A function, of whatever arguments. */
export function func<T>(value: unknown, path: string): T {
  return typeof value === 'function' ? (value as T) : refuse(path, 'a function', kindOf(value))
}

/** What is called of a part that a host may bring: it is an object, or a function, with these functions. */
export function functions<T>(...names: readonly (keyof T & string)[]): Check<T> {
  const expected = `an object with the function${names.length > 1 ? 's' : ''} ${names.join(', ')}`
  return (value, path) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
      return refuse(path, expected, kindOf(value))
    const missing = names.filter((name) => typeof Reflect.get(value, name) !== 'function')
    return missing.length === 0 ? (value as T) : refuse(path, expected, `one without ${missing.join(', ')}`)
  }
}

/** An array, empty or not, of what `check` takes. The path of what is wrong in it is `path[2]`. */
export function list<T>(check: Check<T>): Check<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse(path, 'an array', kindOf(value))
    for (const [index, item] of value.entries()) check(item, `${path}[${index}]`)
    return value
  }
}

/** Any object: for what another library checks, or nobody. */
export function anyObject<T extends object>(value: unknown, path: string): T {
  return typeof value === 'object' && value !== null ? (value as T) : refuse(path, 'an object', kindOf(value))
}
