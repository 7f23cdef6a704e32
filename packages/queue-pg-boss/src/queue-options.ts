import { SillageError } from '@sillage/core'
import type { ConstructorOptions } from 'pg-boss'

/**
 * The part of `pg`'s Pool that is called here. It needs no connection for itself beyond a statement's time, and
 * stays open when the queue stops.
 */
export interface QueuePool {
  /** Runs one statement with numbered parameters (`$1`). */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/**
 * Options of `pgBossQueue`: exactly one of `connectionString` and `pool`; anything else, and a key that is not here, is
 * `invalid_option`. All processes of a fleet are given the same `schema`, `name` and `slots`. pg-boss keeps tables of
 * its own in that schema and touches none of the library's.
 */
export interface PgBossQueueOptions {
  /** Where the server is, as a `postgres://` URL; pg-boss makes a pool of its own. */
  connectionString?: string
  /** The host's own pool of `pg`; it stays open. */
  pool?: QueuePool
  /** The schema of pg-boss's tables, made on first start. @default 'pgboss' */
  schema?: string
  /** Name of the queue. @default 'sillage' */
  name?: string
  /** Processes that may send one campaign at once; each takes one slot of it. @default 4 */
  slots?: number
  /** Campaigns that one process sends at once. @default 10 */
  campaigns?: number
}

export interface CheckedOptions {
  name: string
  slots: number
  campaigns: number
  boss: ConstructorOptions
}

const known = ['connectionString', 'pool', 'schema', 'name', 'slots', 'campaigns']
/** How often pg-boss checks for dead workers. */
const SUPERVISE_SECONDS = 5

/** Checks the options. Throws `invalid_option`. */
export function checkOptions(options: PgBossQueueOptions): CheckedOptions {
  const { connectionString, pool, schema = 'pgboss', name = 'sillage', slots = 4, campaigns = 10 } = options
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) throw invalid(unknown, `unknown option; known are ${known.join(', ')}`)
  if ((connectionString === undefined) === (pool === undefined))
    throw invalid('connectionString', 'expected either connectionString or pool, got both or neither')
  if (pool !== undefined && typeof pool.query !== 'function')
    throw invalid('pool', 'expected a pool of pg, got one without query')
  if (connectionString !== undefined && !/^postgres(ql)?:\/\//.test(connectionString))
    throw invalid('connectionString', 'expected a URL that begins with postgres://')
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,49}$/.test(schema))
    throw invalid(
      'schema',
      `expected a name of up to 50 letters, digits and underscores, got ${JSON.stringify(schema)}`,
    )
  if (!/^[\w.-]{1,100}$/.test(name))
    throw invalid('name', `expected up to 100 letters, digits, dots and hyphens, got ${JSON.stringify(name)}`)
  for (const [field, value] of Object.entries({ slots, campaigns }))
    if (!Number.isInteger(value) || value < 1 || value > 1000)
      throw invalid(field, `expected a whole number from 1 to 1000, got ${value}`)
  const connection =
    pool === undefined
      ? { connectionString: connectionString as string, max: 4, application_name: 'sillage queue' }
      : { db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) } }
  const supervision = { superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS }
  return { name, slots, campaigns, boss: { ...connection, ...supervision, schema, schedule: false } }
}

const invalid = (field: string, message: string) =>
  new SillageError('invalid_option', `pgBossQueue: ${field}: ${message}`, { field })
