import { isSillageError, SillageError } from '../domain/errors.ts'
import type { Logger } from '../domain/logger.ts'
import type { HttpHeaders, WholeResult } from './exchange.ts'
import { json } from './results.ts'

/**
 * What an unexpected error becomes: logged in full, answered without internal details. What is wrong with the store
 * (its path, its disk, its rights) is for whoever runs it.
 */
export function toSillageError(error: unknown, logger: Logger): SillageError {
  if (isSillageError(error) && error.status < 500) return error
  if (isSillageError(error) && error.status !== 500) {
    logger.warn({ err: error }, 'a request could not be answered')
    return error.code === 'store_unavailable' ? new SillageError(error.code, storeAway) : error
  }
  logger.error({ err: error }, 'a request failed')
  return new SillageError('internal', 'Something went wrong on the server; its log says what.')
}

const storeAway = 'The database cannot be used at the moment; try again in a moment.'

/**
 * The answer to an address outside the routes: 404 `not_found` as JSON. For adapters whose framework has no 404 of its
 * own, and for paths that cannot be decoded; elsewhere the host's own 404 stays.
 */
export const nothingHere = (): WholeResult =>
  errorResult(new SillageError('not_found', 'There is nothing at this address.'))

/**
 * The answer to a media type that the framework refuses before a handler is called: 415 `unsupported_media_type` as
 * JSON. What handlers refuse themselves they answer with the type that they expect.
 */
export const unsupportedType = (): WholeResult =>
  errorResult(new SillageError('unsupported_media_type', 'Expected a Content-Type such as application/json.'))

/** Headers that belong to a status: when to retry, and that a request whose body never ended is not waited for. */
const headersOf: Readonly<Record<number, HttpHeaders>> = {
  408: { connection: 'close' },
  503: { 'retry-after': '5' },
}

/**
 * An error as every route answers it; with Retry-After where it is temporary (429, 503), and the end of the connection
 * after 408.
 */
export function errorResult(error: SillageError): WholeResult {
  const result = json(error.toJSON(), error.status)
  const wait = isSillageError(error, 'rate_limited') ? { 'retry-after': String(error.details.retryAfterSeconds) } : {}
  return { ...result, headers: { ...result.headers, ...headersOf[error.status], ...wait } }
}
