import { SillageError } from './errors.ts'

/** Narrows a call to one tenant's rows; without it, all are seen. */
export interface Scope {
  owner?: string | undefined
}

/** An id of the API as the store counts. What cannot be an id belongs to nothing: `not_found`. */
export function parseId(id: string): number {
  const number = /^[1-9]\d{0,15}$/.test(id) ? Number(id) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new SillageError('not_found', 'There is nothing with this id.')
  return number
}
