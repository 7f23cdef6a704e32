import { SillageError } from '@sillage/core/store'
import pg from 'pg'

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
  /** Where the server is, as a `postgres://` URL. It must lead to PostgreSQL itself, or to a pooler in session mode. */
  connectionString?: string
  /** The host's own pool of `pg`; one connection of it is kept for listening. */
  pool?: ListeningPool
  /**
   * Installations on the same database that must not receive each other's notices have channels of their own. @default
   * 'sillage'
   */
  channel?: string
}

/** A connection of the bus's own, and how it is released. */
export interface Line {
  client: ListeningClient
  end(): void
}

export interface CheckedBusOptions {
  channel: string
  connect(): Promise<Line>
}

const known = ['connectionString', 'pool', 'channel']
const CONNECT_MS = 5_000

/** Checks the options and returns how to get a connection. Throws `invalid_option`. */
export function checkBusOptions(options: PostgresBusOptions): CheckedBusOptions {
  const { connectionString, pool, channel = 'sillage' } = options
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) throw invalid(`postgresBus: unknown option ${unknown}`, unknown)
  if ((connectionString === undefined) === (pool === undefined))
    throw invalid('postgresBus: expected either connectionString or pool, got both or neither', 'connectionString')
  if (typeof channel !== 'string' || channel === '' || Buffer.byteLength(channel) > 63)
    throw invalid(
      `postgresBus: expected channel to be a name of 1 to 63 bytes, got ${JSON.stringify(channel)}`,
      'channel',
    )
  if (pool !== undefined) {
    if (typeof pool.connect !== 'function') throw invalid('postgresBus: expected pool to be a pool of pg', 'pool')
    return { channel, connect: () => fromPool(pool) }
  }
  if (typeof connectionString !== 'string' || !/^postgres(ql)?:\/\//.test(connectionString))
    throw invalid('postgresBus: expected connectionString to begin with postgres://', 'connectionString')
  return { channel, connect: () => own(connectionString) }
}

async function own(connectionString: string): Promise<Line> {
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

const invalid = (message: string, field: string) => new SillageError('invalid_option', message, { field })
