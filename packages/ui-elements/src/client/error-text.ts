import { ApiError } from './api-error.ts'

/** The words for errors that a caller has; `internal` stands for what nobody foresaw. */
export interface ErrorWords {
  errors: Readonly<Record<string, string>> & { internal: string }
}

/**
 * Any failure in the reader's language. The server's own sentence is for logs, except where it names the exact value refused or
 * the place in a template, and for codes the caller has no words for.
 */
export function errorText(error: unknown, words: ErrorWords): string {
  if (!(error instanceof ApiError)) return words.errors.internal
  const text = words.errors[error.code]
  if (text === undefined) return error.message === '' ? words.errors.internal : error.message
  return /^invalid_(field|template)$/.test(error.code) && error.message !== '' ? `${text} (${error.message})` : text
}
