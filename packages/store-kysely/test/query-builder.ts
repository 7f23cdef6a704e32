import { DummyDriver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { queryBuilder } from '../src/query-builder.ts'

/** Builds queries as for PostgreSQL, in the schema `mail`. */
export const mailBuilder = () =>
  queryBuilder({
    schema: 'mail',
    kysely: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
