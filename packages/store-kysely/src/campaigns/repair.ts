import { type Census, type Counters, hourCountNames, type LinkRecord, type TimelineHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { campaignCounterColumns } from '../counters.ts'
import { hourColumns } from '../rows/hour-row.ts'
import { join, raw, sql } from '../sql.ts'
import { change, type Work } from '../work.ts'

/** `opens_unique` is `opens.unique` in the port, `read_ms` is `readMs`. */
const nameOf = (column: string): string =>
  /^(opens|clicks)_/.test(column)
    ? column.replace('_', '.')
    : column.replace(/_(.)/, (_, letter: string) => letter.toUpperCase())

export function* repairCampaign({ tables }: SqlContext, campaignId: number, counters: Counters): Work<void> {
  const assignments = campaignCounterColumns.map((column) => sql`${raw(column)} = ${counters[nameOf(column)] ?? 0}`)
  yield* change(sql`update ${tables.campaigns} set ${join(assignments, ', ')} where id = ${campaignId}`)
}

export function* repairLinks({ tables }: SqlContext, links: readonly LinkRecord[]): Work<void> {
  for (const { id, total, unique } of links) {
    yield* change(sql`update ${tables.links} set total = ${total}, unique_clicks = ${unique}
      where id = ${id} and (total <> ${total} or unique_clicks <> ${unique})`)
  }
}

export function* repairTimeline(
  { tables }: SqlContext,
  campaignId: number,
  hours: readonly TimelineHour[],
): Work<void> {
  const columns = raw(Object.values(hourColumns).join(', '))
  yield* change(sql`delete from ${tables.timeline} where campaign_id = ${campaignId}`)
  for (const { hour, ...counts } of hours) {
    const values = hourCountNames.map((name) => sql`${counts[name]}`)
    yield* change(sql`insert into ${tables.timeline} (campaign_id, hour, ${columns})
      values (${campaignId}, ${hour}, ${join(values, ', ')})`)
  }
}

export function* repairReadTimes({ tables }: SqlContext, campaignId: number, times: Census['readTimes']): Work<void> {
  yield* change(sql`delete from ${tables.readTimes} where campaign_id = ${campaignId}`)
  for (const [bucket, recipients] of times) {
    yield* change(sql`insert into ${tables.readTimes} (campaign_id, bucket, recipients)
      values (${campaignId}, ${bucket}, ${recipients})`)
  }
}
