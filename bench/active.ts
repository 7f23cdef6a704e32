// Thousands of campaigns that are active at once: how fast they are sent beside one campaign of as many messages, how
// soon a new one begins meanwhile, and what they cost while nothing of them is due.
import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage, type Sillage, smtpTransport } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { countedStore } from '../packages/core/src/testing/test-sillage/counted-store.ts'
import { answerOf } from './answer-of.ts'
import { html, person, subject } from './send/mail.ts'
import { postgresTarget, type StoreTarget, sqliteTarget } from './store/targets.ts'
import { type Bench, type BenchTable, number, perSecond, times } from './table.ts'

interface Measured {
  name: string
  oneMs: number
  manyMs: number
  /** Of calls made meanwhile, in milliseconds, the shortest first. */
  createMs: number[]
  pauseMs: number[]
  /** Of campaigns that were added meanwhile, from their creation to their first mail. */
  firstMailMs: number[]
  idle: { percent: number; megabytes: number; calls: number }
}

export const run: Bench = async ({ quick }) => {
  const campaigns = quick ? 200 : 5_000
  const sink = fork(new URL('./send/sink.ts', import.meta.url), { execArgv: process.execArgv })
  const { port } = await answerOf<{ port: number }>(sink)
  // First what is measured in memory, on a process that did nothing before.
  const idle = []
  for (const target of targets)
    idle.push(await withTarget(target, (store) => whileNothingIsDue(store, port, campaigns)))
  const tables: BenchTable[] = []
  for (const [index, target] of targets.entries()) {
    const sending = await withTarget(target, (store) => whileSending(store, port, campaigns))
    tables.push(tableOf({ ...sending, ...(idle[index] as (typeof idle)[number]) }, campaigns))
  }
  await ended(sink)
  return tables
}

const targets = [sqliteTarget, postgresTarget]

async function withTarget<T>(
  open: () => Promise<StoreTarget>,
  task: (store: Store) => Promise<T>,
): Promise<T & { name: string }> {
  const target = await open()
  const answer = await task(target.store)
  await target.close()
  return { ...answer, name: target.name }
}

const open = (store: Store, port: number): Sillage =>
  createSillage({
    // Its owner closes it.
    store: { ...store, close: async () => {} },
    transport: smtpTransport({ host: '127.0.0.1', port, ignoreTLS: true }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
    sending: { concurrency: 40 },
  })

async function whileSending(store: Store, port: number, campaigns: number): Promise<Omit<Measured, 'name' | 'idle'>> {
  const sillage = open(store, port)
  // Warm before anything is measured.
  await sillage.start()
  await sent(sillage, await create(sillage, 1_000))
  const one = await create(sillage, campaigns * 2, false)
  const start = performance.now()
  await sillage.campaigns.start(one)
  await sent(sillage, one)
  const oneMs = performance.now() - start
  await sillage.stop()

  const ids = new Set<string>()
  for (let n = 0; n < campaigns; n += 50)
    for (const id of await Promise.all(Array.from({ length: 50 }, () => create(sillage, 2)))) ids.add(id)
  const all = completed(sillage, ids)
  const manyStart = performance.now()
  await sillage.start()
  const meanwhile = await addMeanwhile(sillage, all)
  await all
  const manyMs = performance.now() - manyStart
  await sillage.close()
  return { oneMs, manyMs, ...meanwhile }
}

/** Adds campaigns and pauses others until `done`. */
async function addMeanwhile(sillage: Sillage, done: Promise<void>) {
  const times = { createMs: [] as number[], pauseMs: [] as number[], firstMailMs: [] as number[] }
  const over = new AbortController()
  void done.then(() => over.abort())
  while (!over.signal.aborted) {
    const start = performance.now()
    const id = await create(sillage, 1)
    times.createMs.push(performance.now() - start)
    await sent(sillage, id)
    times.firstMailMs.push(performance.now() - start)
    const other = await create(sillage, 200)
    const pauseStart = performance.now()
    await sillage.campaigns.pause(other).catch(() => undefined)
    times.pauseMs.push(performance.now() - pauseStart)
    await sleep(50)
  }
  for (const list of Object.values(times)) list.sort((a, b) => a - b)
  return times
}

/** Campaigns whose messages are all due in an hour. */
async function whileNothingIsDue(store: Store, port: number, campaigns: number): Promise<Pick<Measured, 'idle'>> {
  const maker = open(store, port)
  const now = Date.now()
  for (let n = 0; n < campaigns; n += 50) {
    const ids = await Promise.all(Array.from({ length: 50 }, () => create(maker, 2)))
    const wanted = ids.map((id) => ({ campaignId: Number(id), limit: 2 }))
    const claimed = await store.messages.claim({
      sender: 'bench',
      now: Date.now(),
      leaseUntil: now + 60_000,
      campaigns: wanted,
    })
    const error = { kind: 'rate', message: 'later' } as const
    const later = { kind: 'retry', at: now, dueAt: now + 3_600_000, error, attempted: false } as const
    await store.messages.settle(
      'bench',
      claimed.map(({ id }) => ({ messageId: id, ...later })),
    )
  }
  await maker.close()
  globalThis.gc?.()
  const counted = countedStore(store)
  const sillage = open(counted.store, port)
  await sillage.start()
  await sleep(3_000)
  const before = { cpu: process.cpuUsage(), calls: counted.calls, at: performance.now() }
  await sleep(10_000)
  const { user, system } = process.cpuUsage(before.cpu)
  const ms = performance.now() - before.at
  const idle = {
    percent: (user + system) / 10 / ms,
    megabytes: process.memoryUsage().rss / 1024 / 1024,
    calls: perSecond(counted.calls - before.calls, ms),
  }
  await sillage.close()
  return { idle }
}

async function create(sillage: Sillage, count: number, start = true): Promise<string> {
  const recipients = Array.from({ length: count }, (_, n) => person(n))
  return (await sillage.campaigns.create({ name: 'Bench', subject, html, recipients, start })).id
}

const sent = (sillage: Sillage, id: string): Promise<void> => completed(sillage, new Set([id]))

/** Resolves when all of these are completed. */
async function completed(sillage: Sillage, ids: Set<string>): Promise<void> {
  const missing = new Set(ids)
  await new Promise<void>((resolve) => {
    const off = sillage.on('campaign.completed', ({ data }) => {
      missing.delete(data.campaignId)
      if (missing.size > 0) return
      off()
      resolve()
    })
    // One that was faster than this listener.
    for (const id of ids.size > 1 ? [] : ids)
      void sillage.campaigns.get(id).then(({ status }) => {
        if (status === 'completed') resolve()
      })
  })
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.disconnect()
  await exited
}

const at = (sorted: readonly number[], part: number): string => {
  const value = sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)]
  return value === undefined ? '–' : `${value.toFixed(1)} ms`
}

function tableOf(
  { name, oneMs, manyMs, createMs, pauseMs, firstMailMs, idle }: Measured,
  campaigns: number,
): BenchTable {
  const messages = campaigns * 2
  const one = perSecond(messages, oneMs)
  const many = perSecond(messages, manyMs)
  return {
    title: `${name}: ${number(campaigns)} active campaigns of two messages`,
    columns: ['', 'p50', 'p99'],
    rows: [
      ['create, of one recipient', at(createMs, 0.5), at(createMs, 0.99)],
      ['from create to the first mail settled', at(firstMailMs, 0.5), at(firstMailMs, 0.99)],
      ['pause, of a campaign that is sent', at(pauseMs, 0.5), at(pauseMs, 0.99)],
    ],
    notes: [
      `All sent at ${number(many)} messages/s; one campaign of ${number(messages)} at ${number(one)}.`,
      `With nothing due: ${idle.percent.toFixed(1)} % of a processor, ${number(idle.megabytes)} MB resident, ${idle.calls.toFixed(1)} calls of the store a second.`,
      `The calls are made while all are sent; their times hold all waits. ${createMs.length} of each.`,
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
