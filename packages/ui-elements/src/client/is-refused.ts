import { isSillageError } from '@sillage/core/browser'

/** True when the server refused, so that nothing was done; false when the outcome is not known. */
export function isRefused(error: unknown): boolean {
  return isSillageError(error) && error.status >= 400 && error.status < 500
}
