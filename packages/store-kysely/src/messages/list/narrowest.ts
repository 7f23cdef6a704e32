import type { SqlContext } from '../../context.ts'
import { join, raw, type Sql, sql } from '../../sql.ts'
import { first, type Work } from '../../work.ts'
import { type Filters, searchRanges } from './filters.ts'

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

/**
 * Where the matches of a status are found, if they are few: a condition that an index serves, and how many rows it
 * gives at most.
 */
interface Candidates {
  from: Sql | undefined
  rows: number
  /** True when messages under a lease belong to them too; there are never more of these than are being sent. */
  leased?: true
}

/**
 * How a page is found: nothing can match; these few can; these few and, sorted by name, all whose name begins so; or
 * many can, to be read in order as long as that takes no more rows than collecting `instead`.
 */
export type Way =
  | { none: true }
  | { few: Sql }
  | { few: Sql; namesToo: true }
  | { many: true; instead?: { few: Sql; rows: number } | undefined }

/** More than this are not collected in one statement, even where reading in order takes long. */
const MOST_COLLECTED = 30_000

/**
 * Chooses the way to a page by how many rows each would read. Collecting reads all candidates of a status or of a
 * search; reading in order finds a match every so many rows. The campaign's own counters say how many messages have a
 * status, so that only the ranges of a search have to be counted, and these only as far as collecting them could be the
 * shortest way.
 */
export function* narrowest(
  { tables }: SqlContext,
  campaignId: number,
  { status, ref, q }: Filters,
  wanted: number,
): Work<Way> {
  const counts = yield* first<Counts>(sql`select total, sent, failed, skipped, unknown, queued, opens_unique as opened,
    clicks_unique as clicked, bounces, unsubscribes from ${tables.campaigns} where id = ${campaignId} and removed = 0`)
  if (counts === undefined || counts.total === 0) return { none: true }
  const { total } = counts
  const [own, delivered] = [tables.messages, tables.deliveries].map(
    (half) => sql`select id from ${half} where campaign_id = ${campaignId}`,
  ) as [Sql, Sql]
  // A host's id is that of one person, rarely of more.
  if (ref !== undefined) return { few: sql`${own} and ref = ${ref}` }
  const fewest = status === undefined ? undefined : candidatesOf(status, counts).sort((a, b) => a.rows - b.rows)[0]
  // Messages being sent are counted as queued, so that here nothing can match.
  if (fewest?.leased === true && counts.queued === 0) return { none: true }
  const ofStatus = Math.max(1, Math.min(fewest?.rows ?? total, total))
  const walked = (matches: number): number => (wanted * total) / Math.max(matches, 1)

  const byStatus =
    fewest === undefined ? undefined : { few: selectOf(fewest, delivered, tables.deliveries, campaignId) }
  const instead = byStatus !== undefined && ofStatus <= MOST_COLLECTED ? { ...byStatus, rows: ofStatus } : undefined
  if (q === '') return byStatus !== undefined && ofStatus <= walked(ofStatus) ? byStatus : { many: true, instead }
  // With as many candidates as this, reading in order up to their matches takes as long as collecting them.
  const most = Math.ceil(Math.min(total * Math.sqrt(wanted / ofStatus), byStatus === undefined ? total : ofStatus))
  const few: Sql[] = []
  let candidates = 0
  let [manyNames, many] = [false, false]
  for (const { range, name } of searchRanges(q)) {
    const row = yield* first<{ number: number }>(
      sql`select count(*) as number from (${own} and ${range} limit ${most + 1}) few`,
    )
    const number = row?.number ?? 0
    candidates += number
    if (number <= most) few.push(sql`${own} and ${range}`)
    else if (name) manyNames = true
    else many = true
    if (many) break
  }
  const walking = walked((candidates * ofStatus) / total)
  if (byStatus !== undefined && ofStatus <= Math.min(walking, many || manyNames ? total : candidates)) return byStatus
  if (many) return { many: true, instead }
  const union = join(few, ' union ')
  if (!manyNames && walking < candidates) return { many: true, instead: instead ?? { few: union, rows: candidates } }
  return manyNames ? { few: union, namesToo: true } : { few: union }
}

function selectOf({ from, leased }: Candidates, own: Sql, deliveries: Sql, campaignId: number): Sql {
  const selects = from === undefined ? [] : [sql`${own} and ${from}`]
  // The plus keeps databases from using the campaign's other indexes; the leases of all campaigns are few.
  if (leased === true)
    selects.push(sql`select id from ${deliveries} where lease_until > 0 and +campaign_id = ${campaignId}`)
  // No message is in both: queued ones have no lease. A plain union would have SQLite read the table in the order of
  // ids.
  return join(selects, ' union all ')
}

function candidatesOf(status: NonNullable<Filters['status']>, counts: Counts): Candidates[] {
  const trouble = (state: 'failed' | 'skipped' | 'unknown'): Candidates => ({
    from: raw(`state = '${state}' and state in ('failed', 'skipped', 'unknown')`),
    rows: counts[state],
  })
  switch (status) {
    case 'queued':
      // The counter includes messages being sent, which are in the index of leases.
      return [{ from: raw(`state = 'queued'`), rows: counts.queued, leased: true }]
    case 'sending':
      return [{ from: undefined, rows: 0, leased: true }]
    case 'sent':
      return [{ from: raw('sent_at is not null'), rows: counts.sent }]
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
