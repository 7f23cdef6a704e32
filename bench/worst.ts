// The longest turn of the event loop that one input of a recipient or tenant takes, of 200 generated inputs of each
// kind and of 200 generated requests of each route; and the memory that these requests take all at once.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { MountedRoute } from '../packages/core/src/http/index.ts'
import { type Bench, type BenchTable, number } from './table.ts'
import { createHost, type Host } from './worst/host.ts'
import { type Hostile, kinds, type Random, randomOf } from './worst/kinds.ts'
import { longestTurn } from './worst/longest-turn.ts'
import { hostileRequest } from './worst/route-requests.ts'

const AIM_MS = 50
const AIM_MB = 150
const SAMPLE_MS = 20

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

interface Worst {
  what: string
  ms: number
}

export const run: Bench = async ({ quick }) => {
  const count = quick ? 10 : 200
  const host = await createHost()
  try {
    const byRoute = await routesTable(host, count)
    const worst = new Map<string, Worst>()
    for (const [kind, make] of Object.entries(kinds)) {
      const next = (random: Random) => make(host, random)
      // Other inputs of the same kind warm up the code they run.
      await worstOf(next, randomOf(2), Math.ceil(count / 4))
      worst.set(kind, await worstOf(next, randomOf(1), count))
    }
    return [tableOf(worst, count), byRoute]
  } finally {
    await host.close()
  }
}

async function worstOf(next: (random: Random) => Hostile, random: Random, count: number): Promise<Worst> {
  let worst: Worst = { what: '', ms: 0 }
  for (let n = 0; n < count; n++) {
    const input = next(random)
    const ms = await longestTurn(() => input.give())
    if (ms > worst.ms) worst = { what: input.what, ms }
  }
  return worst
}

interface OfRoute {
  route: MountedRoute
  worst: Worst
  faults: number
  megabytes: number
}

async function routesTable(host: Host, count: number): Promise<BenchTable> {
  const idle = live()
  const found: OfRoute[] = []
  for (const route of host.routes) {
    let faults = 0
    const next = (random: Random): Hostile => {
      const { what, give } = hostileRequest(host, route, random)
      return { what, give: async () => void (Number(await give()) >= 500 && faults++) }
    }
    await worstOf(next, randomOf(2), Math.ceil(count / 10))
    // The garbage of another route is not a cost of this one.
    collect()
    const worst = await worstOf(next, randomOf(1), count)
    const random = randomOf(1)
    const all = Array.from({ length: count }, () => next(random))
    const megabytes = await peakOf(() => Promise.all(all.map((input) => input.give())), idle)
    found.push({ route, worst, faults, megabytes })
    process.stderr.write(`worst: ${found.length} of ${host.routes.length} routes, ${route.id}\n`)
  }
  const most = <K extends 'faults' | 'megabytes'>(key: K) => Math.max(...found.map((one) => one[key]))
  const slowest = Math.max(...found.map(({ worst }) => worst.ms))
  return {
    title: `${number(count)} hostile requests of each route, one after another and all at once`,
    columns: ['route', 'longest turn', '5xx', 'memory at once', 'the request of the longest turn'],
    rows: found.map(({ route, worst, faults, megabytes }) => [
      route.id,
      `${worst.ms.toFixed(1)} ms`,
      String(faults),
      `${megabytes.toFixed(0)} MB`,
      worst.what,
    ]),
    notes: [
      `Processor time of one turn; memory that is in use, garbage collected every ${SAMPLE_MS} ms, above what the process uses at rest. Aims: ${AIM_MS} ms, no 5xx, ${AIM_MB} MB.`,
    ],
    ratios: [
      { what: 'longest turn, any route', ours: `${slowest.toFixed(1)} ms`, aim: `${AIM_MS} ms` },
      { what: '5xx to hostile requests', ours: String(most('faults')), aim: '0' },
      {
        what: 'memory, hostile requests at once',
        ours: `${most('megabytes').toFixed(0)} MB`,
        aim: `${AIM_MB} MB`,
      },
    ],
  }
}

async function peakOf(work: () => Promise<unknown>, idle: number): Promise<number> {
  let peak = 0
  const timer = setInterval(() => {
    // With its garbage it is not above the peak: to collect that, which takes long, would not show a higher one.
    if (inUse() > peak) peak = Math.max(peak, live())
  }, SAMPLE_MS)
  await work()
  clearInterval(timer)
  return Math.max(0, (peak - idle) / 1e6)
}

/** Bytes in use, without what only waits to be collected: V8 keeps as much of that as the machine has room for. */
function live(): number {
  collect()
  return inUse()
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function tableOf(worst: ReadonlyMap<string, Worst>, count: number): BenchTable {
  const shown = (ms: number) => `${ms.toFixed(1)} ms`
  return {
    title: `The longest turn of the event loop, of ${number(count)} hostile inputs of each kind`,
    columns: ['kind', 'processor time', 'the input'],
    rows: [...worst].map(([kind, { what, ms }]) => [kind, shown(ms), what]),
    notes: [`Processor time, after warming up. Aim: at most ${AIM_MS} ms.`],
    ratios: [...worst].map(([kind, { ms }]) => ({
      what: `longest turn, ${kind}`,
      ours: shown(ms),
      aim: `${AIM_MS} ms`,
    })),
  }
}
