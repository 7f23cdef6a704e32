import type { SqlDialect } from '@sillage/store-kysely'
import {
  DummyDriver,
  type Dialect as KyselyDialect,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { sqliteStatements } from './sqlite-statements.ts'

const kysely: KyselyDialect = {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
}

/** SQLite's part of the query builder beside its statements; the thread that writes loads those alone. */
export const sqliteDialect: SqlDialect = { ...sqliteStatements, kysely }
