import { type HourRange, isEmptyHour, medianOfBuckets, type TimelineHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { hourOfRow, hourRowColumns } from '../rows/hour-row.ts'
import { rows, type Work } from '../work.ts'

/** A campaign's hours; empty ones left out. */
export function* timeline(
  { db }: SqlContext,
  campaignId: number,
  { from, before }: HourRange = {},
): Work<TimelineHour[]> {
  let query = db
    .selectFrom('email_timeline as t')
    .innerJoin('email_campaigns as c', 'c.id', 't.campaign_id')
    .select(hourRowColumns)
    .where('t.campaign_id', '=', campaignId)
    .where('c.removed', '=', 0)
    .orderBy('t.hour')
  if (from !== undefined) query = query.where('t.hour', '>=', from)
  if (before !== undefined) query = query.where('t.hour', '<', before)
  const hours = yield* rows(query)
  return hours.map(hourOfRow).filter((hour) => !isEmptyHour(hour))
}

export function* medianReadMs({ db }: SqlContext, campaignId: number): Work<number | undefined> {
  const buckets = yield* rows(
    db
      .selectFrom('email_read_times as r')
      .innerJoin('email_campaigns as c', 'c.id', 'r.campaign_id')
      .select(['r.bucket', 'r.recipients'])
      .where('r.campaign_id', '=', campaignId)
      .where('c.removed', '=', 0),
  )
  return medianOfBuckets(new Map(buckets.map(({ bucket, recipients }) => [bucket, recipients])))
}
