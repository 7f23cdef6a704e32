import type { CampaignStatus } from './campaign.ts'

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
  unknown_stream: 400,
  invalid_template: 400,
  html_too_large: 400,
  too_many_links: 400,
  attachments_too_large: 400,
  forbidden: 403,
  missing_owner: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  wrong_status: 409,
  edit_conflict: 409,
  settings_fixed: 409,
  duplicate: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
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
  feedback_refused: 502,
  feedback_complaints: 502,
  compose_failed: 500,
  /** What `createClient` met in place of an answer; no server answers these. */
  no_answer: 503,
  unexpected_answer: 502,
} as const satisfies Record<string, number>

/** The codes of `SillageError`, a closed table; `errorStatus` gives the HTTP status of each. */
export type ErrorCode = keyof typeof errorStatus

/** What an error of a code carries beside its message, for programs. Codes that are not here carry nothing. */
export interface ErrorDetails {
  /** The revision that the campaign or template is at, and since when (ISO 8601 UTC). */
  edit_conflict: { revision: number; updatedAt: string }
  /** The status that the campaign has. */
  wrong_status: { status: CampaignStatus }
  /**
   * What is wrong, in the order of the check, at most 50: `field` as in `SillageError`, '' for the whole input, and a
   * message to stand beside that field.
   */
  invalid_field: { issues: { field: string; message: string }[] }
  /** After how many seconds it may be done again. */
  rate_limited: { retryAfterSeconds: number }
  /**
   * The status of what answered instead of Sillage; `signedOut` where it was the host's login: 401, a 403 that is not
   * ours, or a redirect (in a page its status is 0).
   */
  unexpected_answer: { status: number; signedOut?: boolean }
}

type DetailsOf<C extends ErrorCode> = C extends keyof ErrorDetails ? ErrorDetails[C] : undefined

/** What `new SillageError` takes beside code and message. */
export interface SillageErrorOptions<C extends ErrorCode = ErrorCode> {
  /** The input it is about, such as `recipients[3].email`. */
  field?: string | undefined
  /** The error underneath; it stays in the process. */
  cause?: unknown
  /** What the code carries. @default for `invalid_field` the one issue of `field` and message */
  details?: DetailsOf<C> | undefined
}

/** `invalid_field` has details of its own; those of other codes cannot be made from the message. */
type OptionsOf<C extends ErrorCode> = [C] extends [Exclude<keyof ErrorDetails, 'invalid_field'>]
  ? [options: SillageErrorOptions<C> & { details: DetailsOf<C> }]
  : [options?: SillageErrorOptions<C>]

/** The same in every copy of this package, of whatever release. */
const mark: unique symbol = Symbol.for('sillage.error')

/**
 * The one error class of the library. `code` is from a closed table, `status` is what it becomes over HTTP, `field`
 * names the input it is about, `details` is what a program may need by its code, and the message says what to do next.
 * `cause` keeps the underlying error.
 */
export class SillageError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'SillageError'
  readonly code: C
  readonly field: string | undefined
  readonly details: C extends keyof ErrorDetails ? ErrorDetails[C] : undefined

  constructor(code: C, message: string, ...[options = {}]: OptionsOf<C>) {
    const { field, cause, details } = options as SillageErrorOptions<C>
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.field = field
    this.details = (details ?? (code === 'invalid_field' ? oneIssue(message, field) : undefined)) as DetailsOf<C>
    // Not a field: it is no part of what a log shows.
    Object.defineProperty(this, mark, { value: true })
  }

  get status(): number {
    return errorStatus[this.code]
  }

  toJSON(): { error: ErrorBody } {
    const { code, message, field, details } = this
    return {
      error: {
        code,
        message,
        ...(field === undefined ? {} : { field }),
        ...(details === undefined ? {} : { details }),
      },
    }
  }
}

function oneIssue(message: string, field = ''): ErrorDetails['invalid_field'] {
  const named = `${field}: `
  return { issues: [{ field, message: message.startsWith(named) ? message.slice(named.length) : message }] }
}

/**
 * The answer of every failing request, under `error`. It holds no address and nothing of the underlying error, which is
 * logged.
 */
export interface ErrorBody {
  code: ErrorCode
  /** English, and says what to do next. */
  message: string
  /** The input it is about, such as `recipients[3].email`. */
  field?: string
  /** What the code carries: `ErrorDetails`. */
  details?: ErrorDetails[keyof ErrorDetails]
}

/**
 * Recognises a `SillageError`, also one of a second copy of this package, for which `instanceof` is false, and one
 * whose code is newer than this copy. Takes anything that was thrown. With codes it is true for these alone, and
 * `details` has the type of the code.
 */
export function isSillageError(error: unknown): error is SillageError
export function isSillageError<C extends ErrorCode>(error: unknown, ...codes: C[]): error is SillageError<C>
export function isSillageError(error: unknown, ...codes: ErrorCode[]): error is SillageError {
  return (
    typeof error === 'object' &&
    error !== null &&
    mark in error &&
    (codes.length === 0 || codes.some((code) => 'code' in error && code === error.code))
  )
}
