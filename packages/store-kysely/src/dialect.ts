import type { Dialect } from 'kysely'
import type { Sql } from './sql.ts'

/** The type of a column of an input table. */
export type InputType = 'integer' | 'text'
/** A value of an input table; null is SQL's. */
export type InputValue = number | string | null

/** Rows given as a parameter, used in SQL like a table. */
export interface InputTable<Column extends string> {
  /** A `from` item named `v` with the columns asked for. */
  of(rows: readonly Readonly<Record<Column, InputValue>>[]): Sql
}

/**
 * A database's dialect with its part of the query builder, which a store needs beside what statements are written with.
 */
export interface SqlDialect extends StatementDialect {
  /** Builds and compiles Kysely's queries; they are run by the engine. */
  readonly kysely: Dialect
}

/** Every difference between the databases that the SQL of this package meets. One small object for each. */
export interface StatementDialect {
  /** For logs and as the store's name. */
  readonly name: string
  /** The schema the tables are in; undefined where there are none, or the connection's own. */
  readonly schema: string | undefined
  /** The most rows that one statement takes, so that none runs for long. */
  readonly rowsPerStatement: number
  /** Makes rows, whatever their number, one parameter, so that a statement is prepared once. */
  inputTable<Column extends string>(columns: Readonly<Record<Column, InputType>>): InputTable<Column>
  /**
   * A statement that writes something for each row given, in the way that is fastest on this database. `write` builds
   * it from the row's values, and `given`, the source of the rows, stands where a condition follows:
   * `update t set a = ${v.a} ${given} t.id = ${v.id}`.
   */
  forEachRow<Column extends string>(
    columns: Readonly<Record<Column, InputType>>,
    rows: readonly Readonly<Record<Column, InputValue>>[],
    write: (v: Readonly<Record<Column, Sql>>, given: Sql) => Sql,
  ): Sql
  /**
   * A `from` clause with every row of an input table beside the rows of a table that meet a condition, found by the
   * condition's index and never by a scan of the table, whatever size the planner assumes.
   */
  besideEach(input: Sql, table: Sql, alias: string, condition: Sql): Sql
  /**
   * What has to be added to a time of the caller's clock to get the time that is stored, `now` being the caller's:
   * nothing where the database belongs to one machine, else the difference from the database server's clock, so that
   * machines whose clocks differ agree on leases.
   */
  shift(now: number): Sql
  /** True where `shift` uses a clock other than the caller's. */
  ownClock: boolean
  /** True where an update rewrites the index entries of every column it names, changed or not. */
  readonly indexesNamed: boolean
  /** Ends a `select` whose rows stay locked until the transaction ends. */
  readonly lock: Sql
  /** The same, skipping rows that another transaction has locked. */
  readonly lockFree: Sql
  /**
   * The rows of one value of an indexed column that come after an id, written so that the index on (column, id) finds
   * the place and no other index is chosen instead.
   */
  afterId(column: Sql, value: string | number, id: number): Sql
  /**
   * The rows of an index that come after a position in it, given as its columns, the last the id, and their values; in
   * descending order those before it. As ranges that the index finds at once, the nearest first.
   */
  afterPlace(place: readonly (readonly [column: Sql, value: InputValue])[], falling: boolean): readonly Sql[]
  /**
   * `in` for ids that a query selects and that are few whatever the database estimates, so that rows are found by their
   * ids. The query runs once, and may lock what it selects.
   */
  amongFew(ids: Sql): Sql
  /** Column types of the migrations. */
  readonly types: {
    readonly id: string
    readonly integer: string
    readonly text: string
    /** Text that is compared and sorted by its code points. */
    readonly key: string
    /** Bytes of any kind. */
    readonly bytes: string
  }
  /** A value of a column of bytes, as the database's driver gives it. */
  bytesOf(value: unknown): Buffer
  /**
   * Statements that take a lock until the transaction ends: of transactions that name the same thing, one runs alone or
   * any number of `shared` ones at once. Empty where a transaction that writes is alone anyway.
   */
  takeTurns(thing: string, turn: 'shared' | 'alone'): readonly Sql[]
  /**
   * A query of the transactions (`writer`) that may have written to a table and are not over, with whose ids readers
   * have to wait; undefined where rows are seen in the order of their ids.
   */
  writersOf(table: string): Sql | undefined
  /** Keeps other processes from migrating until the transaction ends. */
  readonly migrationLock: readonly Sql[]
  /** Makes the schema where it is not there; nothing where there is none to make. */
  readonly newSchema: readonly Sql[]
  /** The database's own time, in ms since the epoch; no parameters, so that it can stand in a file. */
  readonly now: Sql
  /** An expression of what the database is called, with its version. */
  readonly server: Sql
  /**
   * A query of the rights on these tables that the connection's role does not have, a `denied` each, as
   * `insert on email_messages`.
   */
  deniedRights(tables: readonly string[]): Sql
  /** Raises the next id of a table by `count`. */
  advanceId(table: string, count: number): readonly Sql[]
}
