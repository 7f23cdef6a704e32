import {
  type AliasedExpression,
  type AliasNode,
  type Expression,
  type OperationNode,
  type RawBuilder,
  sql as rawSql,
} from 'kysely'
import type { InputType, InputValue, StatementDialect } from './dialect.ts'
import { raw, type Sql, sql } from './sql.ts'

/** A part of hand-written SQL in a query of the builder. */
export function part<T>({ sql: text, parameters }: Sql): RawBuilder<T> {
  const texts = text.split('?')
  return rawSql<T>(Object.assign(texts, { raw: texts }), ...parameters)
}

/** A part of a query in hand-written SQL that becomes a `part` of that query, so that its columns are typed there. */
export const inside = (expression: Expression<unknown>): Sql => ({ sql: '?', parameters: [expression] })

/** Whether a text contains words as they are written: signs of a pattern stand for themselves. */
export const contains = (text: Expression<string>, words: string): RawBuilder<boolean> =>
  part(sql`${inside(text)} like ${`%${words.replace(/[!%_]/g, '!$&')}%`} escape '!'`)

/**
 * A word or number that stands in the text and is no parameter: an index with a condition is used only where a query
 * has the same words.
 */
export const literal = <T extends string | number>(value: T): RawBuilder<T> => rawSql.lit(value)

/** For a `select` that is inserted: without any condition, SQLite takes `on conflict` for that of a join. */
export const always: RawBuilder<boolean> = rawSql`true`

/** Rows given as a parameter, for `from`: a table `v` with these columns. */
export function given<Column extends string, Row extends Readonly<Record<Column, InputValue>>>(
  dialect: StatementDialect,
  columns: Readonly<Record<Column, InputType>>,
  rows: readonly Row[],
): AliasedExpression<Pick<Row, Column>, 'v'> {
  const table = part<Pick<Row, Column>>(dialect.inputTable(columns).of(rows))
  // An input table names itself, so that it stands in `from` as it is.
  return { expression: table, alias: 'v', toOperationNode: () => table.toOperationNode() as OperationNode as AliasNode }
}

/** Ids given as one parameter, for `in`. */
export const givenIds = (dialect: StatementDialect, ids: readonly number[]): RawBuilder<number> =>
  part(sql`(select id from ${dialect.inputTable({ id: 'integer' }).of(ids.map((id) => ({ id })))})`)

/** The same in a query that is prepared: what stands for its value there, and the value of a call. */
export function idList(dialect: StatementDialect) {
  const table = dialect.inputTable({ id: 'integer' })
  return {
    at: (place: unknown): RawBuilder<number> =>
      part({ sql: `(select id from ${table.of([]).sql})`, parameters: [place] }),
    of: (ids: readonly number[]): unknown => table.of(ids.map((id) => ({ id }))).parameters[0],
  }
}

/** A whole number as a parameter where the database could not infer its type. */
export const integer = (value: number): RawBuilder<number> => part(sql`cast(${value} as bigint)`)

/** The stored time of one that the caller's clock says, which says `now` at this moment. */
export const storedTime = (dialect: StatementDialect, time: number, now: number): RawBuilder<number> =>
  part(sql`(cast(${time} as bigint) + ${dialect.shift(now)})`)

/** The dialect's `amongFew` for a query of the builder, which writes its own parentheses. */
export function isAmongFew(
  dialect: StatementDialect,
  column: Expression<number>,
  ids: Expression<{ id: number }>,
): RawBuilder<boolean> {
  const few = dialect.amongFew(raw('?')).sql.replace('(?)', '?')
  return part({ sql: `? ${few}`, parameters: [column, ids] })
}
