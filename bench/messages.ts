// Single messages: how many `send` calls a second are durable, beside pg-boss and an insert of one's own, and how long
// one takes from `send` until the mail server has it, without a campaign and beside one that is being sent.
import { setTimeout as sleep } from 'node:timers/promises'
import { createSillage, type Limits, type Sillage, smtpTransport } from '@sillage/core'
import { faultySmtpServer } from '@sillage/core/testing'
import Database from 'better-sqlite3'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { postgresTarget, type StoreTarget, sqliteTarget } from './store/targets.ts'
import { type Bench, type BenchTable, number, perSecond, type Ratio, times } from './table.ts'

const CALLERS = [1, 64, 512]
const FROM = 'Shop <shop@example.com>'
const BASE_URL = 'http://127.0.0.1:3000/mail'

type Call = (n: number) => Promise<unknown>

export const run: Bench = async ({ quick }) => {
  const sizes = quick
    ? { calls: 200, campaign: 500, messages: 20, limited: 2 }
    : { calls: 10_000, campaign: 100_000, messages: 300, limited: 15 }
  const rates: string[][] = []
  const waits: string[][] = []
  const ratios: Ratio[] = []
  for (const make of [sqliteTarget, postgresTarget]) {
    const target = await make()
    const sillage = createSillage({ store: target.store, baseUrl: BASE_URL, from: FROM })
    await sillage.streams.put('receipts', { subject: 'Receipt {{order}}', html: '<p>Order {{order}}</p>' })
    const peers = await peersOf(target)
    const calls: Record<string, Call> = { 'messages.send': sendBy(sillage), ...peers.calls }
    for (const callers of CALLERS) {
      const found: Record<string, number> = {}
      for (const [name, call] of Object.entries(calls))
        found[name] = await rateOf(call, callers, callers === 1 ? sizes.calls / 10 : sizes.calls)
      const { 'messages.send': ours = 0, ...others } = found
      rates.push([`${target.name}, ${callers} callers`, number(ours), ...columns(others)])
      for (const [peer, rate] of Object.entries(others))
        ratios.push({
          what: `durable send on ${target.name}, ${callers} callers`,
          ours: `${number(ours)}/s`,
          peer,
          beside: `${number(rate)}/s`,
          ratio: times(ours, rate),
        })
    }
    await peers.close()
    for (const beside of [
      { campaign: 0, messages: sizes.messages, everyMs: 20 },
      { campaign: sizes.campaign, messages: sizes.messages, everyMs: 20 },
      { campaign: sizes.campaign, messages: sizes.limited, everyMs: 2_000, limits: { perSecond: 1 } },
    ]) {
      const { p50, p99, others } = await waitsBeside(target, beside)
      waits.push([whereOf(target, beside), `${number(p50)} ms`, `${number(p99)} ms`, number(others)])
    }
    await target.close()
  }
  return [rateTable(rates, ratios), waitTable(waits, sizes)]
}

const peerNames = ['pg-boss send', 'own insert'] as const
const columns = (others: Record<string, number>) =>
  peerNames.map((name) => (others[name] === undefined ? '–' : number(others[name])))

const rateTable = (rows: string[][], ratios: Ratio[]): BenchTable => ({
  title: 'Durable messages a second, one for each call',
  columns: ['', 'messages.send', ...peerNames],
  rows,
  notes: [
    'Each call with a key of its own. pg-boss stores a job of the same data; the insert is one row of address and data.',
    'Both databases write to disk with each commit. Other work may share the machine: compare within this run only.',
  ],
  ratios,
})

const waitTable = (rows: string[][], { messages, limited }: { messages: number; limited: number }): BenchTable => ({
  title: 'From send until the mail server has the message',
  columns: ['', 'p50', 'p99', 'mails of the campaign meanwhile'],
  rows,
  notes: [
    `${messages} messages, one each 20 ms; with the limit ${limited}, one each 2 s: its interval is 1 s. The callers, the sender and`,
    'the mail server are one process.',
  ],
})

/** Messages given one by one, and what else is sent. */
interface Beside {
  /** Recipients of a campaign that is being sent; 0: none. */
  campaign: number
  messages: number
  everyMs: number
  limits?: Limits
}

const whereOf = ({ name }: StoreTarget, { campaign, limits }: Beside): string =>
  [
    name,
    campaign === 0 ? 'no campaign' : `a campaign of ${number(campaign)} being sent`,
    ...(limits === undefined ? [] : ['a limit of one a second']),
  ].join(', ')

let order = 0
const sendBy =
  (sillage: Sillage): Call =>
  (n) =>
    sillage.messages.send({
      stream: 'receipts',
      to: `p${n}@example.org`,
      data: { order: n },
      key: `order ${order++}`,
    })

/** What others do with the same data on the same database. */
async function peersOf({ place }: StoreTarget): Promise<{ calls: Record<string, Call>; close(): Promise<void> }> {
  const table = 'own_messages (address text not null, data text not null)'
  if ('filename' in place) {
    const file = new Database(`${place.filename}.own`)
    file.pragma('journal_mode = WAL')
    file.pragma('synchronous = FULL')
    file.exec(`create table ${table}`)
    const insert = file.prepare('insert into own_messages values (?, ?)')
    const own = async (n: number) => insert.run(`p${n}@example.org`, JSON.stringify({ order: n }))
    return { calls: { 'own insert': own }, close: async () => void file.close() }
  }
  const pool = new pg.Pool({ connectionString: place.connectionString, max: 20 })
  pool.on('error', () => undefined)
  await pool.query(`create table ${table}`)
  const boss = new PgBoss({ connectionString: place.connectionString })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.createQueue('mails')
  const own = (n: number) =>
    pool.query('insert into own_messages values ($1, $2)', [`p${n}@example.org`, JSON.stringify({ order: n })])
  return {
    calls: {
      'pg-boss send': (n) => boss.send('mails', { to: `p${n}@example.org`, order: n }),
      'own insert': own,
    },
    async close() {
      await boss.stop({ graceful: false })
      await pool.end()
    },
  }
}

/** Calls a second, so many at once. */
async function rateOf(call: Call, callers: number, count: number): Promise<number> {
  let next = 0
  const caller = async () => {
    while (next < count) await call(next++)
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  return perSecond(count, performance.now() - began)
}

/** How long messages take to the mail server. */
async function waitsBeside({ place, store }: StoreTarget, { campaign, messages, everyMs, limits }: Beside) {
  const server = await faultySmtpServer({ keepContent: false })
  const sillage = createSillage({
    // The target closes the store.
    store: { ...store, close: async () => {} },
    transport: smtpTransport({ host: '127.0.0.1', port: server.port }),
    baseUrl: BASE_URL,
    from: FROM,
    ...(limits && { sending: { limits } }),
  })
  const stream = 'filename' in place ? 'sqlite' : 'postgres'
  await sillage.streams.put(stream, { subject: 'Receipt {{order}}', html: '<p>Order {{order}}</p>' })
  // What was given for the rates is not sent.
  await sillage.streams.pause('receipts').catch(() => undefined)
  const recipients = Array.from({ length: campaign }, (_, n) => ({ email: `c${n}@example.org` }))
  const content = { name: 'Beside', subject: 'Hi', html: '<p>Hi</p>' }
  const running = campaign === 0 ? undefined : await sillage.campaigns.create({ ...content, recipients })
  await sillage.start()
  if (campaign > 0) while (server.received.length === 0) await sleep(10)
  const before = server.received.length
  const given = new Map<string, number>()
  for (let n = 0; n < messages; n++) {
    const to = `s${order++}@example.org`
    given.set(to, Date.now())
    await sillage.messages.send({ stream, to, data: { order: n } })
    await sleep(everyMs)
  }
  const others = server.received.slice(before).filter(({ to }) => !given.has(to)).length
  const waits = new Map<string, number>()
  while (waits.size < messages) {
    for (const { to, at } of server.received) if (given.has(to)) waits.set(to, at - (given.get(to) ?? 0))
    await sleep(10)
  }
  if (running !== undefined) await sillage.campaigns.cancel(running.id).catch(() => undefined)
  await sillage.close()
  await server.close()
  const sorted = [...waits.values()].sort((a, b) => a - b)
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: share(0.5), p99: share(0.99), others }
}
