import { expect } from '@sillage/core/store'
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
  connectionString?: string | undefined
  /** The host's own pool of `pg`; it stays open. */
  pool?: QueuePool | undefined
  /** The schema of pg-boss's tables, made on first start. @default 'pgboss' */
  schema?: string | undefined
  /** Name of the queue. @default 'sillage' */
  name?: string | undefined
  /** Processes that may send one campaign at once; each takes one slot of it. @default 4 */
  slots?: number | undefined
  /** Campaigns that one process sends at once. @default 10 */
  campaigns?: number | undefined
}

export interface CheckedOptions {
  name: string
  slots: number
  campaigns: number
  boss: ConstructorOptions
}

const checks: expect.Checks<PgBossQueueOptions> = {
  connectionString: expect.secretText('a URL that begins with postgres://', (url) => /^postgres(ql)?:\/\//.test(url)),
  pool: expect.functions('query'),
  schema: expect.text('a name of up to 50 letters, digits and underscores', (name) =>
    /^[A-Za-z_][A-Za-z0-9_]{0,49}$/.test(name),
  ),
  name: expect.text('up to 100 letters, digits, dots and hyphens', (name) => /^[\w.-]{1,100}$/.test(name)),
  slots: expect.whole(1, 1_000),
  campaigns: expect.whole(1, 1_000),
}
/** How often dead workers are looked for. */
const SUPERVISE_SECONDS = 5

/** Checks what was given. Throws `invalid_option`. */
export function checkQueueOptions(options: PgBossQueueOptions): CheckedOptions {
  const given = expect.checkOptions('pgBossQueue', options, checks)
  const { connectionString, pool, schema = 'pgboss', name = 'sillage', slots = 4, campaigns = 10 } = given
  if ((connectionString === undefined) === (pool === undefined))
    expect.refuse('connectionString', 'either connectionString or pool', pool === undefined ? 'neither' : 'both')
  const connection =
    pool === undefined
      ? { connectionString: connectionString as string, max: 4, application_name: 'sillage queue' }
      : { db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) } }
  const supervision = { superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS }
  return { name, slots, campaigns, boss: { ...connection, ...supervision, schema, schedule: false } }
}
