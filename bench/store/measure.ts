import { encodeCursor, type MessageListRequest } from '@sillage/core/store'
import { RARE, READ, SENT } from './fill.ts'
import type { StoreTarget } from './targets.ts'

type Sort = MessageListRequest['sort']

/** The 50th and 99th percentile of a call, in milliseconds. */
export interface Timing {
  label: string
  p50: number
  p99: number
  aimMs: number
}

const PAGE = 50
const FAR = 9_999

/** Calls one after another, after a few that are not counted. */
async function timed(
  label: string,
  aimMs: number,
  times: number,
  call: (n: number) => Promise<unknown>,
): Promise<Timing> {
  for (let n = 0; n < 3; n++) await call(n)
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const started = performance.now()
    await call(n)
    taken.push(performance.now() - started)
    // SQLite answers without leaving this turn of the event loop; the next turn is where a stall shows.
    await new Promise((resolve) => setImmediate(resolve))
  }
  taken.sort((a, b) => a - b)
  const at = (part: number): number => taken[Math.min(taken.length - 1, Math.floor(taken.length * part))] ?? 0
  return { label, p50: at(0.5), p99: at(0.99), aimMs }
}

export async function head({ store }: StoreTarget, times: number): Promise<Timing> {
  return await timed('head figures', 5, times, () => store.campaigns.summary(READ))
}

const sorts: readonly Sort[] = ['name', 'company', 'sentAt', 'opens', 'clicks', 'lastOpenAt']
const columns: Readonly<Record<Sort, string>> = {
  name: `nullif(name_key, '')`,
  company: `nullif(company_key, '')`,
  sentAt: 'sent_at',
  opens: 'nullif(opens, 0)',
  clicks: 'nullif(clicks, 0)',
  lastOpenAt: 'last_open_at',
}
const ties: Readonly<Partial<Record<Sort, string>>> = {
  opens: 'case when opens > 0 then last_open_at end',
  clicks: 'case when clicks > 0 then last_click_at end',
}

/** The cursor of page 10,000, or of the last page where there are not so many. */
async function farCursor(
  { store, first }: StoreTarget,
  sort: Sort,
  order: 'asc' | 'desc',
  messages: number,
): Promise<string> {
  const offset = Math.min(FAR * PAGE, messages - PAGE) - 1
  const key = columns[sort]
  const tie = ties[sort] ?? 'id * 0'
  const whole = `(select m.name_key, m.company_key, d.* from email_messages m join email_deliveries d on d.id = m.id
    where m.campaign_id = ${READ}) whole`
  const row = await first(`select ${key} as value, ${tie} as tie, id from ${whole}
    order by case when ${key} is null then 1 else 0 end, ${key} ${order}, ${tie} ${order},
      case when ${key} is null then id end, id ${order} limit 1 offset ${offset}`)
  const value = sort === 'name' || sort === 'company' ? row.value : row.value === null ? null : Number(row.value)
  const cursor = encodeCursor(`messages:${sort}:${order}`, [value, Number(row.tie ?? 0), Number(row.id)])
  // Proves that the position is one of the list's own.
  await store.messages.list({ campaignId: READ, sort, order, limit: PAGE, cursor })
  return cursor
}

/** Where page 10,000 of each list is; read from the database itself, before anything is measured. */
export type FarCursors = Map<string, string>

export async function farCursors(target: StoreTarget, messages: number): Promise<FarCursors> {
  const cursors: FarCursors = new Map()
  for (const sort of sorts) {
    for (const order of ['asc', 'desc'] as const) {
      cursors.set(`${sort} ${order}`, await farCursor(target, sort, order, messages))
    }
  }
  return cursors
}

export async function sortedPages(target: StoreTarget, times: number, far: FarCursors): Promise<Timing[]> {
  const timings: Timing[] = []
  for (const sort of sorts) {
    for (const order of ['asc', 'desc'] as const) {
      for (const [place, cursor] of [
        ['first', undefined],
        ['far', far.get(`${sort} ${order}`)],
      ] as const) {
        timings.push(
          await timed(`sort ${sort} ${order}, ${place} page`, 20, times, () =>
            target.store.messages.list({ campaignId: READ, sort, order, limit: PAGE, cursor }),
          ),
        )
      }
    }
  }
  return timings
}

const statuses = [
  'sent',
  'opened',
  'clicked',
  'failed',
  'skipped',
  'unknown',
  'queued',
  'sending',
  'bounced',
  'unsubscribed',
] as const
const orders = ['asc', 'desc'] as const
/** Found by everybody, by many, by some, by few and by nobody. */
const crossedSearches = ['user', 'anna', 'anna costa', 'anna costa 12', 'nobody']
const searches = ['a', 'anna', 'anna costa 1', 'user123', 'company 4', 'company 4321', 'nobody']

export async function filteredPages({ store }: StoreTarget, times: number): Promise<Timing[]> {
  const base = { campaignId: READ, sort: 'name', order: 'asc', limit: PAGE } as const
  const timings: Timing[] = []
  for (const status of statuses) {
    timings.push(await timed(`status ${status}`, 20, times, () => store.messages.list({ ...base, status })))
  }
  for (const q of searches)
    timings.push(await timed(`search "${q}"`, 20, times, () => store.messages.list({ ...base, q })))
  return timings
}

/** Status, search and another sort together; the slowest of each sort is shown. */
export async function combinedPages({ store }: StoreTarget, times: number): Promise<Timing[]> {
  const timings: Timing[] = []
  for (const sort of sorts) {
    let slowest: Timing | undefined
    for (const status of ['sent', 'opened', 'clicked', 'failed', 'bounced', 'queued'] as const) {
      for (const q of searches) {
        const timing = await timed(`combined, sort ${sort} desc: ${status} and "${q}"`, 100, times, () =>
          store.messages.list({ campaignId: READ, sort, order: 'desc', limit: PAGE, status, q }),
        )
        if (slowest === undefined || timing.p99 > slowest.p99) slowest = timing
      }
    }
    if (slowest !== undefined) timings.push(slowest)
  }
  return timings
}

/** Sorts by one half of a message with a filter on the other, in the campaign that few clicked. */
export async function crossedPages({ store }: StoreTarget, times: number): Promise<Timing[]> {
  const base = { campaignId: RARE, limit: PAGE } as const
  const crossed: readonly Omit<MessageListRequest, 'campaignId' | 'limit'>[] = [
    ...orders.map((order) => ({ sort: 'name', order, status: 'clicked' }) as const),
    ...crossedSearches.map((q) => ({ sort: 'opens', order: 'desc', q }) as const),
    ...crossedSearches.map((q) => ({ sort: 'name', order: 'asc', status: 'failed', q }) as const),
  ]
  const timings: Timing[] = []
  for (const request of crossed) {
    const { sort, order, status, q } = request
    const filters = [...(status === undefined ? [] : [status]), ...(q === undefined ? [] : [`"${q}"`])].join(' and ')
    timings.push(
      await timed(`crossed, sort ${sort} ${order}: ${filters}`, 100, times, () =>
        store.messages.list({ ...base, ...request }),
      ),
    )
  }
  return timings
}

export async function claims({ store }: StoreTarget): Promise<Timing> {
  return await timed('claim of 500', 15, 100, (n) => {
    const now = Date.now()
    return store.messages.claim({
      sender: `bench ${n}`,
      now,
      leaseUntil: now + 600_000,
      campaigns: [{ campaignId: SENT, limit: 500 }],
    })
  })
}
