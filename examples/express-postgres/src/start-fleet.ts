import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { embeddedPostgres } from './embedded-postgres.ts'
import { type FleetOrder, MOUNT } from './installation.ts'
import type { WebReady } from './web.ts'

export interface FleetOptions extends Omit<FleetOrder, 'database' | 'inboxFile'> {
  /** A `postgres://` URL; absent: a PostgreSQL of the demo's own. */
  database?: string | undefined
  /** Where that one and the inbox keep their data. */
  folder: string
  senders: number
}

export interface Fleet {
  url: string
  apiUrl: string
  seeded: WebReady['seeded']
  /** How many messages each sender had sent when it stopped. */
  stop(): Promise<number[]>
}

const STOP_MS = 15_000

/**
 * Starts PostgreSQL where none is given, one web process and the senders. Rejects when one of them ends before it
 * works.
 */
export async function startFleet({ folder, senders, ...options }: FleetOptions): Promise<Fleet> {
  const own = options.database === undefined ? await embeddedPostgres(folder) : undefined
  const database = options.database ?? own?.url ?? ''
  const children: ChildProcess[] = []
  const sent = new Map<ChildProcess, number>()

  async function start<T>(file: string, order: FleetOrder): Promise<T> {
    const child = fork(new URL(file, import.meta.url), {
      execArgv: ['--conditions=sillage-source', '--disable-warning=ExperimentalWarning'],
      env: { ...process.env, FLEET: JSON.stringify(order) },
    })
    children.push(child)
    return new Promise((resolve, reject) => {
      child.once('message', (told) => resolve(told as T))
      child.once('exit', (code) => reject(new Error(`${file} ended with code ${code} before it was ready`)))
    })
  }

  async function stop(): Promise<number[]> {
    // Senders first, so that their last reports are still received.
    for (const child of children.toReversed()) {
      child.on('message', (told: { sent: number }) => sent.set(child, told.sent))
      await ended(child)
    }
    await own?.stop()
    return [...sent.values()]
  }

  try {
    const order = { ...options, database, inboxFile: join(folder, 'inbox.sqlite') }
    const { smtpUrl, seeded } = await start<WebReady>('./web.ts', order)
    await Promise.all(Array.from({ length: senders }, () => start('./sender.ts', { ...order, smtpUrl })))
    return { url: options.url, apiUrl: options.url + MOUNT, seeded, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    child.once('exit', () => {
      clearTimeout(impatient)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
