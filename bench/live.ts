// What a thousand watching pages cost a campaign at full speed, and how fresh their figures are.
import { fork } from 'node:child_process'
import { answerOf } from './answer-of.ts'
import { type LiveRun, oneRun } from './live/one-run.ts'
import { type Bench, number } from './table.ts'

const SOCKETS = 1_000

export const run: Bench = async ({ quick }) => {
  const count = quick ? 2_000 : 20_000
  const rounds = quick ? 1 : 3
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port: smtpPort } = await answerOf<{ port: number }>(sink)
  await oneRun({ smtpPort, count: count / 10, sockets: 0 })
  const alone: LiveRun[] = []
  const watched: LiveRun[] = []
  // In alternating pairs: other work of the machine affects both.
  for (let round = 0; round < rounds; round++) {
    const pair = [alone, watched] as const
    for (const side of round % 2 === 0 ? pair : pair.toReversed())
      side.push(await oneRun({ smtpPort, count, sockets: side === watched ? SOCKETS : 0 }))
  }
  sink.disconnect()

  const [without, with_] = [median(alone.map(({ rate }) => rate)), median(watched.map(({ rate }) => rate))]
  const loss = median(watched.map(({ rate }, n) => 1 - rate / (alone[n]?.rate ?? rate)))
  const frames = watched.flatMap((run) => run.frames)
  const messages = watched.flatMap((run) => run.messages)
  const percentiles = (what: string, values: number[]) => [
    what,
    ...[0.5, 0.99, 1].map((share) => `${number(quantile(values, share))} ms`),
  ]
  return [
    {
      title: `Sending ${number(count)} mails of 6 KB at full speed, with ${number(SOCKETS)} live sockets and without`,
      columns: ['', 'mails/s', 'CPU per mail'],
      rows: [
        ['nobody looks on', number(without), `${number(median(alone.map((run) => run.cpuMicros)))} µs`],
        [`${number(SOCKETS)} sockets`, number(with_), `${number(median(watched.map((run) => run.cpuMicros)))} µs`],
        ['loss, median of pairs', `${(loss * 100).toFixed(1)} %`, ''],
      ],
      notes: [
        `Median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}. The sockets and the mail server are processes of their own on the same machine. Aim: at most 10 %.`,
      ],
      ratios: [
        {
          what: `mails sent with ${number(SOCKETS)} live sockets`,
          ours: `${number(with_)}/s`,
          peer: 'nobody looks on',
          beside: `${number(without)}/s`,
          ratio: `${(1 - loss).toFixed(2)} ×`,
          aim: 'at least 0.90 ×',
        },
      ],
    },
    {
      title: `Progress as it arrives at ${number(SOCKETS)} sockets`,
      columns: ['', 'median', 'p99', 'longest'],
      rows: [
        percentiles('from the frame made to the socket', frames),
        percentiles('from a message sent to a page that counts it', messages),
      ],
      notes: [
        `${number(frames.length)} frames. The second includes waiting for the next frame, of which there are 2.5 to 10 a second, by what they cost. Aim: p99 at most 500 ms.`,
      ],
      ratios: [
        {
          what: 'from a message sent to a page that counts it, p99',
          ours: `${number(quantile(messages, 0.99))} ms`,
          aim: 'at most 500 ms',
        },
      ],
    },
  ]
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
const median = (values: readonly number[]): number => quantile(values, 0.5)
