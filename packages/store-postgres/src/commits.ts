import type { PostgresClient } from './run-statement.ts'

/** Begins a transaction and returns its id, by which its outcome can be queried later. One round trip. */
export async function begin(client: PostgresClient): Promise<string> {
  // Read committed whatever the server's default: locks are taken in order and rows read again after them.
  const results = await client.query(
    'begin isolation level read committed; select cast(pg_current_xact_id() as text) as id',
  )
  const [, last] = results as [unknown, { rows: [{ id: string }] }]
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
