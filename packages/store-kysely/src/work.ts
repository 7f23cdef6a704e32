import type { Sql } from './sql.ts'

/** What a statement gave: its rows, and how many rows it changed. */
export interface Result {
  readonly rows: readonly unknown[]
  readonly changes: number
}

/**
 * A piece of database work: it hands out statements and is given their results. Written once, it runs synchronously on SQLite, where nothing may
 * come between two statements of a transaction, and with an await for each statement on PostgreSQL.
 */
export type Work<T> = Generator<Sql, T, Result>

/** All rows of a statement. The type is what the statement selects. */
export function* rows<Row>(statement: Sql): Work<Row[]> {
  const result = yield statement
  return result.rows as Row[]
}

/** The first row, or undefined. */
export function* first<Row>(statement: Sql): Work<Row | undefined> {
  const result = yield statement
  return result.rows[0] as Row | undefined
}

/** How many rows a statement changed. */
export function* change(statement: Sql): Work<number> {
  const result = yield statement
  return result.changes
}

/** Where work is done. */
export interface Engine {
  /**
   * Runs work in one transaction and gives its answer once that is durable. What another transaction stood in the way of is done again from the start,
   * so `work` must begin anew on each call. SillageError `store_unavailable` when it cannot be done within the engine's patience.
   */
  write<T>(work: () => Work<T>): Promise<T>
  /** Runs work that only reads; each statement sees what was committed before it. */
  read<T>(work: () => Work<T>): Promise<T>
  /** The same for work that may look through many rows: an engine that reads on the caller's thread does this on another, where the database has one. */
  browse<T>(work: () => Work<T>): Promise<T>
  /** Waits for running work, then closes what the engine opened. */
  close(): Promise<void>
}
