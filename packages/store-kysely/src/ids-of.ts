import type { StatementDialect } from './dialect.ts'
import type { Sql } from './sql.ts'

/** Ids given as one parameter of a template, each once, for `from`: a table `v` with a column `id`. */
export const idsOf = (dialect: StatementDialect, ids: Iterable<number>): Sql =>
  dialect.inputTable({ id: 'integer' }).of([...new Set(ids)].map((id) => ({ id })))
