// Full sends per second: Sillage with every state on disk, against nodemailer's pool with none.
import { fork } from 'node:child_process'
import { answerOf } from './answer-of.ts'
import { connections, sides } from './send/sides.ts'
import { type Bench, number, perSecond, times } from './table.ts'

interface Round {
  rate: number
  cpuMicros: number
}

export const run: Bench = async ({ quick }) => {
  const count = quick ? 1_000 : 20_000
  const rounds = quick ? 1 : 3
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  const results = new Map<string, Round[]>(Object.keys(sides).map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      // The first round warms up.
      const result = await measure(side, port, round === 0 ? count / 4 : count)
      if (round > 0) results.get(name)?.push(result)
    }
  }
  sink.disconnect()

  const medians = [...results].map(([name, all]) => ({ name, ...median(all) }))
  const [nodemailer, ...ours] = medians
  const base = nodemailer?.rate ?? 1
  return [
    {
      title: `Sending ${number(count)} personalised mails of 6 KB over ${connections} connections`,
      columns: ['', 'mails/s', 'ratio', 'CPU per mail'],
      rows: medians.map(({ name, rate, cpuMicros }) => [
        name,
        number(rate),
        `${(rate / base).toFixed(2)} ×`,
        `${number(cpuMicros)} µs`,
      ]),
      notes: [
        `Median of ${rounds}, in turn. Sillage: claimed, composed, links and pixel tracked, throttle open, states on SQLite with synchronous = FULL.`,
        'nodemailer: the same mail without tracking, nothing stored. The server is a process of its own. Aim: 2 ×.',
      ],
      ratios: ours.map(({ name, rate }) => ({
        what: `mails sent (${name})`,
        ours: `${number(rate)}/s`,
        peer: nodemailer?.name ?? '',
        beside: `${number(base)}/s`,
        ratio: times(rate, base),
        ...(name === 'sillage, smtpTransport' ? { aim: '2 ×' } : {}),
      })),
    },
  ]
}

async function measure(side: (typeof sides)[string], port: number, count: number): Promise<Round> {
  const { send, close } = await side(port, count)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await send()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  await close()
  return { rate: perSecond(count, ms), cpuMicros: (user + system) / count }
}

function median(rounds: Round[]): Round {
  const sorted = rounds.toSorted((a, b) => a.rate - b.rate)
  return sorted[Math.floor(sorted.length / 2)] ?? { rate: 0, cpuMicros: 0 }
}
