import { isBlank } from '../../kit/is-blank.ts'
import { type Scopes, takeSteps } from './scopes.ts'

/** Reading the name of a field costs a step for each so many of its characters, as does each of its levels. */
const charactersPerStep = 128

/**
 * Finds a field in the data, innermost scope first. Only own properties count, so that no name in a template reaches
 * prototypes or functions; a function is no value. `.` is the current item, dots separate levels.
 * Each scope that is asked is a step; see `takeSteps`.
 */
export function lookup(scopes: Scopes, field: string): unknown {
  const { stack } = scopes
  takeSteps(scopes, 1 + Math.floor(field.length / charactersPerStep))
  if (field === '.') return stack[stack.length - 1]
  const names = field.includes('.') ? field.split('.') : undefined
  if (names !== undefined) takeSteps(scopes, names.length)
  const first = names === undefined ? field : (names[0] as string)
  for (let i = stack.length - 1; i >= 0; i--) {
    if (i < stack.length - 1) takeSteps(scopes, 1)
    const scope = stack[i]
    if (typeof scope !== 'object' || scope === null || !Object.hasOwn(scope, first)) continue
    let value: unknown = (scope as Record<string, unknown>)[first]
    for (let level = 1; names !== undefined && level < names.length; level++) {
      const name = names[level] as string
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
      value = (value as Record<string, unknown>)[name]
    }
    return typeof value === 'function' ? undefined : value
  }
  return undefined
}

/** The text of a value; nothing for one that is absent, and for an object, which has no text a reader would want. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString()
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''
}

/** The text of a value's field; its default where that is missing, or nothing but blanks. */
export function textOfField(
  { field, fallback }: { field: string; fallback?: string | undefined },
  scopes: Scopes,
): string {
  const text = textOf(lookup(scopes, field))
  return fallback !== undefined && isBlank(text) ? fallback : text
}

/** Whether a section is shown: false, empty and absent values hide it. */
export function shows(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
