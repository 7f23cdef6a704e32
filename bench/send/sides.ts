import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import { createTransport } from 'nodemailer'
import { fill, html, person, subject } from './mail.ts'

/** Messages in flight, being sent or between two commits: both sides keep their connections busy. */
const inFlight = (connections: number) => Math.max(connections * 3, 20)

/** How many messages over how many connections. */
export interface Load {
  port: number
  count: number
  connections: number
}
/** One way to send: prepares the messages and returns the function that sends them all. */
export type Side = (load: Load) => Promise<{ send(): Promise<void>; close(): Promise<void> }>

const from = 'Shop <news@example.com>'
const pooled = ({ port, connections }: Load) =>
  createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: 100,
    ignoreTLS: true,
  })

/** Everything: claimed, composed, tracked, sent, every state on disk. */
const sillage =
  (makeTransport: (load: Load) => Parameters<typeof createSillage>[0]['transport']): Side =>
  async (load) => {
    const { count, connections } = load
    const folder = mkdtempSync(join(tmpdir(), 'sillage-bench-'))
    const sillage = createSillage({
      store: sqliteStore({ filename: join(folder, 'bench.db') }),
      transport: makeTransport(load),
      baseUrl: 'http://127.0.0.1:3000/mail',
      from,
      sending: { concurrency: inFlight(connections) },
    })
    await sillage.migrate()
    await sillage.start()
    const recipients = Array.from({ length: count }, (_, n) => person(n))
    const { id } = await sillage.campaigns.create({ name: 'Bench', subject, html, recipients, start: false })
    return {
      async send() {
        const done = new Promise<void>((resolve) => {
          sillage.live.on('campaign_complete', ({ campaignId }) => campaignId === id && resolve())
        })
        await sillage.campaigns.start(id)
        await done
        const { sent } = await sillage.campaigns.get(id)
        if (sent !== count) throw new Error(`${sent} of ${count} were sent`)
      },
      async close() {
        await sillage.close()
        rmSync(folder, { recursive: true })
      },
    }
  }

/** A program without a library: nodemailer's pool and a loop that keeps it busy. Nothing is tracked or stored. */
const plain: Side = async (load) => {
  const { count, connections } = load
  const transporter = pooled(load)
  return {
    async send() {
      let next = 0
      const feed = async () => {
        while (next < count) {
          const data = person(next++)
          await transporter.sendMail({ from, to: data.email, subject: fill(subject, data), html: fill(html, data) })
        }
      }
      await Promise.all(Array.from({ length: inFlight(connections) }, feed))
    },
    async close() {
      transporter.close()
    },
  }
}

export const sides: Readonly<Record<string, Side>> = {
  'nodemailer, pooled sendMail': plain,
  'sillage, smtpTransport': sillage(({ port, connections }) =>
    smtpTransport({ host: '127.0.0.1', port, maxConnections: connections, ignoreTLS: true }),
  ),
  'sillage, Transporter': sillage(pooled),
}
