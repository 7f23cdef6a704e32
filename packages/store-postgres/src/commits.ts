import type { PostgresClient } from './run-statement.ts'

/**
 * Read committed whatever the server's default: locks are taken in order and rows read again after them. A machine that
 * vanishes amid a transaction must not hold its locks for the hours that TCP takes to notice. The limit is set in each
 * transaction: when it is sent with the login, PgBouncer refuses the connection, and set for the session, it would be
 * another client's where a pooler shares connections.
 *
 * What is written is found by an index. A plan that was made while a table had few rows reads all of it, and is kept
 * until the table is analysed: the first campaign of an installation was sent at 2,600 messages a second instead of
 * 5,300. Only what may be long, and may want the whole of a table, is free to read one.
 */
const BEGIN = `begin isolation level read committed;
  set local idle_in_transaction_session_timeout = '10s';
  select cast(pg_current_xact_id() as text) as id`
const BY_INDEX = `, set_config('enable_seqscan', 'off', true)`

/**
 * A transaction that took longer is not kept: readers of events and of the outbox pass over what is not committed a
 * minute after they saw it (`LONGEST_MS` of the store). Its check goes with the commit, and so costs no wait.
 */
export const MOST_MS = 45_000

/** What it is refused with. */
const TOO_LATE = '22012'

/** Ends a transaction; `mostMs` is undefined for one that may take as long as it does. */
export async function commit(client: PostgresClient, mostMs: number | undefined): Promise<void> {
  if (mostMs === undefined) return void (await client.query('commit'))
  try {
    await client.query(`select 1 / cast(clock_timestamp() < now() + interval '${mostMs} ms' as int); commit`)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== TOO_LATE) throw error
    throw Object.assign(new Error(`a transaction took longer than ${mostMs} ms`, { cause: error }), { code: '25P04' })
  }
}

/** Begins a transaction and returns its id, by which its outcome can be queried later. One round trip. */
export async function begin(client: PostgresClient, { long }: { long: boolean }): Promise<string> {
  const results = await client.query(long ? BEGIN : BEGIN + BY_INDEX)
  const [, , last] = results as [unknown, unknown, { rows: [{ id: string }] }]
  return last.rows[0].id
}

/**
 * True when the transaction was committed. Throws as a lost connection does while it is still running, which is so for
 * a moment when its connection has just broken. A transaction that the server does not know any more was not kept.
 */
export async function tookPlace(client: PostgresClient, id: string): Promise<boolean> {
  const { rows } = (await client.query(
    // An id from the future comes from before the server was restored from a backup, and would be answered with an
    // error.
    `select case when cast('${id}' as xid8) < pg_snapshot_xmax(pg_current_snapshot()) then pg_xact_status('${id}') end as status`,
  )) as { rows: [{ status: string | null }] }
  if (rows[0].status === 'in progress') {
    throw Object.assign(new Error('a commit that was not answered is still under way'), { code: '08007' })
  }
  return rows[0].status === 'committed'
}
