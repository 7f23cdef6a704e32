import { isSillageError } from '@sillage/core/browser'

/** The texts a caller has for errors; `internal` stands for unknown ones. */
export interface ErrorWords {
  errors: Readonly<Record<string, string>> & { internal: string; signed_out: string }
}

/**
 * Any failure in the reader's language. The server's own message is for logs, except where it names the exact value
 * refused or the place in a template, and for codes without a text. Of what a login before the server answers,
 * it says what to do about it.
 */
export function errorText(error: unknown, words: ErrorWords): string {
  if (!isSillageError(error)) return words.errors.internal
  if (isSillageError(error, 'unexpected_answer') && error.details.signedOut) return words.errors.signed_out
  const text = words.errors[error.code]
  if (text === undefined) return error.message === '' ? words.errors.internal : error.message
  return /^invalid_(field|template)$/.test(error.code) && error.message !== '' ? `${text} (${error.message})` : text
}
