import { SillageError } from '../errors.ts'

/** Characters of a text that a message repeats. */
const SHOWN = 60

/**
 * Throws `invalid_option` with `path` as its field and the message `path: expected …, got …`. `got` is words: from
 * `shown` for a value that may stand in a log, from `kindOf` where it may be a secret or hold one.
 */
export function refuse(path: string, expected: string, got: string, cause?: unknown): never {
  throw new SillageError('invalid_option', `${path}: expected ${expected}, got ${got}`, { field: path, cause })
}

/**
 * A value as a message may repeat it: numbers, and the beginning of a text; of anything else its kind. Never throws.
 */
export function shown(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return kindOf(value)
  return JSON.stringify(shortened(value))
}

/** The beginning of a text, and a sign that it goes on. */
export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** What sort of value it is, and nothing of what is in it. Never throws. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (value === '') return 'an empty string'
  if (typeof value !== 'object') return `a ${typeof value}`
  return isList(value) ? 'an array' : 'an object'
}

/** `Array.isArray`, which throws for a proxy that was revoked. */
function isList(value: object): boolean {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}
