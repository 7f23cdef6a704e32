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

/**
 * True when a statement that was prepared under a name cannot be used any more: it would return other columns than it
 * did, or the connection has lost it or has another one under its name.
 */
export function isStale(error: unknown): boolean {
  return ['0A000', '26000', '42P05'].includes(codeOf(error))
}

const unavailable: readonly [pattern: RegExp, message: string][] = [
  [/^53100$/, 'The disk of the PostgreSQL server is full: free some space; nothing of this call was stored.'],
  [
    /^57014$/,
    'PostgreSQL cancelled a statement that took longer than statement_timeout; nothing of this call was stored.',
  ],
  [/^25P04$/, 'PostgreSQL ended a transaction that took longer than transaction_timeout.'],
  [/^(0A000|26000|42P05)$/, 'PostgreSQL cannot use a statement as it was prepared: check what pools its connections.'],
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
  if (isConnectionLost(error)) {
    return new SillageError('store_unavailable', 'PostgreSQL cannot be reached.', { cause: error })
  }
  if (code === '23505') return new SillageError('duplicate', 'This entry exists already.', { cause: error })
  if (/^2[23]...$/.test(code)) {
    const what = error instanceof Error && 'constraint' in error ? (error.constraint ?? code) : code
    const message = `PostgreSQL refuses a value of this call (${what}); nothing of the call was stored.`
    return new SillageError('store_refused', message, { cause: error })
  }
  if (code === '3F000' || (code === '42P01' && error instanceof Error && error.message.includes('email_'))) {
    return new SillageError('not_migrated', 'The tables are missing: call migrate() once before anything else.', {
      cause: error,
    })
  }
  return error
}
