import { createSillage, type Sillage, smtpTransport } from '@sillage/core'
import { pgBossQueue } from '@sillage/queue-pg-boss'
import { postgresBus, postgresStore } from '@sillage/store-postgres'

/** The settings that the starter gives each of its processes, as JSON in the environment variable FLEET. */
export interface FleetOrder {
  database: string
  url: string
  port: number
  names: 'en' | 'fr'
  /** Where the inbox keeps its mails. */
  inboxFile: string
  smtpUrl?: string | undefined
  from?: string | undefined
  concurrency?: number | undefined
  leaseMs?: number | undefined
}

export const MOUNT = '/sillage'
const DEFAULT_FROM = 'Atelier du Quai <bonjour@atelier-du-quai.example>'

export function readOrder(): FleetOrder {
  if (process.env.FLEET === undefined) throw new Error('expected to be started by main.ts')
  return JSON.parse(process.env.FLEET)
}

/** The same installation in every process: one store, one bus, one queue. Only senders need a transport. */
export function installation({ database, url, ...order }: FleetOrder, { smtpUrl }: { smtpUrl?: string | undefined }) {
  const sillage: Sillage = createSillage({
    store: postgresStore({ connectionString: database }),
    bus: postgresBus({ connectionString: database }),
    transport: smtpUrl === undefined ? undefined : smtpTransport(smtpUrl),
    baseUrl: url + MOUNT,
    from: order.from ?? DEFAULT_FROM,
    privacy: { ip: 'full' },
    tracking: { readTime: true },
    sending: { concurrency: order.concurrency, leaseMs: order.leaseMs },
  })
  return { sillage, queue: pgBossQueue({ connectionString: database }) }
}

/** Calls `stop` once, when the starter requests it or is gone, and ends the process. */
export function stopWhenAsked(stop: () => Promise<void>): void {
  let stopping = false
  const once = () => {
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', once)
  process.on('disconnect', once)
  // Ctrl-C reaches all processes of a terminal; the starter decides who stops when.
  process.on('SIGINT', () => undefined)
}
