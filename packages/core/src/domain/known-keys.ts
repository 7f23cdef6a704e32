import { SillageError } from './errors.ts'

/**
 * Refuses options that nobody reads: a misspelt one would otherwise be left out in silence, and its default hold. `name` is where they stand, such as `retry`.
 * Throws `invalid_option` with the ones there are.
 */
export function checkKnownKeys(name: string, given: unknown, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new SillageError('invalid_option', `${name}: expected an object, got ${JSON.stringify(given)}`, {
      field: name,
    })
  for (const key of Object.keys(given))
    if (!known.includes(key))
      throw new SillageError('invalid_option', `${name}.${key}: unknown option; known are ${known.join(', ')}`, {
        field: `${name}.${key}`,
      })
}
