import { isSillageError, SillageError } from '../domain/errors.ts'
import type { Logger } from '../domain/logger.ts'
import { json } from './results.ts'
import type { HttpResult } from './types.ts'

/** What an unexpected error becomes: logged whole, answered without a word of its inside. */
export function toSillageError(error: unknown, logger: Logger): SillageError {
  if (isSillageError(error) && error.status < 500) return error
  if (isSillageError(error) && error.status !== 500) {
    logger.warn({ err: error }, 'a request could not be answered')
    return error
  }
  logger.error({ err: error }, 'a request failed')
  return new SillageError('internal', 'Something went wrong on the server; its log says what.')
}

export function errorResult(error: SillageError): HttpResult {
  const result = json(
    {
      error: { code: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) },
    },
    error.status,
  )
  return error.status === 503 ? { ...result, headers: { ...result.headers, 'retry-after': '5' } } : result
}
