// Full sends per second: Sillage with every state on disk, against nodemailer's pool with none.
import { fork } from 'node:child_process'
import { answerOf } from './answer-of.ts'
import { type Load, type Side, sides } from './send/sides.ts'
import { type Bench, type BenchTable, number, perSecond, type Ratio, times } from './table.ts'

interface Round {
  rate: number
  cpuMicros: number
}

/** As many messages as each way sends in about two seconds over a network; without one, as many as a campaign has. */
const grids = [0, 5, 20, 80].flatMap((roundTripMs) => [1, 5, 20].map((connections) => ({ roundTripMs, connections })))
const inTwoSeconds = (roundTripMs: number, connections: number): number =>
  roundTripMs === 0 ? 5_000 : Math.min(5_000, Math.round((2_000 / roundTripMs) * connections))

export const run: Bench = async ({ quick }) => {
  const rounds = quick ? 1 : 3
  const whole = await compare({ count: quick ? 1_000 : 20_000, connections: 20, roundTripMs: 0 }, rounds)
  const table = tableOf(
    whole,
    `Sending ${number(quick ? 1_000 : 20_000)} personalised mails of 6 KB over 20 connections`,
    rounds,
  )
  const cells: string[][] = []
  const ratios: Ratio[] = []
  for (const { roundTripMs, connections } of quick ? grids.slice(-1) : grids) {
    const count = inTwoSeconds(roundTripMs, connections)
    const [peer, ours] = await compare({ count, connections, roundTripMs }, rounds, 2)
    if (peer === undefined || ours === undefined) continue
    const where = `${roundTripMs} ms, ${connections} connection${connections === 1 ? '' : 's'}`
    cells.push([where, number(peer.rate), number(ours.rate), times(ours.rate, peer.rate)])
    const aim = aims.get(where)
    if (aim !== undefined)
      ratios.push({
        what: `mails sent at ${where}`,
        ours: `${number(ours.rate)}/s`,
        peer: peer.name,
        beside: `${number(peer.rate)}/s`,
        ratio: times(ours.rate, peer.rate),
        aim,
      })
  }
  const overNetworks: BenchTable = {
    title: 'Sending over networks: mails a second by the round trip to the server',
    columns: ['', 'nodemailer, pooled', 'sillage, smtpTransport', 'ratio'],
    rows: cells,
    notes: [
      `Median of ${rounds}, in turn; about two seconds each. Three messages for each connection, and 20 at least, are on their way.`,
    ],
    ratios,
  }
  return [table, overNetworks]
}

const aims = new Map([['20 ms, 5 connections', '3 ×']])

interface Median extends Round {
  name: string
}

/** Sends by the first ways of `sides`, in turn, to a server of their own. */
async function compare(
  { count, connections, roundTripMs }: { count: number; connections: number; roundTripMs: number },
  rounds: number,
  ways = Object.keys(sides).length,
): Promise<Median[]> {
  const sink = fork(new URL('./send/sink.ts', import.meta.url), [String(roundTripMs)], { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  const some = Object.entries(sides).slice(0, ways)
  const results = new Map<string, Round[]>(some.map(([name]) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of some) {
      // The first round warms up.
      const result = await measure(side, { port, connections, count: round === 0 ? Math.ceil(count / 4) : count })
      if (round > 0) results.get(name)?.push(result)
    }
  }
  sink.disconnect()
  return [...results].map(([name, all]) => ({ name, ...median(all) }))
}

function tableOf(medians: Median[], title: string, rounds: number): BenchTable {
  const [nodemailer, ...ours] = medians
  const base = nodemailer?.rate ?? 1
  return {
    title,
    columns: ['', 'mails/s', 'ratio', 'CPU per mail'],
    rows: medians.map(({ name, rate, cpuMicros }) => [
      name,
      number(rate),
      `${(rate / base).toFixed(2)} ×`,
      `${number(cpuMicros)} µs`,
    ]),
    notes: [
      `Median of ${rounds}, in turn. Sillage: claimed, composed, links and pixel tracked, throttle open, states on SQLite with synchronous = FULL.`,
      'nodemailer: the same mail without tracking, nothing stored. The server is a process of its own. Aim: 2.5 ×.',
    ],
    ratios: ours.map(({ name, rate }) => ({
      what: `mails sent (${name})`,
      ours: `${number(rate)}/s`,
      peer: nodemailer?.name ?? '',
      beside: `${number(base)}/s`,
      ratio: times(rate, base),
      ...(name === 'sillage, smtpTransport' ? { aim: '2.5 ×' } : {}),
    })),
  }
}

async function measure(side: Side, load: Load): Promise<Round> {
  const { send, close } = await side(load)
  const cpu = process.cpuUsage()
  const start = performance.now()
  await send()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  await close()
  return { rate: perSecond(load.count, ms), cpuMicros: (user + system) / load.count }
}

function median(rounds: Round[]): Round {
  const sorted = rounds.toSorted((a, b) => a.rate - b.rate)
  return sorted[Math.floor(sorted.length / 2)] ?? { rate: 0, cpuMicros: 0 }
}
