import { isEmptyHour, medianOfBuckets, type TimelineHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { type HourRow, hourColumnsSql, hourOfRow } from '../rows/hour-row.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

/** A campaign's hours; empty ones left out. */
export function* timeline({ tables }: SqlContext, campaignId: number): Work<TimelineHour[]> {
  const hours = yield* rows<HourRow>(sql`select ${hourColumnsSql} from ${tables.timeline} t
    join ${tables.campaigns} c on c.id = t.campaign_id and c.removed = 0
    where t.campaign_id = ${campaignId} order by t.hour`)
  return hours.map(hourOfRow).filter((hour) => !isEmptyHour(hour))
}

export function* medianReadMs({ tables }: SqlContext, campaignId: number): Work<number | undefined> {
  const buckets = yield* rows<{ bucket: number; recipients: number }>(
    sql`select r.bucket, r.recipients from ${tables.readTimes} r
      join ${tables.campaigns} c on c.id = r.campaign_id and c.removed = 0 where r.campaign_id = ${campaignId}`,
  )
  return medianOfBuckets(new Map(buckets.map(({ bucket, recipients }) => [bucket, recipients])))
}
