import { type ErrorCode, errorStatus, SillageError, type SillageErrorOptions } from '../domain/errors.ts'

/**
 * What a failed answer says, as the error that the method throws in the process. Anything but an error of ours becomes
 * `unexpected_answer`.
 */
export async function answerError(response: Response): Promise<SillageError> {
  const { status, statusText } = response
  if (isRedirect(response)) return signedOut('A redirect', status)
  try {
    const body: unknown = await response.json()
    const error = isRecord(body) && isRecord(body.error) ? body.error : undefined
    if (error !== undefined && isErrorCode(error.code)) return sillageError(error.code, error, status)
  } catch {
    // not JSON: a proxy's page, or an answer cut short
  }
  const what = `${status} ${statusText}`.trim()
  return status === 401 || status === 403 ? signedOut(what, status) : unexpectedAnswer(what, status)
}

/** No route of ours redirects; a page is not told where to, nor by which status. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400)
}

/** Something else than the API answered; `status` is that answer's. */
export function unexpectedAnswer(what: string, status: number, cause?: unknown): SillageError {
  const message = `${what}: not an answer of Sillage. Check where it is mounted, and what stands before it.`
  return new SillageError('unexpected_answer', message, { details: { status }, cause })
}

/** The host's own login stands before us. */
function signedOut(what: string, status: number): SillageError {
  const message = `${what}: not an answer of Sillage, but of the login before it. Sign in again, or correct the base URL.`
  return new SillageError('unexpected_answer', message, { details: { status, signedOut: true } })
}

/** No answer, or not all of it. */
export function noAnswer(cause: unknown): SillageError {
  const message = 'No answer from the server; whether the request was carried out is not known. Check the connection.'
  return new SillageError('no_answer', message, { cause })
}

function sillageError(code: ErrorCode, { message, field, details }: Record<string, unknown>, status: number) {
  const options = {
    field: typeof field === 'string' ? field : undefined,
    details: isRecord(details) ? details : undefined,
  } as SillageErrorOptions
  const error = new SillageError<ErrorCode>(code, String(message ?? ''), options)
  // The table of this release does not have a code that is newer.
  if (!Object.hasOwn(errorStatus, code)) Object.defineProperty(error, 'status', { value: status })
  return error
}

/** Codes are snake_case words; one that is newer than this release keeps its own. */
function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && /^[a-z]+(_[a-z]+)*$/.test(code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
