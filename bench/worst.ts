// The longest turn of the event loop that one input of a recipient or tenant takes, of 200 generated inputs of each
// kind.
import { type Bench, type BenchTable, number } from './table.ts'
import { createHost, type Host } from './worst/host.ts'
import { kinds, type Random, randomOf } from './worst/kinds.ts'
import { longestTurn } from './worst/longest-turn.ts'

const AIM_MS = 50

export const run: Bench = async ({ quick }) => {
  const count = quick ? 20 : 200
  const host = await createHost()
  try {
    const worst = new Map<string, { what: string; ms: number }>()
    for (const kind of Object.keys(kinds)) {
      // Other inputs of the same kind warm up the code they run.
      await worstOf(host, kind, randomOf(2), Math.ceil(count / 4))
      worst.set(kind, await worstOf(host, kind, randomOf(1), count))
    }
    return [tableOf(worst, count)]
  } finally {
    await host.close()
  }
}

async function worstOf(host: Host, kind: string, random: Random, count: number): Promise<{ what: string; ms: number }> {
  let worst = { what: '', ms: 0 }
  for (let n = 0; n < count; n++) {
    const input = kinds[kind]?.(host, random)
    if (input === undefined) throw new Error(`there is no kind ${kind}`)
    const ms = await longestTurn(() => input.give())
    if (ms > worst.ms) worst = { what: input.what, ms }
  }
  return worst
}

function tableOf(worst: ReadonlyMap<string, { what: string; ms: number }>, count: number): BenchTable {
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
