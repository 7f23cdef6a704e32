/**
 * Every error the library throws or answers with, and the HTTP status it becomes. A closed table: the UI has a text for
 * each code in every language, and a program may decide by them. Messages are for people, in English, and may change.
 */
export const errorStatus = {
  invalid_json: 400,
  invalid_field: 400,
  unknown_field: 400,
  missing_content: 400,
  missing_recipients: 400,
  missing_from: 400,
  invalid_address: 400,
  invalid_header: 400,
  invalid_cursor: 400,
  unknown_template: 400,
  unknown_contact: 400,
  invalid_template: 400,
  html_too_large: 400,
  too_many_links: 400,
  forbidden: 403,
  missing_owner: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  wrong_status: 409,
  edit_conflict: 409,
  duplicate: 409,
  key_in_use: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  store_unavailable: 503,
  /** The database refuses a value, and will again; unlike `store_unavailable`, for which trying again helps. */
  store_refused: 500,
  busy: 503,
  /** Construction and set-up; these never leave as an answer to a well-formed request. */
  invalid_option: 500,
  missing_transport: 500,
  not_migrated: 500,
  database_newer: 500,
  id_exhausted: 500,
  closed: 503,
  /** Why sending stopped or waits; used in campaign_error and pauseReason. */
  smtp_unreachable: 502,
  smtp_auth: 502,
  smtp_config: 502,
  smtp_rejected: 502,
  smtp_rate: 502,
  compose_failed: 500,
} as const satisfies Record<string, number>

/** The codes of `SillageError`, a closed table; `errorStatus` gives the HTTP status of each. */
export type ErrorCode = keyof typeof errorStatus

/**
 * The one error class of the library. `code` is from a closed table, `status` is what it becomes over HTTP,
 * `field` names the input it is about, and the message says what to do next. `cause` keeps the underlying error.
 */
export class SillageError extends Error {
  override readonly name = 'SillageError'
  readonly code: ErrorCode
  readonly field: string | undefined

  constructor(code: ErrorCode, message: string, options: { field?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.field = options.field
  }

  get status(): number {
    return errorStatus[this.code]
  }

  toJSON(): { error: ErrorBody } {
    return {
      error: { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }) },
    }
  }
}

/**
 * The answer of every failing request, under `error`. It holds no address and nothing of the underlying error, which is
 * logged.
 */
export interface ErrorBody {
  code: ErrorCode
  /** English, and says what to do next. */
  message: string
  /** The input it is about, such as `recipients.list[3].email`. */
  field?: string
}

/**
 * Recognises a `SillageError` by its name and a code of the table, so also one of a second copy of this package in the
 * same process, for which `instanceof` is false. Takes anything that was thrown. An error of a later release with an
 * unknown code is not recognised.
 */
export function isSillageError(error: unknown): error is SillageError {
  return (
    error instanceof Error &&
    error.name === 'SillageError' &&
    'code' in error &&
    Object.hasOwn(errorStatus, String(error.code))
  )
}
