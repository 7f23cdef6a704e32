// Whom segments over several campaigns reach: counting and planning them with a million messages in three campaigns, on
// SQLite and PostgreSQL.
import { createSillage, type Segment } from '../packages/core/src/index.ts'
import { CAMPAIGNS, EMPTY, fillCampaigns, RARE_URL } from './segments/fill.ts'
import { postgresTarget, type StoreTarget, sqliteTarget } from './store/targets.ts'
import { type Bench, type BenchTable, number, perSecond } from './table.ts'

const last = { last: CAMPAIGNS.length }
const segments: readonly [string, Segment][] = [
  ['opened one', { opened: { campaignId: '1' } }],
  ['opened the last 3 and clicked none', { opened: last, not: { clicked: last } }],
  ['clicked a URL in one', { clicked: { campaignId: '1', url: RARE_URL } }],
  ['clicked a URL in the last 3', { clicked: { ...last, url: RARE_URL } }],
  ['received one', { received: { campaignId: '1' } }],
  ['of the directory, opened none of the last 3', { not: { opened: last } }],
]

export const run: Bench = async ({ quick }) => {
  const tables: BenchTable[] = []
  for (const open of [sqliteTarget, postgresTarget]) {
    const target = await open()
    try {
      tables.push(await measure(target, quick ? 2_000 : 333_334))
    } finally {
      await target.close()
    }
  }
  return tables
}

async function measure(target: StoreTarget, people: number): Promise<BenchTable> {
  await fillCampaigns(target, people)
  const sillage = createSillage({ store: target.store, baseUrl: 'https://mail.example', from: 'a@example.org' })
  const rows: string[][] = []
  const row = (label: string, total: number, ms: number) =>
    rows.push([label, number(total), seconds(ms), `${number(perSecond(total, ms))}/s`])
  for (const [label, where] of segments) {
    const [counted, ms] = await timed(() => sillage.campaigns.count({ where }))
    row(`count: ${label}`, counted.total, ms)
    const campaign = { name: 'n', subject: 's', html: '<p>x</p>', recipients: { where }, start: false }
    const [planned, planMs] = await timed(() => sillage.campaigns.create(campaign))
    row(`plan: ${label}`, planned.total, planMs)
    if (planned.total !== counted.total || planned.warnings.length > 0)
      throw new Error(`${label}: ${counted.total} were counted, and ${planned.total} planned`)
  }
  await pages(target, rows)
  return {
    title: `segments, ${target.name}: ${number(people * CAMPAIGNS.length)} messages in three campaigns, ${number(people)} contacts`,
    columns: ['', 'people', 'time', ''],
    rows,
    notes: [
      'Who clicked in a list is the mean of 20 pages of 50. What became of 500 addresses is the mean of 20 pages.',
    ],
  }
}

/** Pages of the list by a link, and what the store says of each page of people. */
async function pages({ store }: StoreTarget, rows: string[][]): Promise<void> {
  const each = async (label: string, people: number, call: () => Promise<unknown>) => {
    await call()
    const [, ms] = await timed(async () => {
      for (let n = 0; n < 20; n++) await call()
    })
    rows.push([label, number(people), `${(ms / 20).toFixed(1)} ms`, ''])
  }
  for (const sort of ['name', 'clicks', 'lastOpenAt'] as const)
    for (const link of [1, 2]) {
      const request = { campaignId: 1, link, sort, order: 'desc', limit: 50 } as const
      await each(`page of who clicked the ${link === 1 ? 'rarer' : 'other'} link, by ${sort}`, 50, () =>
        store.messages.list(request),
      )
    }
  const { items } = await store.messages.list({ campaignId: 1, sort: 'name', order: 'asc', limit: 500 })
  const emails = items.map(({ email }) => email)
  for (const campaigns of [3, 100, CAMPAIGNS.length + EMPTY]) {
    const campaignIds = Array.from({ length: campaigns }, (_, n) => n + 1)
    await each(`what became of addresses in ${campaigns} campaigns`, emails.length, () =>
      store.messages.became({ campaignIds, emails, links: [] }),
    )
  }
  await each('the same in 3 campaigns, with the links clicked', emails.length, () =>
    store.messages.became({ campaignIds: [...CAMPAIGNS], emails, links: [1, 3, 5] }),
  )
}

async function timed<T>(call: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now()
  const result = await call()
  return [result, performance.now() - started]
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
