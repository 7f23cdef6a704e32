import { randomBytes } from 'node:crypto'
import { SillageError } from '@sillage/core/store'
import type { Line, ListeningClient } from './bus-options.ts'

/** How long a second connection and its notice may take. */
const PROOF_MS = 5_000

export interface Proof {
  /** Listens on the channel already. */
  client: ListeningClient
  channel: string
  /** Gets the connection that sends. */
  connect(): Promise<Line>
}

/**
 * Resolves when a connection that listens has received what another one sent. Nothing may be sent on the first one
 * meanwhile: a pooler in transaction mode lends it a connection of the server for as long as a statement takes, and
 * what arrives together with an answer proves nothing of the time between two statements.
 */
export async function proveHearing({ client, channel, connect }: Proof): Promise<void> {
  // Whatever else listens on the channel ignores what is not JSON.
  const word = `sillage ${randomBytes(8).toString('hex')}`
  const heard = new Promise<void>((resolve, reject) => {
    client.on('notification', (notice) => void (notice.channel === channel && notice.payload === word && resolve()))
    client.on('error', reject)
    client.on('end', () => reject(new Error('the connection that listens was closed')))
  })
  let connected = false
  const send = async () => {
    const other = await connect()
    connected = true
    try {
      await other.client.query({ text: 'select pg_notify($1, $2)', values: [channel, word] })
    } finally {
      other.end()
    }
  }
  let deadline: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    deadline = setTimeout(() => reject(connected ? unheard() : alone()), PROOF_MS)
  })
  try {
    await Promise.race([Promise.all([heard, send()]), late])
  } finally {
    clearTimeout(deadline)
  }
}

function unheard(): SillageError {
  return new SillageError(
    'store_unavailable',
    'PostgreSQL does not deliver live notices on this connection, as behind a pooler in transaction mode: give postgresBus a connectionString that leads to PostgreSQL itself, or to a pooler in session mode.',
  )
}

function alone(): SillageError {
  return new SillageError(
    'store_unavailable',
    'postgresBus needs a second connection for a moment when it connects, and got none: raise the max of its pool, or give it a connectionString.',
  )
}
