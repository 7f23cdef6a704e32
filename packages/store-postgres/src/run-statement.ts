import { createHash } from 'node:crypto'
import type { Result, Sql } from '@sillage/store-kysely'

/** The part of a pg client that is called here. */
export interface PostgresClient {
  /** True where statements may be sent before those ahead of them are answered. */
  readonly pipeline?: boolean
  /** Runs a statement: plain text for transactions, else one with parameters and types of its own. */
  query(text: string): Promise<unknown>
  query(query: PostgresQuery): Promise<{ rows: unknown[]; rowCount: number | null }>
  /** Listens for a connection that breaks while nothing runs on it. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Stops listening. */
  off(event: 'error', listener: (error: Error) => void): unknown
  /** With an error, the connection is destroyed. */
  release(error?: Error): void
}

/** The part of pg's pool that is called here. */
export interface PostgresPool {
  /** Lends a connection; it is given back by `release`. */
  connect(): Promise<PostgresClient>
}

/**
 * A statement as pg takes it: parameters `$1` …, prepared under `name` where there is one, and what turns each column's
 * text into a value.
 */
export interface PostgresQuery {
  name?: string
  text: string
  values: unknown[]
  types: { getTypeParser(oid: number, format?: string): (text: string) => unknown }
}

const INT8 = 20
const INT4 = 23
const INT2 = 21
const integers = new Set([INT8, INT4, INT2])
const asText = (text: string): string => text

/**
 * Independent of the parsers the host has set for its own queries: ids, times and counters are numbers below 2^53,
 * everything else is text.
 */
const types = { getTypeParser: (oid: number) => (integers.has(oid) ? Number : asText) }

interface Prepared {
  name: string
  text: string
}
const prepared = new Map<string, Prepared>()
/** Distinct statements that stay prepared are some hundreds; a limit in case texts vary. */
const PREPARED = 2000

/**
 * Runs a statement; where `keep` is true, one whose text is the same each time stays prepared on its connection, under
 * a name made from the text.
 */
export async function runStatement(client: PostgresClient, statement: Sql, keep: boolean): Promise<Result> {
  const values = statement.parameters.map(cleaned)
  const { name, text } =
    statement.compiled === 'anew' ? { name: undefined, text: statement.sql } : preparedOf(statement.sql)
  const query = keep && name !== undefined ? { name, text, values, types } : { text, values, types }
  const { rows, rowCount } = await client.query(query)
  return { rows, changes: rowCount ?? 0 }
}

function preparedOf(sql: string): Prepared {
  const known = prepared.get(sql)
  if (known !== undefined) return known
  if (prepared.size >= PREPARED) prepared.clear()
  let number = 0
  const text = sql.replace(/\?/g, () => `$${++number}`)
  const name = `sillage_${createHash('sha1').update(text).digest('hex').slice(0, 24)}`
  const made = { name, text }
  prepared.set(sql, made)
  return made
}

/** PostgreSQL has no NUL in text; a name or User-Agent that carries one is stored without. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value
  return Array.isArray(value) ? value.map(cleaned) : value
}
