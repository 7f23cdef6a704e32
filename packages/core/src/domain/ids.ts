import { SillageError } from './errors.ts'

/** A key that a host gives: small letters, digits and hyphens, a letter first, so that it cannot be read as an id. */
export const keyPattern = /^[a-z][a-z0-9-]{0,63}$/

/**
 * An id of the API as the store has it; undefined for what cannot be one. An id has one spelling, so that it can be
 * compared as text.
 */
export function readId(id: string): number | undefined {
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : Number.NaN
  return Number.isSafeInteger(number) ? number : undefined
}

/** The same where a row must exist: what cannot be an id is `not_found`. */
export function parseId(id: string): number {
  const number = readId(id)
  if (number === undefined)
    throw new SillageError('not_found', 'There is nothing with this id; use one that the API gave.')
  return number
}
