// A million recipients planned from an iterable and a hundred thousand sent: the memory and time this takes.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import { answerOf } from './answer-of.ts'
import { html, person, subject } from './send/mail.ts'
import { type Bench, number, perSecond } from './table.ts'

const megabytes = () => process.memoryUsage().rss / 1024 / 1024

export const run: Bench = async ({ quick }) => {
  const planned = quick ? 10_000 : 1_000_000
  const sent = quick ? 2_000 : 100_000
  const folder = mkdtempSync(join(tmpdir(), 'sillage-bench-'))
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  const sillage = createSillage({
    store: sqliteStore({ filename: join(folder, 'bench.db') }),
    transport: smtpTransport({ host: '127.0.0.1', port, ignoreTLS: true }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
    sending: { concurrency: 40 },
  })
  await sillage.migrate()
  await sillage.start()
  // A first small campaign, so that idle means warm.
  await send(sillage, 1000)
  globalThis.gc?.()
  const idle = megabytes()
  let most = idle
  const watch = setInterval(() => {
    most = Math.max(most, megabytes())
  }, 50)

  const planStart = performance.now()
  const { id } = await sillage.campaigns.create({
    name: 'Million',
    subject,
    html,
    recipients: people(planned),
    start: false,
  })
  const planMs = performance.now() - planStart
  const { total } = await sillage.campaigns.get(id)
  if (total !== planned) throw new Error(`${total} of ${planned} were planned`)
  const afterPlan = most
  const sendMs = await send(sillage, sent)
  clearInterval(watch)
  await sillage.close()
  sink.disconnect()
  rmSync(folder, { recursive: true })
  return [
    {
      title: `${number(planned)} planned, ${number(sent)} sent, on SQLite`,
      columns: ['', 'time', 'per second', 'memory above idle'],
      rows: [
        ['planning', `${number(planMs)} ms`, number(perSecond(planned, planMs)), `${number(afterPlan - idle)} MB`],
        ['sending', `${number(sendMs)} ms`, number(perSecond(sent, sendMs)), `${number(most - idle)} MB`],
      ],
      notes: [
        `Idle: ${number(idle)} MB resident. The most of both together counts. Aim: at most 150 MB, planning within 30 s.`,
      ],
      ratios: [
        {
          what: `planning ${number(planned)} recipients`,
          ours: `${(planMs / 1000).toFixed(1)} s`,
          aim: 'at most 30 s',
        },
        { what: 'memory above idle', ours: `${number(most - idle)} MB`, aim: 'at most 150 MB' },
      ],
    },
  ]
}

function* people(count: number) {
  for (let n = 0; n < count; n += 1) yield person(n)
}

async function send(sillage: ReturnType<typeof createSillage>, count: number): Promise<number> {
  const { id } = await sillage.campaigns.create({
    name: 'Send',
    subject,
    html,
    recipients: people(count),
    start: false,
  })
  const done = new Promise<void>((resolve) => {
    const off = sillage.live.on('campaign_complete', ({ campaignId }) => {
      if (campaignId !== id) return
      off()
      resolve()
    })
  })
  const start = performance.now()
  await sillage.campaigns.start(id)
  await done
  const ms = performance.now() - start
  const { sent } = await sillage.campaigns.get(id)
  if (sent !== count) throw new Error(`${sent} of ${count} were sent`)
  return ms
}
