import { expect, expectTypeOf, it } from 'vitest'
import type { Clock } from '../clock.ts'
import { SillageError } from '../errors.ts'
import {
  amount,
  type Check,
  type Checks,
  checkOptions,
  flag,
  func,
  functions,
  kindOf,
  list,
  object,
  oneOf,
  record,
  required,
  secretText,
  shown,
  text,
  whole,
} from './index.ts'

interface Options {
  name: string
  times?: number | undefined
  inner?: { deep?: boolean }
}
const inner = object<NonNullable<Options['inner']>>({ deep: flag })
const checks: Checks<Options> = { name: required(text()), times: whole(1, 9), inner }

/** What `check` says of a value that stands at `at`. */
function said(check: Check<unknown>, value: unknown): string {
  try {
    check(value, 'at')
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_option', field: expect.stringMatching(/^at/) })
    return (error as Error).message
  }
  return 'taken'
}

it.each<[string, Check<unknown>, unknown]>([
  ['at: expected a whole number from 1 to 9, got 10', whole(1, 9), 10],
  ['at: expected a whole number of bytes from 0, got "5"', whole(0, undefined, 'bytes'), '5'],
  ['at: expected a number of days from 0, got Infinity', amount('days'), Number.POSITIVE_INFINITY],
  ['at: expected true or false, got 1', flag, 1],
  ['at: expected a or b, got null', oneOf('a', 'b'), null],
  ['at: expected a, b or c, got "d"', oneOf('a', 'b', 'c'), 'd'],
  ['at: expected a function, got an object', func, {}],
  [
    'at: expected an object with the functions now, sleep, got one without sleep',
    functions<Clock>('now', 'sleep'),
    Date,
  ],
  ['at: expected an object with the function now, got a string', functions<Clock>('now'), 'secret'],
  ['at: expected a colour, got "grey"', text('a colour', (name) => name === 'red'), 'grey'],
  ['at: expected a key, got a string', secretText('a key', (key) => key.length > 9), 'secret'],
  ['at: expected an array, got a string', list(text()), 'secret'],
  ['at[1]: expected text, got 2', list(text()), ['1', 2]],
  ['at.b: expected true or false, got "no"', record(flag), { a: true, b: 'no' }],
  ['at.deep: expected true or false, got 0', inner, { deep: 0 }],
  ['at: expected an object, got a string', inner, 'secret'],
  ['taken', inner, { deep: undefined }],
  ['taken', list(text()), []],
])('%s', (message, check, value) => {
  expect(said(check, value)).toBe(message)
})

it.each<[string, unknown]>([
  ['options: expected an object with the options of make, got undefined', undefined],
  ['options: expected an object with the options of make, got an array', []],
  ['name: expected text, got undefined', {}],
  ['tims: expected one of name, times, inner, got "tims"; did you mean times?', { name: 'a', tims: 1 }],
  ['Name: expected one of name, times, inner, got "Name"; did you mean name?', { Name: 'a' }],
  ['toString: expected one of name, times, inner, got "toString"', { name: 'a', toString: 1 }],
  ['inner.dep: expected one of deep, got "dep"; did you mean deep?', { name: 'a', inner: { dep: true } }],
  ['times: expected a whole number from 1 to 9, got null', { name: 'a', times: null }],
])('the options of a function: %s', (message, options) => {
  const field = message.slice(0, message.indexOf(':'))
  expect(() => checkOptions('make', options as Options, checks)).toThrow(
    new SillageError('invalid_option', message, { field }),
  )
})

it('gives back what was given, as it is', () => {
  const options = Object.assign(Object.create(null), { name: 'a', times: undefined, inner: {} })
  expect(checkOptions('make', options, checks)).toBe(options)
})

it('says of any value something short, and never throws', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const hostile = Object.create(null, {
    toString: {
      get() {
        throw new Error('asked')
      },
    },
  })
  const values = [Symbol('s'), 10n ** 500n, hostile, proxy, () => {}, 'x'.repeat(10_000), '\ud800'.repeat(99), -0]
  for (const value of values) {
    expect(shown(value).length).toBeLessThan(400)
    expect(kindOf(value).length).toBeLessThan(20)
    expect(said(whole(1), value)).toMatch(/^at: expected a whole number from 1, got /)
  }
  expect(() => checkOptions('make', { ['x'.repeat(10_000)]: 1 } as object as Options, checks)).toThrow(
    /^x{60}…: expected .{0,150}$/,
  )
})

it('does not compile where an option is not checked, or checked as another type', () => {
  const { name, times } = checks
  type Forgotten = { name: typeof name; times: typeof times }
  type Mistaken = { name: typeof name; times: Check<string>; inner: typeof inner }
  type NotRequired = { name: Check<string>; times: typeof times; inner: typeof inner }
  expectTypeOf<Forgotten & { inner: typeof inner }>().toExtend<Checks<Options>>()
  expectTypeOf<Forgotten>().not.toExtend<Checks<Options>>()
  expectTypeOf<Mistaken>().not.toExtend<Checks<Options>>()
  expectTypeOf<NotRequired>().not.toExtend<Checks<Options>>()
})
