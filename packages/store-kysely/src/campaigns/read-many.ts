import type { CampaignRecord, CampaignSummary, LinkRecord } from '@sillage/core/store'
import type { SqlParts } from '../context.ts'
import { idsOf } from '../ids-of.ts'
import {
  campaignColumns,
  campaignOf,
  type LinkRow,
  linkColumns,
  linkOf,
  type SummaryRow,
  summaryColumns,
  summaryOf,
  type WholeRow,
} from '../rows/campaign-row.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

// By hand, because the builder knows no `besideEach`: given a plain `in`, PostgreSQL read all campaigns of a growing
// installation for each call until their first analysis.

export function* readCampaigns(parts: SqlParts, ids: readonly number[]): Work<CampaignRecord[]> {
  return (yield* rows<WholeRow>(withContent(parts, ids, campaignColumns))).map(campaignOf)
}

export function* readSummaries(parts: SqlParts, ids: readonly number[]): Work<CampaignSummary[]> {
  return (yield* rows<SummaryRow>(withContent(parts, ids, summaryColumns))).map(summaryOf)
}

export function* readLinks({ dialect, tables }: SqlParts, ids: readonly number[]): Work<LinkRecord[]> {
  const columns = linkColumns.map((column) => `l.${column}`).join(', ')
  const theirs = sql`l.campaign_id = v.id and l.content_id is null`
  return (yield* rows<LinkRow>(
    sql`select ${raw(columns)} from ${dialect.besideEach(idsOf(dialect, ids), tables.links, 'l', theirs)} order by l.id`,
  )).map(linkOf)
}

function withContent({ dialect, tables }: SqlParts, ids: readonly number[], columns: readonly string[]): Sql {
  const one = sql`c.id = v.id and c.removed = 0`
  const own = columns.filter((column) => column.startsWith('c.'))
  const theirs = sql`(select ${raw(own.join(', '))}, c.content_id from ${dialect.besideEach(idsOf(dialect, ids), tables.campaigns, 'c', one)}) c`
  return sql`select ${raw(columns.join(', '))}
    from ${dialect.besideEach(theirs, tables.contents, 'k', sql`k.id = c.content_id`)}`
}
