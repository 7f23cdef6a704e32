import type { Logger } from '@sillage/core'
import { expect } from '@sillage/core/store'
import pg from 'pg'
import { connectionString, eitherOf, nameOfPostgres } from '../option-checks.ts'

/** The part of a listening pg client that is called here. */
export interface ListeningClient {
  /** Runs `LISTEN` and `NOTIFY`. */
  query(query: { text: string; values?: unknown[] }): Promise<unknown>
  /** Receives notices, and when the connection breaks. */
  on(event: 'notification', listener: (notice: { channel: string; payload?: string | undefined }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
}

/** The part of a pool that lends one. */
export interface ListeningPool {
  /** Lends a connection; the bus keeps it for as long as it listens, then has it destroyed. */
  connect(): Promise<ListeningClient & { release(discard: boolean): void }>
}

/** Options of `postgresBus`: exactly one of `connectionString` and `pool`; anything else is `invalid_option`. */
export interface PostgresBusOptions {
  /**
   * Where the server is, as a `postgres://` URL. It must lead to PostgreSQL itself, or to a pooler in session mode;
   * `start()` finds out.
   */
  connectionString?: string | undefined
  /**
   * The host's own pool of `pg`; one connection of it is kept for listening, and a second one taken for a moment
   * whenever the first is made.
   */
  pool?: ListeningPool | undefined
  /** Installations on the same database that must not hear each other have channels of their own. @default 'sillage' */
  channel?: string | undefined
  /** Told when a broken connection cannot be made again, or no longer receives, once until it does. @default none */
  logger?: Logger | undefined
}

/** A connection of the bus's own, and how it is released. */
export interface Line {
  client: ListeningClient
  end(): void
}

export interface CheckedBusOptions {
  channel: string
  logger: Logger | undefined
  connect(): Promise<Line>
}

const checks: expect.Checks<PostgresBusOptions> = {
  connectionString,
  pool: expect.functions('connect'),
  channel: nameOfPostgres,
  logger: expect.functions('debug', 'info', 'warn', 'error'),
}
const CONNECT_MS = 5_000

/** Checks the options and returns how to get a connection. Throws `invalid_option`. */
export function checkBusOptions(options: PostgresBusOptions): CheckedBusOptions {
  const { connectionString, pool, channel = 'sillage', logger } = expect.checkOptions('postgresBus', options, checks)
  eitherOf(connectionString, pool)
  return { channel, logger, connect: () => (pool === undefined ? own(connectionString) : fromPool(pool)) }
}

async function own(connectionString: string | undefined): Promise<Line> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'sillage bus',
    keepAlive: true,
  })
  // A connection that breaks before there is a listener must not end the process.
  client.on('error', () => undefined)
  await client.connect()
  return { client, end: () => void client.end().catch(() => undefined) }
}

async function fromPool(pool: ListeningPool): Promise<Line> {
  const client = await pool.connect()
  // Destroyed rather than given back: it listens, and the next borrower does not expect that.
  return { client, end: () => client.release(true) }
}
