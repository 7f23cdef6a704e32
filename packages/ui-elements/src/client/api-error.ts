import type { ErrorBody, ErrorCode } from '@sillage/core/browser'

/**
 * The client's codes beside the server's. `network`: no answer came, and whether the request was carried out is
 * unknown. `unexpected_answer`: something other than the API answered, such as a proxy's page; `status` of the
 * `ApiError` is that answer's.
 */
export type ClientErrorCode = 'network' | 'unexpected_answer'

/**
 * A request that failed. `code` is the server's own, or `network` when no answer came and whether the request was
 * carried out is unknown, or `unexpected_answer` when something other than the API answered. `field` names the input
 * the server refused, `details` has what the code carries: all that is wrong, for `invalid_field`.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** What went wrong, for programs; elements have a text for each. */
  readonly code: ErrorCode | ClientErrorCode
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** The input the server refused, such as `recipients.list[3].email`; undefined when it named none. */
  readonly field: string | undefined
  /** What the code carries (`ErrorDetails` of the core); undefined for codes that carry nothing. */
  readonly details: ErrorBody['details']

  constructor(
    code: ErrorCode | ClientErrorCode,
    message: string,
    options: { status?: number; field?: string | undefined; details?: ErrorBody['details']; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = options.status ?? 0
    this.field = options.field
    this.details = options.details
  }

  /** True when the server refused, so that nothing was done; false when the outcome is not known. */
  get refused(): boolean {
    return this.status >= 400 && this.status < 500
  }
}

/** Reads the error body of an answer; anything that is not one becomes `unexpected_answer`. */
export async function apiErrorOf(response: Response): Promise<ApiError> {
  const status = response.status
  try {
    const body: unknown = await response.json()
    const error = isRecord(body) && isRecord(body.error) ? body.error : undefined
    if (error !== undefined && isErrorCode(error.code)) {
      const field = typeof error.field === 'string' ? error.field : undefined
      const details = isRecord(error.details) ? (error.details as ErrorBody['details']) : undefined
      return new ApiError(error.code, String(error.message ?? ''), { status, field, details })
    }
  } catch {
    // not JSON: a proxy's page, or an answer cut short
  }
  return new ApiError('unexpected_answer', `${status} ${response.statusText}`.trim(), { status })
}

/** Codes are snake_case words; one that is newer than this page keeps the server's message. */
function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && /^[a-z]+(_[a-z]+)*$/.test(code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
