// Messages per second with one, two and three sender processes on one PostgreSQL that keeps everything on disk, without
// throttle.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createSillage } from '@sillage/core'
import { postgresBus, postgresStore } from '@sillage/store-postgres'
import pg from 'pg'
import { postgresServer } from '../packages/store-postgres/test/postgres-server.ts'
import { answerOf } from './answer-of.ts'
import type { SenderOrder } from './fleet/sender.ts'
import { html, person, subject } from './send/mail.ts'
import { type Bench, number, perSecond, type Ratio, times } from './table.ts'

const CONCURRENCY = 20

export const run: Bench = async ({ quick }) => {
  const messages = quick ? 500 : 20_000
  const server = await postgresServer({ durable: true })
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  const rows: string[][] = []
  const ratios: Ratio[] = []
  let single = 0
  let stored = ''
  for (const processes of quick ? [1, 2] : [1, 2, 3]) {
    const { ms, cpu, walBytes, rowBytes } = await measure(server.url, port, processes, messages)
    const rate = perSecond(messages, ms)
    if (processes === 1) {
      single = rate
      stored = `Each message took ${number(rowBytes)} bytes of table and indexes and, from start to sent, ${number(walBytes)} bytes of write-ahead log.`
    }
    const share = (seconds: number) => `${((100 * seconds * 1000) / ms).toFixed(0)} %`
    rows.push([
      `${processes} sender ${processes === 1 ? 'process' : 'processes'}`,
      number(rate),
      `${(rate / single).toFixed(2)} ×`,
      share(cpu / processes),
    ])
    if (processes > 1)
      ratios.push({
        what: `${processes} sender processes`,
        ours: `${number(rate)}/s`,
        peer: 'one process',
        beside: `${number(single)}/s`,
        ratio: times(rate, single),
      })
  }
  sink.disconnect()
  await server.remove()
  return [
    {
      title: `${number(messages)} messages of 6 KB over SMTP, on PostgreSQL with fsync`,
      columns: ['', 'per second', 'of one', 'processor used by each'],
      rows,
      notes: [
        stored,
        `${CONCURRENCY} connections for each process. Senders, PostgreSQL and the mail server share this machine's processors.`,
      ],
      ratios,
    },
  ]
}

async function measure(url: string, smtpPort: number, processes: number, messages: number) {
  const schema = `fleet_${processes}`
  const web = createSillage({
    store: postgresStore({ connectionString: url, schema }),
    bus: postgresBus({ connectionString: url, channel: schema }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
  })
  await web.migrate()
  await web.start({ send: false })
  const order: SenderOrder = { url, schema, smtpPort, concurrency: CONCURRENCY }
  const senders: ChildProcess[] = []
  for (let n = 0; n < processes; n++) {
    const sender = fork(new URL('./fleet/sender.ts', import.meta.url), [JSON.stringify(order)], {
      execArgv: process.execArgv,
    })
    senders.push(sender)
    await answerOf(sender)
  }
  await send(web, messages / 10)
  for (const sender of senders) await processor(sender)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const wal = await figure(client, `select pg_current_wal_lsn() - '0/0'`)
  const ms = await send(web, messages)
  let cpu = 0
  for (const sender of senders) cpu += await processor(sender)
  const walBytes = ((await figure(client, `select pg_current_wal_lsn() - '0/0'`)) - wal) / messages
  const size = await figure(
    client,
    `select pg_total_relation_size('${schema}.email_messages') + pg_total_relation_size('${schema}.email_deliveries')`,
  )
  await client.end()
  for (const sender of senders) sender.disconnect()
  await Promise.all(senders.map((sender) => once(sender, 'exit')))
  await web.close()
  return { ms, cpu, walBytes, rowBytes: size / (messages * 1.1) }
}

async function figure(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query({ text: sql, rowMode: 'array' })
  return Number(rows[0]?.[0])
}

/** Seconds of processor time since the last query. */
async function processor(sender: ChildProcess): Promise<number> {
  sender.send('processor')
  return await answerOf<number>(sender)
}

/** Sends one campaign; returns the time from its start to its end. */
async function send(web: ReturnType<typeof createSillage>, count: number): Promise<number> {
  const recipients = Array.from({ length: count }, (_, n) => person(n))
  const { id } = await web.campaigns.create({ name: 'Bench', subject, html, recipients, start: false })
  const done = new Promise<void>((resolve) => {
    web.live.on('campaign_complete', ({ campaignId }) => campaignId === id && resolve())
  })
  const begun = performance.now()
  await web.campaigns.start(id)
  await done
  const ms = performance.now() - begun
  const { sent } = await web.campaigns.get(id)
  if (sent !== count) throw new Error(`${sent} of ${count} were sent`)
  return ms
}
