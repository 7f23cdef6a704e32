/** What a store says of its database, and of what this process may do there. Nothing is changed to learn it. */
export interface StoreReport {
  /** The database and its version, as `PostgreSQL 18.1`; of a store in memory its name. */
  server: string
  /** What `migrate` would bring the tables up to date with, in its order; empty where nothing is missing. */
  missing: readonly string[]
  /** Migrations of another release, which this one does not know; `migrate` refuses such tables. */
  unknown: readonly string[]
  /** How far the database's clock is ahead of this process's, in ms; null where both are one. */
  aheadMs: number | null
  /** Rights on its tables that daily work needs and this process does not have, as `insert on email_messages`. */
  denied: readonly string[]
}
