import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@sillage/core/store'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'
import Database from 'better-sqlite3'
import pg from 'pg'
import { postgresServer } from '../../packages/store-postgres/test/postgres-server.ts'

/** A database under the benchmark: the store on it, and what filling it takes. */
export interface StoreTarget {
  name: string
  store: Store
  /** Where another process opens it. */
  place: { filename: string } | { connectionString: string }
  run(sql: string): Promise<void>
  count(table: string): Promise<number>
  first(sql: string): Promise<{ value: string | number | null; tie?: string | number | null; id: number | string }>
  table(name: string): string
  /** A `from` item with whole numbers in a column `i`. */
  series(from: number, to: number): string
  /** The n-th of these texts, n being SQL. */
  pick(texts: readonly string[], n: string): string
  /** Drops a table's secondary indexes; returns the function that builds them again. */
  dropIndexes(table: string): Promise<() => Promise<void>>
  bytes(): Promise<number>
  /** Leaves the database as it would be after hours of work: statistics taken, nothing waiting to be written. */
  settle(): Promise<void>
  close(): Promise<void>
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ')

export async function sqliteTarget(): Promise<StoreTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-bench-'))
  const filename = join(folder, 'bench.db')
  const store = sqliteStore({ filename })
  await store.migrate()
  const database = new Database(filename)
  // Only for filling: what is measured runs on the store's own handle, with its own settings.
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  database.pragma('ignore_check_constraints = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('cache_size = -400000')
  return {
    name: 'SQLite',
    store,
    place: { filename },
    async run(sql) {
      database.exec(sql)
    },
    async count(table) {
      return database.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0
    },
    async first(sql) {
      const row = database.prepare<[], { value: string | number | null; id: number }>(sql).get()
      if (row === undefined) throw new Error('expected a row')
      return row
    },
    table: (name) => name,
    series: (from, to) =>
      `(with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to}) select i from n) series`,
    pick: (texts, n) => `json_extract('${JSON.stringify(texts)}', '$[' || (${n}) || ']')`,
    async dropIndexes(table) {
      const indexes = database
        .prepare<[string], { name: string; sql: string }>(
          `select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`,
        )
        .all(table)
      for (const { name } of indexes) database.exec(`drop index ${name}`)
      return async () => {
        for (const { sql } of indexes) database.exec(sql)
      }
    },
    async bytes() {
      database.pragma('wal_checkpoint(TRUNCATE)')
      return (await stat(filename)).size
    },
    async settle() {
      database.pragma('wal_checkpoint(TRUNCATE)')
    },
    async close() {
      await store.close()
      database.close()
      await rm(folder, { recursive: true })
    },
  }
}

export async function postgresTarget(): Promise<StoreTarget> {
  const server = await postgresServer({ durable: true, settings: ['shared_buffers=1GB', 'max_wal_size=8GB'] })
  // Only for filling, on this pool: neither triggers of foreign keys nor a wait for the disk.
  const options = '-c session_replication_role=replica -c synchronous_commit=off'
  const pool = new pg.Pool({ connectionString: server.url, options })
  // An ended pool's connections may still be there when the server goes.
  pool.on('error', () => undefined)
  const store = postgresStore({ connectionString: server.url })
  await store.migrate()
  return {
    name: 'PostgreSQL',
    store,
    place: { connectionString: server.url },
    async run(sql) {
      await pool.query(sql)
    },
    async count(table) {
      const { rows } = await pool.query<{ count: string }>(`select count(*) from ${table}`)
      return Number(rows[0]?.count)
    },
    async first(sql) {
      const { rows } = await pool.query<{ value: string | number | null; id: string }>(sql)
      const row = rows[0]
      if (row === undefined) throw new Error('expected a row')
      return row
    },
    table: (name) => name,
    series: (from, to) => `(select cast(i as bigint) as i from generate_series(${from}, ${to}) as n(i)) series`,
    pick: (texts, n) => `(array[${quoted(texts)}])[1 + ${n}]`,
    async dropIndexes(table) {
      const { rows } = await pool.query<{ indexname: string; indexdef: string }>(
        `select indexname, indexdef from pg_indexes where tablename = $1 and indexname not like '%pkey'`,
        [table],
      )
      for (const { indexname } of rows) await pool.query(`drop index ${indexname}`)
      return async () => {
        const client = await pool.connect()
        await client.query(`set maintenance_work_mem = '1GB'`)
        for (const { indexdef } of rows) await client.query(indexdef)
        client.release(true)
      }
    },
    async bytes() {
      const { rows } = await pool.query<{ bytes: string }>(
        `select sum(pg_total_relation_size(relation)) as bytes
          from unnest(array['email_messages', 'email_deliveries', 'email_tracking_events']::regclass[]) relation`,
      )
      return Number(rows[0]?.bytes)
    },
    async settle() {
      await pool.query('vacuum analyze')
      await pool.query('checkpoint')
    },
    async close() {
      await store.close()
      await pool.end()
      await server.remove()
    },
  }
}
