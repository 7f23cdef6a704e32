import { SillageError } from './errors.ts'

/**
 * Restricts a call to one tenant's rows; without it, all are seen. Another tenant's row is `not_found`, like a missing
 * one. It comes from the host's `authorize` over HTTP, and from the program otherwise; what is created under a scope
 * belongs to its owner. An owner that is empty, and any other key, is `invalid_option`.
 */
export interface Scope {
  owner?: string | undefined
}

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
