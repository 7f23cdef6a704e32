/**
 * The part of the SQL store that writes statements: what a thread needs that does work beside the host's. It loads
 * neither the query builder nor the rest of the store, which takes a thread most of its start.
 *
 * @module @sillage/store-kysely/thread
 */

export { join, raw, type Sql, sql } from './sql.ts'
export { workOf } from './task.ts'
