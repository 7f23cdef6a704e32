import { randomBytes } from 'node:crypto'
import type { Store } from '@sillage/core/store'
import { tableNames } from '@sillage/store-kysely'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { postgresStore } from '../src/index.ts'
// Declares what the global setup provides.
import type {} from './global-setup.ts'

/** The URL of the run's server. */
async function serverUrl(): Promise<string> {
  const response = await fetch(inject('postgresStarter'))
  if (!response.ok) throw new Error(await response.text())
  return await response.text()
}

/** A pool on the run's server, and schemas of the test's own that are dropped with it. */
export interface TestDatabase {
  url: string
  pool: pg.Pool
  /** A name that is not in use; dropped by `close` if it was made. */
  schema(): string
  close(): Promise<void>
}

/**
 * `own`: a database of its own, for what reads the catalogue of a whole one: schemas that other tests drop meanwhile
 * make such a read fail.
 */
export async function testDatabase({ own = false } = {}): Promise<TestDatabase> {
  const server = await serverUrl()
  const name = `sillage_test_${randomBytes(6).toString('hex')}`
  if (own) await onServer(server, `create database ${name}`)
  const url = own ? Object.assign(new URL(server), { pathname: `/${name}` }).href : server
  const pool = new pg.Pool({ connectionString: url, max: 20 })
  // A pool's end does not wait for its connections: one may yet receive that its database was dropped.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const schemas: string[] = []
  return {
    url,
    pool,
    schema() {
      const name = `sillage_test_${randomBytes(6).toString('hex')}`
      schemas.push(name)
      return name
    },
    async close() {
      for (const schema of schemas) await pool.query(`drop schema if exists "${schema}" cascade`)
      await pool.end()
      if (own) await drop(server, name)
    },
  }
}

/** A store for each test of a file: on one schema, which is migrated once and emptied before each of them. */
export interface EmptiedStores {
  readonly pool: pg.Pool
  readonly schema: string
  open(): Promise<Store>
  /** Another store on what the last one left. */
  reopen(): Promise<Store>
}

export function emptiedStores(): EmptiedStores {
  let database: TestDatabase
  let schema: string
  beforeAll(async () => {
    database = await testDatabase()
    schema = database.schema()
    await postgresStore({ pool: database.pool, schema }).migrate()
  }, 60_000)
  afterAll(() => database.close())
  const reopen = async () => postgresStore({ pool: database.pool, schema })
  return {
    get pool() {
      return database.pool
    },
    get schema() {
      return schema
    },
    async open() {
      await empty(database.pool, schema)
      return await reopen()
    },
    reopen,
  }
}

/**
 * Empties the tables of a migrated schema: rows are deleted, with references unchecked, in 4 ms where `truncate`
 * makes all files anew in 110. Ids continue to rise.
 */
async function empty(pool: pg.Pool, schema: string): Promise<void> {
  const tables = tableNames.filter((name) => name !== 'email_migrations')
  await pool.query(`begin; set local session_replication_role = replica;
    ${tables.map((name) => `delete from "${schema}".${name};`).join(' ')} commit`)
}

/** Once its connections are closed: a pool's end does not wait for them, and one that is cut fails the run. */
async function drop(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const open = 'select 1 from pg_stat_activity where datname = $1'
  for (let tries = 0; tries < 5_000 && (await client.query(open, [name])).rows.length > 0; tries += 1);
  await client.query(`drop database ${name} with (force)`)
  await client.end()
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
