// What statistics, lists and claims cost with a million messages and ten million events in place, on SQLite and
// PostgreSQL.
import { type EventLoopReport, watchEventLoop } from '../packages/store-sqlite/test/event-loop.ts'
import { type Filled, fill, READ } from './store/fill.ts'
import {
  claims,
  combinedPages,
  crossedPages,
  farCursors,
  filteredPages,
  head,
  sortedPages,
  type Timing,
} from './store/measure.ts'
import { postgresTarget, type StoreTarget, sqliteTarget } from './store/targets.ts'
import { type Bench, type BenchTable, number, perSecond, times } from './table.ts'

interface Measured {
  name: string
  small: Timing
  filled: Filled
  timings: Timing[]
  eventLoop: EventLoopReport
}

export const run: Bench = async ({ quick }) => {
  const tables: BenchTable[] = []
  for (const open of [sqliteTarget, postgresTarget]) tables.push(tableOf(await measure(open, quick)))
  return tables
}

async function measure(open: () => Promise<StoreTarget>, quick: boolean): Promise<Measured> {
  const small = await withTarget(open, async (target) => {
    await fill(target, { messages: 1_000, eventsPerOpened: 25 })
    return await head(target, 500)
  })
  return await withTarget(open, async (target) => {
    const pages = quick ? 5 : 100
    const messages = quick ? 10_000 : 1_000_000
    const filled = await fill(target, { messages, eventsPerOpened: 26 })
    const summary = await target.store.campaigns.summary(READ)
    if (summary?.total !== messages) throw new Error(`${summary?.total} of ${messages} messages are counted`)
    const far = await farCursors(target, messages)
    const eventLoop = watchEventLoop()
    const timings = [
      await head(target, 500),
      ...(await sortedPages(target, pages, far)),
      ...(await filteredPages(target, pages)),
      ...(await combinedPages(target, quick ? 1 : 20)),
      ...(await crossedPages(target, pages)),
      await claims(target),
    ]
    return { name: target.name, small, filled, timings, eventLoop: eventLoop.stop() }
  })
}

async function withTarget<T>(open: () => Promise<StoreTarget>, task: (target: StoreTarget) => Promise<T>): Promise<T> {
  const target = await open()
  try {
    return await task(target)
  } finally {
    await target.close()
  }
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`

function tableOf({ name, small, filled, timings, eventLoop }: Measured): BenchTable {
  const large = timings[0]?.p50 ?? 0
  const ratio = large / small.p50
  const met = timings.filter(({ p99, aimMs }) => p99 <= aimMs).length
  return {
    title: `${name}: ${number(filled.messages)} messages, ${number(filled.events)} events`,
    columns: ['', 'p50', 'p99', 'aim', ''],
    rows: timings.map(({ label, p50, p99, aimMs }) => [
      label,
      ms(p50),
      ms(p99),
      ms(aimMs),
      p99 <= aimMs ? 'ok' : 'MISSED',
    ]),
    notes: [
      `Filled with ${number(filled.rows)} rows at ${number(perSecond(filled.rows, filled.ms))} rows/s, indexes included.`,
      `On disk with all indexes: ${number(filled.bytesPerMessage)} bytes a message, ${number(filled.bytesPerEvent)} bytes an event.`,
      `Head figures at 10,000 events: p50 ${ms(small.p50)}; here ${ratio.toFixed(2)} times as much (aim: at most 2).`,
      `Longest stall of the event loop while measuring: ${ms(eventLoop.delayMs)}; longest step of our own ${ms(eventLoop.stepMs)} of a processor, 999 of 1,000 turns within ${ms(eventLoop.keptMs)}.`,
    ],
    ratios: [
      {
        what: `${name}: head figures at ${number(filled.events)} events`,
        ours: ms(large),
        peer: 'at 10,000 events',
        beside: ms(small.p50),
        ratio: times(large, small.p50),
        aim: 'at most 2 ×',
      },
      {
        what: `${name}: lists and claims whose p99 is within its aim`,
        ours: `${met} of ${timings.length}`,
        aim: 'all',
      },
    ],
  }
}
