// Thousands of campaigns that are active at once: how fast they are sent beside one campaign of as many messages, what
// calls cost and how soon a new one begins meanwhile, and what they cost while nothing of them is due.
import { type ChildProcess, fork } from 'node:child_process'
import type { Sillage } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import type { Calls } from './active/calls.ts'
import { create, createMany, hostOn, type Place, type Task } from './active/host.ts'
import type { Idle } from './active/idle.ts'
import { answerOf } from './answer-of.ts'
import { postgresTarget, type StoreTarget, sqliteTarget } from './store/targets.ts'
import { type Bench, type BenchTable, number, perSecond, times } from './table.ts'

interface Measured {
  name: string
  oneMs: number
  manyMs: number
  calls: Calls
  idle: Idle
}

export const run: Bench = async ({ quick }) => {
  const campaigns = quick ? 200 : 5_000
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  const tables: BenchTable[] = []
  for (const open of [sqliteTarget, postgresTarget]) {
    const rates = await withTarget(open, (store) => whileSending(store, port, campaigns))
    const calls = await withTarget(open, (store, place) => meanwhile(store, { place, port, campaigns }))
    const idle = await withTarget(open, (store, place) => withNothingDue(store, { place, port, campaigns }))
    tables.push(tableOf({ ...rates, ...calls, ...idle }, campaigns))
  }
  sink.disconnect()
  await ended(sink)
  return tables
}

async function withTarget<T>(
  open: () => Promise<StoreTarget>,
  task: (store: Store, place: Place) => Promise<T>,
): Promise<T & { name: string }> {
  const target = await open()
  // Its owner closes it.
  const answer = await task({ ...target.store, close: async () => {} }, target.place)
  await target.close()
  return { ...answer, name: target.name }
}

const started = (program: string, task: Task): ChildProcess =>
  fork(new URL(`./active/${program}.ts`, import.meta.url), [JSON.stringify(task)], { execArgv: process.execArgv })

async function whileSending(store: Store, port: number, campaigns: number) {
  const sillage = hostOn(store, port)
  // Warm before anything is measured.
  await sillage.start()
  const first = await create(sillage, 1_000, false)
  await msOf(sillage, [first], () => sillage.campaigns.start(first))
  const one = await create(sillage, campaigns * 2, false)
  const oneMs = await msOf(sillage, [one], () => sillage.campaigns.start(one))
  await sillage.stop()
  const many = await createMany(sillage, campaigns, 2)
  const manyMs = await msOf(sillage, many, () => sillage.start())
  await sillage.close()
  return { oneMs, manyMs }
}

/** Calls of another process while all are sent. */
async function meanwhile(store: Store, task: Task): Promise<{ calls: Calls }> {
  const sillage = hostOn(store, task.port)
  const many = await createMany(sillage, task.campaigns, 2)
  const caller = started('calls', task)
  await msOf(sillage, many, () => sillage.start())
  const answer = answerOf<Calls>(caller)
  caller.send('over')
  const calls = await answer
  await ended(caller)
  await sillage.close()
  return { calls }
}

/** A process with campaigns whose messages are all due in an hour. */
async function withNothingDue(store: Store, task: Task): Promise<{ idle: Idle }> {
  const maker = hostOn(store, task.port)
  const ids = (await createMany(maker, task.campaigns, 2)).map(Number)
  await maker.close()
  const now = Date.now()
  for (let n = 0; n < ids.length; n += 50) {
    const campaigns = ids.slice(n, n + 50).map((campaignId) => ({ campaignId, limit: 2 }))
    const claimed = await store.messages.claim({
      sender: 'bench',
      now: Date.now(),
      leaseUntil: now + 60_000,
      campaigns,
    })
    const error = { kind: 'rate', message: 'later' } as const
    const later = { kind: 'retry', at: now, dueAt: now + 3_600_000, error, attempted: false } as const
    await store.messages.settle(
      'bench',
      claimed.map(({ id }) => ({ messageId: id, ...later })),
    )
  }
  const process = started('idle', task)
  const idle = await answerOf<Idle>(process)
  await ended(process)
  return { idle }
}

/** From this call until all of these campaigns are completed. */
async function msOf(sillage: Sillage, ids: readonly string[], begin: () => Promise<unknown>): Promise<number> {
  const missing = new Set(ids)
  let off = () => {}
  const done = new Promise<void>((resolve) => {
    off = sillage.on('campaign.completed', ({ data }) => {
      missing.delete(data.campaignId)
      if (missing.size === 0) resolve()
    })
  })
  const start = performance.now()
  await begin()
  await done
  off()
  return performance.now() - start
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve))
}

const at = (sorted: readonly number[], part: number): string => {
  const value = sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)]
  return value === undefined ? '–' : `${value.toFixed(1)} ms`
}

function tableOf({ name, oneMs, manyMs, calls, idle }: Measured, campaigns: number): BenchTable {
  const messages = campaigns * 2
  const one = perSecond(messages, oneMs)
  const many = perSecond(messages, manyMs)
  const { createMs, pauseMs, firstMailMs } = calls
  return {
    title: `${name}: ${number(campaigns)} active campaigns of two messages`,
    columns: ['', 'p50', 'p99', 'aim'],
    rows: [
      ['create, of one recipient: processor time', at(createMs, 0.5), at(createMs, 0.99), '50 ms'],
      ['pause, of a campaign that is sent: processor time', at(pauseMs, 0.5), at(pauseMs, 0.99), '50 ms'],
      ['from create until its first mail is sent', at(firstMailMs, 0.5), at(firstMailMs, 0.99), '2 s'],
    ],
    notes: [
      `All sent at ${number(many)} messages/s; one campaign of ${number(messages)} at ${number(one)}.`,
      `With nothing due: ${idle.percent.toFixed(1)} % of a processor, ${number(idle.megabytes)} MB resident (aim: 300), ${idle.calls.toFixed(1)} calls of the store a second.`,
      `Another process makes the calls while all are sent, ${createMs.length} of each.`,
    ],
    ratios: [
      {
        what: `${name}: ${number(campaigns)} campaigns of two messages`,
        ours: `${number(many)}/s`,
        peer: `one of ${number(messages)}`,
        beside: `${number(one)}/s`,
        ratio: times(many, one),
        aim: 'at least 0.5 ×',
      },
      {
        what: `${name}: the same with nothing due`,
        ours: `${idle.percent.toFixed(1)} % of a processor`,
        aim: 'at most 2 %',
      },
    ],
  }
}
