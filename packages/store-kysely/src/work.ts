import type { EventGroup, JudgeRules } from '@sillage/core/store'
import type { Sql } from './sql.ts'

/** A query of the builder, as Kysely has it. */
export interface Query<Row> {
  /** Its text and parameters; called when the statement is yielded. */
  compile(): Pick<Sql, 'sql' | 'parameters'>
  /** Never called: the compiler knows the rows from it, of which `compile` says nothing. */
  execute(): Promise<Row[]>
}

/** A query that was compiled before, with the values of this call. */
export interface PreparedQuery<Row> extends Sql {
  /** Never there: it keeps the type of the rows. */
  readonly row?: Row
}

/** What can be run. Rows of a query have the type of what it selects; those of a template are typed by its caller. */
export type Statement<Row = unknown> = Query<Row> | PreparedQuery<Row> | Sql

/** A statement as the engine takes it. */
function sqlOf(statement: Statement): Sql {
  if (!('compile' in statement)) return statement
  const { sql, parameters } = statement.compile()
  return { sql, parameters, compiled: 'anew' }
}

/** What a statement returned: its rows, and how many rows it changed. */
export interface Result {
  readonly rows: readonly unknown[]
  readonly changes: number
}

/**
 * Database work: it yields statements and is given their results. Written once, its statements run in a thread on
 * SQLite and over the network on PostgreSQL. Each round costs a wait, so independent statements go together.
 */
export type Work<T> = Generator<Round, T, readonly Result[]>

/**
 * Statements that are run in their order. After the `last` ones the work yields nothing more, so that a commit may go
 * with them.
 */
export type Round = readonly Sql[] & { readonly last?: true }

/** Runs statements in one round; their results in the same order. */
export function* batch(statements: readonly Statement[]): Work<readonly Result[]> {
  return statements.length === 0 ? [] : yield statements.map(sqlOf)
}

/** The same for the last statements of some work. */
export function* finalBatch(statements: readonly Statement[]): Work<readonly Result[]> {
  return statements.length === 0 ? [] : yield Object.assign(statements.map(sqlOf), { last: true } as const)
}

/** The same for statements with names; one that is false is left out, and has no result. */
export function* named<Name extends string>(
  statements: Readonly<Record<Name, Sql | false>>,
): Work<Partial<Record<Name, Result>>> {
  const asked = (Object.entries(statements) as [Name, Sql | false][]).flatMap(([name, statement]) =>
    statement === false ? [] : [{ name, statement }],
  )
  const results = yield* batch(asked.map(({ statement }) => statement))
  return Object.fromEntries(asked.map(({ name }, index) => [name, results[index]])) as Partial<Record<Name, Result>>
}

/** The rows of a result. The type is what its statement selects. */
export const rowsOf = <Row>(result: Result | undefined): Row[] => (result?.rows ?? []) as Row[]

/** All rows of a statement. */
export function* rows<Row>(statement: Statement<Row>): Work<Row[]> {
  const [result] = yield [sqlOf(statement)]
  return rowsOf(result)
}

/** The first row, or undefined. */
export function* first<Row>(statement: Statement<Row>): Work<Row | undefined> {
  const [row] = yield* rows<Row>(statement)
  return row
}

/** How many rows a statement changed. */
export function* change(statement: Statement): Work<number> {
  const [result] = yield [sqlOf(statement)]
  return result?.changes ?? 0
}

/** A serialisable task, so that an engine may do all of it in another thread: storing a group of hits. */
export interface Task {
  group: EventGroup
  rules: JudgeRules
}

/** Hints that an engine may use or ignore. */
export interface WriteOptions {
  /**
   * The same work as data: an engine whose database is in another thread may send it there, which saves a round trip
   * for each of its statements.
   */
  task?: Task | undefined
  /**
   * True where the work is idempotent, so that a lost answer does no harm: its commit may go with its last statements.
   */
  repeatable?: boolean
  /** True where it may take minutes. It stores neither events nor facts: their readers would pass over what is so late. */
  long?: boolean
}

/** Runs work. */
export interface Engine {
  /**
   * Runs work in one transaction and returns its answer once that is durable. After a conflict with another transaction
   * it is done again from the start, so `work` must begin anew on each call. SillageError `store_unavailable` when it
   * cannot be done within the engine's time limit.
   */
  write<T>(work: () => Work<T>, options?: WriteOptions): Promise<T>
  /** Runs work that only reads; each statement sees what was committed before it. */
  read<T>(work: () => Work<T>): Promise<T>
  /**
   * The same for work that may read many rows: an engine that reads on the caller's thread does this on another, where
   * the database has one.
   */
  browse<T>(work: () => Work<T>): Promise<T>
  /**
   * Takes off the disk what was overwritten and removed before this call, where the database keeps older versions of
   * its pages and an engine can end that; false where somebody still reads these: then it is done later, by itself.
   */
  forget?(): Promise<boolean>
  /** Waits for running work, then closes what the engine opened. */
  close(): Promise<void>
}
