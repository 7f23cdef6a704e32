import type { MessageListRequest, Store } from '@sillage/core/store'
import type { Engine, Result, Sql, Work } from '../src/index.ts'
import { smallCampaign } from './small-campaign.ts'

/** What a list asked of the database, and what it was answered. */
export interface Asked {
  statement: Sql
  result: Result | undefined
}

/** An engine that also notes every statement of lists, in their order. */
export function askedBy(engine: Engine): { engine: Engine; asked: Asked[] } {
  const asked: Asked[] = []
  const noted = <T>(work: () => Work<T>) =>
    function* (): Work<T> {
      const inner = work()
      for (let step = inner.next(); ; ) {
        if (step.done === true) return step.value
        const results: readonly Result[] = yield step.value
        asked.push(...step.value.map((statement, index) => ({ statement, result: results[index] })))
        step = inner.next(results)
      }
    }
  return { asked, engine: { ...engine, browse: (work) => engine.browse(noted(work)) } }
}

const MESSAGES = 40_000
const LATE = 2_200

/**
 * A campaign of 40,000 on an empty database: 400 failed, 400 others clicked, two of five opened; 2,200 named Late were
 * sent theirs and opened nothing. `run` runs a statement, given how its tables are called.
 */
export async function crossedCampaign(
  store: Store,
  run: (sql: (table: (name: string) => string) => string) => Promise<void>,
): Promise<number> {
  const { campaign } = await store.campaigns.create(smallCampaign())
  for (let from = 0; from < MESSAGES; from += 4_000) {
    const batch = Array.from({ length: 4_000 }, (_, i) => {
      const n = from + i
      const name = n < LATE ? `Late ${n}` : `Name ${(n * 7919) % 100_003}`
      const email = `p${(n * 48_271) % 99_991}.${n}@example.org`
      return { email, ref: null, name, company: `Company ${(n * 31) % 97}`, data: {}, consent: null }
    })
    await store.campaigns.plan(campaign.id, batch, 1)
  }
  await run(
    (table) => `update ${table('email_deliveries')} set state = case when id % 100 = 0 then 'failed' else 'sent' end,
    sent_at = case when id % 100 = 0 then null else id end,
    opens = case when id > ${LATE} and id % 5 in (1, 2) then 1 + id % 7 else 0 end,
    last_open_at = case when id > ${LATE} and id % 5 in (1, 2) then id end,
    clicks = case when id > ${LATE} and id % 100 = 1 then 1 else 0 end,
    last_click_at = case when id > ${LATE} and id % 100 = 1 then id end`,
  )
  const count = (table: string, condition: string) => `(select count(*) from ${table} where ${condition})`
  await run((table) => {
    const of = (condition: string) => count(table('email_deliveries'), condition)
    return `update ${table('email_campaigns')} set total = ${MESSAGES}, queued = 0, sent = ${of(`state = 'sent'`)},
      failed = ${of(`state = 'failed'`)}, opens_unique = ${of('opens > 0')}, clicks_unique = ${of('clicks > 0')}`
  })
  return campaign.id
}

/** What a row that is read from an index alone counts as: a tenth of one that is read by its id, as it costs. */
export const OF_INDEX = 0.1

/** A list, the most rows it may read on the way to its page, and the rows that match. */
export interface CrossedList {
  request: Omit<MessageListRequest, 'campaignId' | 'limit'>
  most: number
  /** Tables that are read for each of the few that can match, in this order. */
  each: readonly ('messages' | 'deliveries')[]
}

/** Each reads so many rows as the rarer side has, however many messages there are. */
export const crossedLists: readonly CrossedList[] = [
  // 400 of the status among 3,000 in order.
  { request: { sort: 'name', order: 'asc', status: 'failed' }, most: 700, each: [] },
  { request: { sort: 'name', order: 'desc', status: 'clicked' }, most: 700, each: [] },
  { request: { sort: 'company', order: 'asc', status: 'failed' }, most: 700, each: [] },
  // As many again are counted; of 22 alone the search holds too.
  {
    request: { sort: 'opens', order: 'desc', status: 'failed', q: 'late' },
    most: 1_350,
    each: ['messages', 'deliveries'],
  },
  { request: { sort: 'name', order: 'asc', status: 'failed', q: 'late' }, most: 1_350, each: ['messages'] },
  // 111 that the search finds, counted before.
  { request: { sort: 'opens', order: 'desc', q: 'late 12' }, most: 420, each: ['deliveries'] },
  {
    request: { sort: 'name', order: 'asc', status: 'opened', q: 'late 12' },
    most: 420,
    each: ['deliveries', 'messages'],
  },
  // 1,111, fewer than would be read twice each in the order of opens.
  { request: { sort: 'opens', order: 'desc', q: 'late 1' }, most: 3_600, each: ['deliveries'] },
  // 2,200 that come after all that were opened, which are not read to their end.
  { request: { sort: 'opens', order: 'desc', q: 'late' }, most: 11_000, each: ['deliveries'] },
  { request: { sort: 'lastOpenAt', order: 'asc', q: 'late' }, most: 11_000, each: ['deliveries'] },
  // 3,300 adjacent in the order of companies, and nobody beside them.
  { request: { sort: 'company', order: 'asc', q: 'company 9' }, most: 1_500, each: ['messages'] },
  { request: { sort: 'company', order: 'desc', q: 'company 1' }, most: 1_500, each: ['messages'] },
]

export const titleOf = ({ request }: CrossedList): string => Object.values(request).join(', ')
