import { isSillageError, SillageError } from '@sillage/core/store'

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** True when the transaction was rolled back in favour of another: a deadlock, or a conflict of serializable ones. */
export function isConflict(error: unknown): boolean {
  return ['40P01', '40001', '55P03'].includes(codeOf(error))
}

const lostCodes =
  /^(08...|25P0[34]|57P0[1-5]|53300|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/
const lostMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/

/** True when there is no connection any more, or none available; there may be one soon. */
export function isConnectionLost(error: unknown): boolean {
  return lostCodes.test(codeOf(error)) || (error instanceof Error && lostMessages.test(error.message))
}

/** True when a connection lost what was prepared on it, or has it already: a pooler shares or resets connections. */
export function isForgotten(error: unknown): boolean {
  return ['26000', '42P05'].includes(codeOf(error))
}

/** True when a statement that was prepared cannot be used any more: forgotten, or it would return other columns. */
export function isStale(error: unknown): boolean {
  return isForgotten(error) || codeOf(error) === '0A000'
}

const unavailable: readonly [pattern: RegExp, message: string][] = [
  [/^53100$/, 'The disk of the PostgreSQL server is full: free some space; nothing of this call was stored.'],
  [
    /^57014$/,
    'PostgreSQL cancelled a statement that took longer than statement_timeout; nothing of this call was stored.',
  ],
  [
    /^25P04$/,
    'A transaction took too long, by transaction_timeout or by the 45 seconds that this store allows; nothing of this call was stored.',
  ],
  [
    /^(26000|42P05)$/,
    'What pools the connections of PostgreSQL takes single statements apart: set it to session or transaction mode.',
  ],
  [/^0A000$/, 'The server does not support a statement of this store: it has to be PostgreSQL 14 or later.'],
  [
    /^08P01$/,
    'What pools the connections of PostgreSQL refuses this one, with the words in the cause; as PgBouncer, it has to be in session or transaction mode.',
  ],
  [/^25006$/, 'The PostgreSQL server only reads: connect to the primary.'],
  [/^(28...|3D000)$/, 'PostgreSQL refused the connection: check user, password and database name.'],
  [/^53/, 'PostgreSQL has no resources left for this call.'],
  [/^(40P01|40001|55P03)$/, 'Other transactions stood in the way for too long.'],
]

/** Turns PostgreSQL's errors into those of the port; any other is returned unchanged. */
export function sillageErrorOf(error: unknown): unknown {
  if (isSillageError(error)) return error
  const code = codeOf(error)
  for (const [pattern, message] of unavailable) {
    if (pattern.test(code)) return new SillageError('store_unavailable', message, { cause: error })
  }
  if (code === '42501') {
    const denied = error instanceof Error ? error.message : code
    const message = `PostgreSQL denies this role a right (${denied}). Daily work needs usage of the schema, and select, insert, update and delete on its tables: grant them. migrate() needs a role that owns the tables and may create more.`
    return new SillageError('store_unavailable', message, { cause: error })
  }
  if (isConnectionLost(error)) {
    // The code alone: the words of the driver name hosts and addresses, and this message is answered over HTTP.
    const why = code === '' ? '' : ` (${code})`
    const message = `PostgreSQL cannot be reached${why}: check that it runs, and the host and port of its address.`
    return new SillageError('store_unavailable', message, { cause: error })
  }
  if (code === '23505') return new SillageError('duplicate', 'This entry exists already.', { cause: error })
  if (/^2[23]...$/.test(code)) {
    const what = error instanceof Error && 'constraint' in error ? (error.constraint ?? code) : code
    const message = `PostgreSQL refuses a value of this call (${what}); nothing of the call was stored.`
    return new SillageError('store_refused', message, { cause: withoutValues(error) })
  }
  if (code === '3F000' || (code === '42P01' && error instanceof Error && error.message.includes('email_'))) {
    return new SillageError('not_migrated', 'The tables are missing: call migrate() once before anything else.', {
      cause: error,
    })
  }
  return error
}

/** What the server says of a value quotes it, or the whole row: a log, which shows causes, is no place for either. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { constraint, table, column } = error as Error & Record<'constraint' | 'table' | 'column', unknown>
  return Object.assign(new Error(error.message.replace(/: ".*"$/s, '')), {
    code: codeOf(error),
    constraint,
    table,
    column,
  })
}
