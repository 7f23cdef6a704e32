import { SillageError } from '../domain/errors.ts'

/**
 * Refuses what JSON has no word for, by its field: it would be left out, or sent as null, which clears. Throws
 * `invalid_field`.
 */
export function checkJson(value: unknown, path = ''): void {
  if (isLost(value))
    throw new SillageError(
      'invalid_field',
      `${path}: expected what JSON can carry; give an array in place of what is iterated, or a selection.`,
      { field: path },
    )
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return
  for (const [key, inner] of Object.entries(value))
    checkJson(inner, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`)
}

function isLost(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  if (typeof value !== 'object') return !['string', 'boolean', 'undefined'].includes(typeof value)
  if (value instanceof Date) return Number.isNaN(value.getTime())
  return value !== null && !Array.isArray(value) && (Symbol.iterator in value || Symbol.asyncIterator in value)
}
