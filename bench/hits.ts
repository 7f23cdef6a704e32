// Pixel and click hits per second, each answered after it is stored, against a bare route that returns the same bytes
// and stores nothing.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresServer } from '../packages/store-postgres/test/postgres-server.ts'
import { answerOf } from './answer-of.ts'
import type { LoadOrder, LoadResult } from './hits/load.ts'
import type { ServerOrder, ServerReport } from './hits/server.ts'
import { type Bench, number, perSecond, type Ratio, times } from './table.ts'

interface Measured extends LoadResult {
  report: ServerReport
}

export const run: Bench = async ({ quick }) => {
  const requests = quick ? 4_000 : 200_000
  const sides = ['bare', 'sqlite', 'postgres'] as const
  const rows: string[][] = []
  const notes: string[] = []
  const ratios: Ratio[] = []
  const aims = { sqlite: 0.45, postgres: 0.25 }
  for (const connections of quick ? [64] : [64, 512]) {
    const results = new Map<ServerOrder['side'], Measured>()
    for (const side of sides) results.set(side, await measure(side, connections, requests))
    const bare = results.get('bare')
    for (const [side, { answered, ms, p50, p99, report }] of results) {
      const rate = perSecond(answered, ms)
      rows.push([
        `${connections} connections, ${side}`,
        number(rate),
        bare === undefined ? '' : `${((100 * rate) / perSecond(bare.answered, bare.ms)).toFixed(0)} %`,
        `${p50.toFixed(1)} ms`,
        `${p99.toFixed(1)} ms`,
        `${report.eventLoopP99Ms.toFixed(1)} ms`,
        side === 'bare' ? '–' : String(answered - report.stored),
      ])
      if (side !== 'bare' && answered !== report.stored)
        throw new Error(`${side}: ${answered} answers, ${report.stored} stored`)
      if (side !== 'bare')
        notes.push(
          `${side}, ${connections} connections: ${(answered / Math.max(report.groups, 1)).toFixed(0)} hits per commit`,
        )
      if (side !== 'bare' && bare !== undefined)
        ratios.push({
          what: `hits stored, ${side}, ${connections} connections`,
          ours: `${number(rate)}/s`,
          peer: 'bare route',
          beside: `${number(perSecond(bare.answered, bare.ms))}/s`,
          ratio: times(rate, perSecond(bare.answered, bare.ms)),
          aim: `${aims[side].toFixed(2)} ×`,
        })
    }
  }
  return [
    {
      title: `${number(requests)} hits, half pixels, half clicks; the load comes from a process of its own`,
      columns: ['', 'hits/s', 'of bare', 'p50', 'p99', 'event loop p99', 'lost'],
      rows,
      notes: [
        ...notes,
        'Every request is answered after its commit. SQLite: a file, synchronous = FULL; aim 45 % of bare, at least 20 %.',
        'PostgreSQL: a server of its own on the same machine, fsync on; aim 25 % of bare, at least 10 %.',
      ],
      ratios,
    },
  ]
}

async function measure(side: ServerOrder['side'], connections: number, requests: number): Promise<Measured> {
  const database = await place(side)
  const server = fork(new URL('./hits/server.ts', import.meta.url), { execArgv: process.execArgv })
  const load = fork(new URL('./hits/load.ts', import.meta.url), { execArgv: process.execArgv })
  try {
    server.send({ side, place: database.at, messages: requests / 2 } satisfies ServerOrder)
    const { port, paths } = await answerOf<{ port: number; paths: string[] }>(server)
    const order = (count: number): LoadOrder => ({ port, paths, connections, requests: count })
    load.send(order(Math.min(5_000, requests / 4)))
    await answerOf(load)
    server.send('measure')
    await answerOf(server)
    load.send(order(requests))
    const result = await answerOf<LoadResult>(load)
    server.send('report')
    const report = await answerOf<ServerReport>(server)
    return { ...result, report }
  } finally {
    server.kill()
    await once(server, 'exit')
    load.kill()
    await database.remove()
  }
}

/** A database of its own for each run; PostgreSQL is a real server that writes to disk. */
async function place(side: ServerOrder['side']): Promise<{ at: string; remove(): Promise<void> }> {
  if (side === 'postgres') {
    const { url, remove } = await postgresServer({ durable: true })
    return { at: url, remove }
  }
  const folder = await mkdtemp(join(tmpdir(), 'sillage-hits-'))
  return { at: folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
