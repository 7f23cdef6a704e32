import type { SqlContext } from '../../context.ts'
import { join, raw, type Sql, sql } from '../../sql.ts'
import { first, type Work } from '../../work.ts'
import { type Filters, searchRanges } from './filters.ts'

/**
 * Up to this many candidates are collected and sorted, which takes some milliseconds; a filter that finds more finds a page of 50 within about as many rows
 * of any order of a million.
 */
const FEW = 5_000
/** The same for a status that is searched in besides: what is left of both is met so rarely that collecting more is still shorter than walking. */
const FEW_SEARCHED = 12_000

interface Counts {
  total: number
  sent: number
  failed: number
  skipped: number
  unknown: number
  queued: number
  opened: number
  clicked: number
  bounces: number
  unsubscribes: number
}

/** Where the matches of a status are found, if they are few: a condition that an index serves, and how many rows it gives at most. */
interface Candidates {
  from: Sql | undefined
  rows: number
  /** True when messages under a lease belong to them too; there are never more of these than are on their way. */
  leased?: true
}

/** How a page is found: nothing can match; these few can; these few and, sorted by name, all whose name begins so; or many can. */
export type Way = { none: true } | { few: Sql } | { few: Sql; namesToo: true } | { many: true }

/**
 * Chooses the way to a page. The campaign's own counters tell how many messages have a status, so that nothing has to be counted but the ranges
 * of a search, and those only as far as they are few.
 */
export function* narrowest({ tables }: SqlContext, campaignId: number, { status, q }: Filters): Work<Way> {
  const counts = yield* first<Counts>(sql`select total, sent, failed, skipped, unknown, queued, opens_unique as opened,
    clicks_unique as clicked, bounces, unsubscribes from ${tables.campaigns} where id = ${campaignId} and removed = 0`)
  if (counts === undefined || counts.total === 0) return { none: true }
  const own = sql`select id from ${tables.messages} where campaign_id = ${campaignId}`
  if (status !== undefined) {
    const fewest = candidatesOf(status, counts).sort((a, b) => a.rows - b.rows)[0]
    if (fewest !== undefined && fewest.rows <= (q === '' ? FEW : FEW_SEARCHED)) {
      const selects = fewest.from === undefined ? [] : [sql`${own} and ${fewest.from}`]
      // The plus keeps databases from going by the campaign's other indexes, where the few leases of all campaigns are next to nothing.
      if (fewest.leased === true) {
        selects.push(sql`select id from ${tables.messages} where lease_until > 0 and +campaign_id = ${campaignId}`)
      }
      // No message is in both: queued ones have no lease. A plain union would have SQLite read the table in the order of ids.
      return { few: join(selects, ' union all ') }
    }
  }
  if (q === '') return { many: true }
  const few: Sql[] = []
  let manyNames = false
  for (const { range, name } of searchRanges(q)) {
    const row = yield* first<{ number: number }>(
      sql`select count(*) as number from (${own} and ${range} limit ${FEW + 1}) few`,
    )
    if ((row?.number ?? 0) <= FEW) few.push(sql`${own} and ${range}`)
    else if (name) manyNames = true
    else return { many: true }
  }
  const union = join(few, ' union ')
  return manyNames ? { few: union, namesToo: true } : { few: union }
}

function candidatesOf(status: NonNullable<Filters['status']>, counts: Counts): Candidates[] {
  const trouble = (state: 'failed' | 'skipped' | 'unknown'): Candidates => ({
    from: raw(`state = '${state}' and state in ('failed', 'skipped', 'unknown')`),
    rows: counts[state],
  })
  switch (status) {
    case 'queued':
      // The counter also holds those on their way, which stand in the index of leases.
      return [{ from: raw(`state = 'queued'`), rows: counts.queued, leased: true }]
    case 'sending':
      return [{ from: undefined, rows: 0, leased: true }]
    case 'sent':
      return [
        { from: raw('sent_at is not null'), rows: counts.sent },
        { from: raw('opens = 0'), rows: counts.total - counts.opened },
      ]
    case 'opened':
      return [{ from: raw('opens > 0'), rows: counts.opened }]
    case 'clicked':
      return [{ from: raw('clicks > 0'), rows: counts.clicked }]
    case 'failed':
    case 'skipped':
    case 'unknown':
      return [trouble(status)]
    case 'bounced':
      return [{ from: raw('bounced_at is not null'), rows: counts.bounces }]
    case 'unsubscribed':
      return [{ from: raw('unsubscribed_at is not null'), rows: counts.unsubscribes }]
  }
}
