import { cutAddresses } from './cut-addresses.ts'

/** What database drivers put beside a message: the values of the row or of the statement. */
const ofValues: ReadonlySet<PropertyKey> = new Set(['detail', 'where', 'query', 'internalQuery', 'parameters'])
/** Deeper than what is logged; an error may be its own cause. */
const deepest = 6

/**
 * Details of a log line without addresses: a copy of what is plain, and of errors with their causes. Drivers quote rows
 * in errors, and servers repeat the address that they refuse. What is neither is left out.
 */
export function cutDetails(details: object): object {
  return cut(details, 0) as object
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cutAddresses(value)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth === deepest) return undefined
  if (value instanceof Error) return cutError(value, depth)
  if (Array.isArray(value)) return value.map((one) => cut(one, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one, depth + 1)]))
}

/** An error of the same class, so that loggers write it as they write any other. */
function cutError(error: Error, depth: number): Error {
  const copy = Object.create(Object.getPrototypeOf(error)) as Error
  for (const name of new Set([...Reflect.ownKeys(error), 'stack'])) {
    if (ofValues.has(name)) continue
    const value: unknown = Reflect.get(error, name)
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, name)
    const kept = name === 'stack' ? cutStack(value) : typeof name === 'symbol' ? value : cut(value, depth + 1)
    Object.defineProperty(copy, name, { value: kept, enumerable, configurable: true, writable: true })
  }
  return copy
}

/** The paths of a stack may have the form of an address: `node_modules/pg@8.0.0/lib`. */
const cutStack = (stack: unknown): unknown =>
  typeof stack === 'string'
    ? stack
        .split('\n')
        .map((line) => (/^\s+at /.test(line) ? line : cutAddresses(line)))
        .join('\n')
    : undefined
