import { type ChildProcess, fork } from 'node:child_process'
import { type CampaignInput, createSillage, type Sillage } from '@sillage/core'
import { type FaultySmtpServer, faultySmtpServer, type SmtpScript } from '@sillage/core/testing'
import { bundleProcess } from '../../../../scripts/bundle-process.ts'
import { postgresBus, postgresStore } from '../../src/index.ts'
import type { SenderOrder } from './sender-process.ts'

export interface FleetSender {
  child: ChildProcess
  /** What this process had sent by its last report. */
  sent: number
  /** When its messages may leave, for each of its reservations. */
  slots: number[][]
  /** Resolves when it works. */
  ready: Promise<void>
  /** Ends it as a lost machine ends: without a report. */
  kill(): Promise<void>
}

/** A web process (this one), sender processes, and a mail server that all of them send to. */
export interface Fleet {
  web: Sillage
  smtp: FaultySmtpServer
  sender(more?: Partial<SenderOrder>): FleetSender
  /** A campaign to r0@… and so on. */
  campaign(messages: number, more?: Pick<CampaignInput, 'delayMs' | 'limits' | 'scheduledAt'>): Promise<string>
  /** Resolves when the campaign is completed, by the live feed of the web process. */
  completed(id: string): Promise<void>
  close(): Promise<void>
}

export async function startFleet(
  { url, schema }: { url: string; schema: string },
  { script }: { script?: SmtpScript } = {},
): Promise<Fleet> {
  const program = await bundleProcess(new URL('./sender-process.ts', import.meta.url))
  const smtp = await faultySmtpServer({ keepContent: false, ...(script && { script }) })
  const web = createSillage({
    store: postgresStore({ connectionString: url, schema, patienceMs: 15_000 }),
    bus: postgresBus({ connectionString: url, channel: schema }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'News <news@example.com>',
  })
  await web.migrate()
  await web.start({ send: false })
  const completed = new Set<string>()
  const waiting = new Map<string, () => void>()
  web.live.on('campaign_complete', ({ campaignId }) => {
    completed.add(campaignId)
    waiting.get(campaignId)?.()
  })
  const senders = new Set<FleetSender>()

  return {
    web,
    smtp,
    sender(more) {
      const order: SenderOrder = { url, schema, smtpPort: smtp.port, concurrency: 5, leaseMs: 1_500, ...more }
      const child = fork(program, [JSON.stringify(order)], { execArgv: [] })
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const sender: FleetSender = {
        child,
        sent: 0,
        slots: [],
        ready: new Promise((resolve) => child.once('message', () => resolve())),
        async kill() {
          senders.delete(sender)
          child.kill('SIGKILL')
          await gone
        },
      }
      child.on('message', (told: { sent: number; slots: number[][] }) => {
        sender.sent = told.sent
        sender.slots.push(...told.slots)
      })
      senders.add(sender)
      return sender
    },
    async campaign(messages, more) {
      const recipients = Array.from({ length: messages }, (_, n) => ({ email: `r${n}@example.org` }))
      const content = { name: 'Fleet', subject: 'Hi', html: '<p>Hi</p>' }
      return (await web.campaigns.create({ ...content, recipients, ...more })).id
    },
    completed: (id) =>
      completed.has(id) ? Promise.resolve() : new Promise((resolve) => waiting.set(id, () => resolve())),
    async close() {
      await Promise.all([...senders].map((sender) => sender.kill()))
      await web.close()
      await smtp.close()
    },
  }
}

/** What became of each recipient: by the store, and by the mail server. */
export async function outcome({ web, smtp }: Fleet, id: string) {
  const delivered = new Map<string, number>()
  for (const { to } of smtp.received) delivered.set(to, (delivered.get(to) ?? 0) + 1)
  const wrong: string[] = []
  for await (const { email, status } of web.messages.list({ campaignId: id, limit: 200 })) {
    const times = delivered.get(email) ?? 0
    const right = status === 'sent' ? times === 1 : status === 'unknown' && times <= 1
    if (!right) wrong.push(`${email} is ${status} and was mailed ${times} times`)
  }
  const { total, sent, unknown } = await web.campaigns.get(id)
  return { total, sent, unknown, wrong, recount: await web.maintenance.recount(id) }
}
