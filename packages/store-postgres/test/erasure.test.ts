import { tableNames } from '@sillage/store-kysely'
import { afterAll, beforeAll } from 'vitest'
import { noWordIsLeft } from '../../core/test/erasure/no-word-left.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

// Of its own: transactions of other tests would keep older versions of rows.
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ own: true })
}, 60_000)
afterAll(() => database.close())

noWordIsLeft(async () => {
  const { pool } = database
  const schema = database.schema()
  const store = postgresStore({ pool, schema })
  const places = async () => {
    const texts: Record<string, string> = {}
    for (const name of tableNames) {
      const { rows } = await pool.query(`select t::text as row from "${schema}".${name} t`)
      texts[name] = rows.map(({ row }) => row).join('\n')
    }
    return texts
  }
  /** As they are on its disk: of tables, their indexes and what is kept beside their rows. */
  const files = async () => {
    await pool.query('checkpoint')
    const { rows } = await pool.query<{ name: string; bytes: Buffer }>(
      `select r.relname as name, pg_read_binary_file(pg_relation_filepath(r.oid)) as bytes
        from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = $1 and t.relkind = 'r'
        left join pg_index i on i.indrelid in (t.oid, t.reltoastrelid)
        join pg_class r on r.oid in (t.oid, t.reltoastrelid, i.indexrelid)`,
      [schema],
    )
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]))
  }
  const afterwards = async () => {
    for (const name of tableNames) await pool.query(`vacuum full "${schema}".${name}`)
    return await files()
  }
  return { store, places, files, afterwards }
})
