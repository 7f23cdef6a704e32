import type { Check, Whole } from './checks.ts'
import { type Elsewhere, meant, type Table } from './meant.ts'
import { kindOf, refuse, shortened, shown } from './refuse.ts'

/** A check that is also asked where the option is not given; made by `required`. */
export type RequiredCheck<T> = Check<T> & { readonly required: true }

/**
 * How each option of `O` is checked. The table of an options object is its check: an option that is added to the type
 * and not here does not compile, nor does one that must be given and is not `required` here.
 */
export type Checks<O> = {
  readonly [K in keyof O]-?: IsOptional<O, K> extends true
    ? Check<Exclude<O[K], undefined>>
    : RequiredCheck<Exclude<O[K], undefined>>
}
type IsOptional<O, K extends keyof O> = Partial<Pick<O, K>> extends Pick<O, K> ? true : false

/** For an option that has no default. */
export function required<T>(check: Check<T>): RequiredCheck<T> {
  const asked: Check<T> = (value, path, whole) => check(value, path, whole)
  return Object.assign(asked, { required: true as const, inside: check.inside })
}

/** The same table where none of the options may be left out. */
export function allRequired<O extends object>(checks: Checks<Partial<O>>): Checks<O> {
  const entries = Object.entries<Check<unknown>>(checks).map(([key, check]) => [key, required(check)])
  return Object.fromEntries(entries) as Checks<O>
}

/**
 * Checks what a function was given as its options; `of` is the function's name. Throws `invalid_option`, also for keys
 * that are not in the table: then with the option that was meant, also where it belongs to another object of the table,
 * or `elsewhere`.
 */
export function checkOptions<O extends object>(
  of: string,
  options: O,
  checks: Checks<NoInfer<O>>,
  elsewhere: readonly Elsewhere[] = [],
): O {
  return checkKeys<O>(options, checks, {
    expected: `an object with the options of ${of}`,
    name: 'options',
    prefix: '',
    whole: { table: checks, elsewhere },
  })
}

/**
 * An object within options, each of its keys checked by the table. Its type comes from where it is used, or is said: a
 * table may not shorten it.
 */
export function object<O extends object>(checks: Checks<NoInfer<O>>): Check<O> {
  const check: Check<O> = (value, path, whole = { table: checks }) =>
    checkKeys<O>(value, checks, { expected: 'an object', name: path, prefix: `${path}.`, whole })
  return Object.assign(check, { inside: checks as Table })
}

/** An object whose keys are the host's own, such as domains, each value of which `check` takes. */
export function record<T>(check: Check<T>): Check<Record<string, T>> {
  return (value, path) => {
    const given = plainObject(value, path, 'an object')
    for (const [key, item] of Object.entries(given)) check(item, `${path}.${key}`)
    return given as Record<string, T>
  }
}

function checkKeys<O extends object>(
  value: unknown,
  checks: Checks<O>,
  { expected, name, prefix, whole }: { expected: string; name: string; prefix: string; whole: Whole },
): O {
  const given = plainObject(value, name, expected)
  const known = Object.keys(checks)
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(checks, key)) continue
    const hint = meant(key, { here: checks, whole: whole.table, prefix }, whole.elsewhere)
    refuse(prefix + shortened(key), `one of ${known.join(', ')}`, shown(key) + hint)
  }
  for (const [key, check] of Object.entries<Check<unknown> & { required?: true }>(checks)) {
    const option = given[key]
    if (option !== undefined || check.required) check(option, prefix + key, whole)
  }
  return given as O
}

function plainObject(value: unknown, path: string, expected: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(path, expected, kindOf(value))
  return value as Record<string, unknown>
}
