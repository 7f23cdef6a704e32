// What a message and a hit cost a database: statements, rows written, log bytes and processor time, which differ little
// from run to run where rates do.
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventGroup, Judge, NewEvent, Store } from '@sillage/core/store'
import pg from 'pg'
import { createSqlStore, type Engine, type SqlDialect, type Work } from '../packages/store-kysely/src/index.ts'
import { people, smallCampaign } from '../packages/store-kysely/test/small-campaign.ts'
import { postgresDialect } from '../packages/store-postgres/src/postgres-dialect.ts'
import { postgresEngine } from '../packages/store-postgres/src/postgres-engine.ts'
import { postgresServer } from '../packages/store-postgres/test/postgres-server.ts'
import { sqliteDialect } from '../packages/store-sqlite/src/sqlite-dialect.ts'
import { sqliteEngine } from '../packages/store-sqlite/src/sqlite-engine.ts'
import { type Bench, number } from './table.ts'

interface Target {
  name: string
  engine: Engine
  dialect: SqlDialect
  /** Bytes of the log so far. */
  logBytes(): Promise<number>
  close(): Promise<void>
}

/** Messages that are claimed, begun and settled together. */
const TOGETHER = 32

export const run: Bench = async ({ quick }) => {
  const messages = quick ? 512 : 10_000
  const rows: string[][] = []
  for (const open of [postgresTarget, sqliteTarget]) {
    const target = await open()
    try {
      for (const [what, counted] of await measure(target, messages)) {
        const { statements, written, log, cpu } = counted
        rows.push([`${target.name}, ${what}`, statements.toFixed(2), written.toFixed(2), number(log), cpu.toFixed(1)])
      }
    } finally {
      await target.close()
    }
  }
  return [
    {
      title: `What ${number(messages)} messages and as many hits cost, each`,
      columns: ['', 'statements', 'rows written', 'bytes of log', 'µs of this process'],
      rows,
      notes: [
        `Claimed, begun and settled in groups of ${TOGETHER}. PostgreSQL without whole pages in its log, whose number depends on when`,
        'it makes checkpoints; of SQLite the log is not counted. Its thread is part of this process, PostgreSQL is not.',
      ],
    },
  ]
}

interface Cost {
  statements: number
  written: number
  log: number
  cpu: number
}

async function measure(target: Target, messages: number): Promise<[what: string, cost: Cost][]> {
  const tally = { statements: 0, written: 0 }
  const store = createSqlStore({ engine: counting(target.engine, tally), dialect: target.dialect })
  await store.migrate()
  const costs: [string, Cost][] = []
  async function cost(what: string, count: number, work: () => Promise<unknown>): Promise<void> {
    const before = { ...tally, log: await target.logBytes(), cpu: process.cpuUsage() }
    await work()
    const { user, system } = process.cpuUsage(before.cpu)
    const log = (await target.logBytes()) - before.log
    const [statements, written] = [tally.statements - before.statements, tally.written - before.written]
    costs.push([
      what,
      {
        statements: statements / count,
        written: written / count,
        log: log / count,
        cpu: (user + system) / count,
      },
    ])
  }

  const { campaign } = await store.campaigns.create(smallCampaign())
  const ids: number[] = []
  await cost('planned', messages, async () => {
    for (let from = 0; from < messages; from += 2_000) {
      const batch = people(Math.min(2_000, messages - from), from)
      const end = from + 2_000 >= messages ? ({ to: 'sending' } as const) : undefined
      await store.campaigns.plan(campaign.id, batch, 1, end)
    }
  })
  await cost('from queued to sent', messages, async () => {
    for (let sent = await send(store, campaign.id); sent.length > 0; sent = await send(store, campaign.id))
      ids.push(...sent)
  })
  if (ids.length !== messages) throw new Error(`expected ${messages} sent, got ${ids.length}`)
  const hits = [
    { size: TOGETHER, type: 'open', count: messages },
    { size: 250, type: 'click', count: messages },
    { size: 1, type: 'open', count: Math.min(messages, 500) },
  ] as const
  for (const { size, type, count } of hits) {
    await cost(`${type}s in groups of ${size}`, count, async () => {
      for (let at = 0; at < count; at += size)
        await store.events.record(group(ids.slice(at, Math.min(at + size, count)), type), human)
    })
  }
  const summary = await store.campaigns.summary(campaign.id)
  if (summary?.opens.unique !== messages) throw new Error(`expected ${messages} openers, got ${summary?.opens.unique}`)
  return costs
}

async function send(store: Store, campaignId: number): Promise<number[]> {
  const now = Date.now()
  const lease = { sender: 'bench', now, leaseUntil: now + 60_000 }
  const ids = (await store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: TOGETHER }] })).map(
    ({ id }) => id,
  )
  if (ids.length === 0) return ids
  await store.messages.begin({ ...lease, messageIds: ids })
  const tracked = { opens: true, clicks: true, readTime: true }
  await store.messages.settle(
    'bench',
    ids.map((messageId) => ({ messageId, kind: 'sent', at: now, tracked })),
  )
  return ids
}

const human: Judge = () => ({ verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false })

let sequence = 0
function group(ids: readonly number[], type: NewEvent['type']): EventGroup {
  const at = Date.now()
  const program = { name: 'Firefox', device: 'computer' } as const
  const visit = { ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', head: false, program }
  const rest = { prefetch: false, durationMs: null, count: 1, detail: null, campaignId: null, linkId: null }
  const hits = ids.map((messageId): NewEvent => ({ type, messageId, at, ...visit, ...rest }))
  return { recorder: 'bench', sequence: ++sequence, hits, lookBackMs: 10_000 }
}

/** The same engine, with what it is given counted. */
function counting(engine: Engine, tally: { statements: number; written: number }): Engine {
  const counted = <T>(work: () => Work<T>) =>
    function* (): Work<T> {
      const inner = work()
      for (let step = inner.next(); ; ) {
        if (step.done === true) return step.value
        const results = yield step.value
        for (const [index, { sql, each }] of step.value.entries()) {
          tally.statements += each?.length ?? 1
          if (!/^\s*select/.test(sql)) tally.written += results[index]?.changes ?? 0
        }
        step = inner.next(results)
      }
    }
  return {
    // Without the options: a group of hits as data would hide its statements.
    write: (work) => engine.write(counted(work)),
    read: (work) => engine.read(counted(work)),
    browse: (work) => engine.browse(counted(work)),
    close: () => engine.close(),
  }
}

async function postgresTarget(): Promise<Target> {
  const server = await postgresServer({ settings: ['autovacuum=off'] })
  const pool = new pg.Pool({ connectionString: server.url })
  pool.on('error', () => undefined)
  const engine = postgresEngine({ pool, patienceMs: 5_000, end: undefined })
  return {
    name: 'PostgreSQL',
    engine,
    dialect: postgresDialect(undefined),
    async logBytes() {
      const { rows } = await pool.query<{ bytes: string }>(`select pg_current_wal_insert_lsn() - '0/0' as bytes`)
      return Number(rows[0]?.bytes)
    },
    async close() {
      await engine.close()
      await pool.end()
      await server.remove()
    },
  }
}

async function sqliteTarget(): Promise<Target> {
  const filename = join(tmpdir(), `sillage-counts-${process.pid}.db`)
  const engine = sqliteEngine({ filename, patienceMs: 5_000 })
  return {
    name: 'SQLite',
    engine,
    dialect: sqliteDialect,
    logBytes: async () => 0,
    async close() {
      await engine.close()
      for (const end of ['', '-wal', '-shm']) await rm(`${filename}${end}`, { force: true })
    },
  }
}
