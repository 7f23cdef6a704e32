import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sillageFastify } from '@sillage/adapter-fastify'
import { createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify from 'fastify'
import { answerOf } from '../answer-of.ts'
import { html, person, subject } from '../send/mail.ts'
import type { Arrival } from './clients.ts'

const CONNECTIONS = 20
const now = () => performance.timeOrigin + performance.now()

export interface LiveRun {
  rate: number
  cpuMicros: number
  /** Milliseconds from a frame being made to its arrival, for each socket. */
  frames: number[]
  /**
   * Milliseconds from a message being sent to a page showing a figure that counts it; one message in ten, for each
   * socket.
   */
  messages: number[]
}

/** Sends `count` messages at full speed while `sockets` pages watch. */
export async function oneRun({
  smtpPort,
  count,
  sockets,
}: Record<'smtpPort' | 'count' | 'sockets', number>): Promise<LiveRun> {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-bench-'))
  const sillage = createSillage({
    store: sqliteStore({ filename: join(folder, 'bench.db') }),
    transport: smtpTransport({ host: '127.0.0.1', port: smtpPort, maxConnections: CONNECTIONS, ignoreTLS: true }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
    sending: { concurrency: CONNECTIONS },
  })
  await sillage.migrate()
  await sillage.start()
  const app = Fastify()
  await app.register(sillageFastify, { prefix: '/mail', sillage, authorize: () => true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const recipients = Array.from({ length: count }, (_, n) => person(n))
  const { id } = await sillage.campaigns.create({ name: 'Bench', subject, html, recipients, start: false })

  const address = `${url.replace('http', 'ws')}/mail/api/live?campaign=${id}`
  const clients =
    sockets === 0
      ? undefined
      : fork(new URL('clients.ts', import.meta.url), [address, String(sockets)], { execArgv: process.execArgv })
  if (clients !== undefined) await answerOf(clients)

  const sentAt: number[] = []
  const madeAt = new Map<number, number>()
  sillage.on('message.sent', () => void sentAt.push(now()))
  sillage.live.on('campaign_progress', ({ sent }) => void madeAt.set(sent, madeAt.get(sent) ?? now()))
  const done = new Promise<void>((resolve) => sillage.live.on('campaign_complete', () => resolve()))
  const cpu = process.cpuUsage()
  const start = performance.now()
  await sillage.campaigns.start(id)
  await done
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const { sent } = await sillage.campaigns.get(id)
  if (sent !== count) throw new Error(`${sent} of ${count} were sent`)

  let arrivals: Arrival[] = []
  if (clients !== undefined) {
    clients.send('tell')
    arrivals = await answerOf<Arrival[]>(clients)
    const heard = new Set(arrivals.map(({ socket }) => socket)).size
    if (heard !== sockets) throw new Error(`${heard} of ${sockets} sockets heard of progress`)
    clients.disconnect()
    await once(clients, 'exit')
  }
  await app.close()
  await sillage.close()
  rmSync(folder, { recursive: true })
  return { rate: (count / ms) * 1_000, cpuMicros: (user + system) / count, ...latencies(arrivals, { sentAt, madeAt }) }
}

function latencies(
  arrivals: readonly Arrival[],
  { sentAt, madeAt }: { sentAt: readonly number[]; madeAt: ReadonlyMap<number, number> },
): Pick<LiveRun, 'frames' | 'messages'> {
  const frames: number[] = []
  const messages: number[] = []
  const shown = new Map<number, number>()
  for (const { socket, sent, at } of arrivals) {
    const made = madeAt.get(sent)
    if (made !== undefined) frames.push(at - made)
    for (let n = shown.get(socket) ?? 0; n < sent; n += 10) messages.push(at - (sentAt[n] ?? at))
    shown.set(socket, Math.max(sent, shown.get(socket) ?? 0))
  }
  return { frames, messages }
}
