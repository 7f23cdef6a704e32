import type { Locale } from '../locales/en.ts'
import { ApiError } from './api-error.ts'

/** Any failure in the reader's language. The server's own sentence is for logs, except where it names the exact value refused. */
export function errorText(error: unknown, words: Locale): string {
  if (!(error instanceof ApiError)) return words.errors.internal
  const text = words.errors[error.code]
  return error.code === 'invalid_field' && error.message !== '' ? `${text} (${error.message})` : text
}
