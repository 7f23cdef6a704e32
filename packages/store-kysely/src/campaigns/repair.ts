import type { Census, Counters, LinkRecord, TimelineHour } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { type CampaignCounter, campaignCounterColumns } from '../counters.ts'
import { hourValues } from '../rows/hour-row.ts'
import { change, type Work } from '../work.ts'

/**
 * `opens_unique` is `opens.unique` in the port, `unsubscribes_other` is `unsubscribeReasons.other`, `read_ms` is
 * `readMs`.
 */
const nameOf = (column: string): string =>
  column
    .replace(/^(opens|clicks)_/, '$1.')
    .replace(/^unsubscribes_/, 'unsubscribeReasons.')
    .replace(/^[^.]*$/, (name) => name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()))

export function* repairCampaign({ db }: SqlContext, campaignId: number, counters: Counters): Work<void> {
  const figures = campaignCounterColumns.map((column) => [column, counters[nameOf(column)] ?? 0])
  const values: Record<CampaignCounter, number> = Object.fromEntries(figures)
  yield* change(db.updateTable('email_campaigns').set(values).where('id', '=', campaignId))
}

export function* repairLinks({ db }: SqlContext, links: readonly LinkRecord[]): Work<void> {
  for (const { id, total, unique } of links) {
    yield* change(
      db
        .updateTable('email_links')
        .set({ total, unique_clicks: unique })
        .where('id', '=', id)
        .where(({ eb, or }) => or([eb('total', '<>', total), eb('unique_clicks', '<>', unique)])),
    )
  }
}

export function* repairTimeline({ db }: SqlContext, campaignId: number, hours: readonly TimelineHour[]): Work<void> {
  yield* change(db.deleteFrom('email_timeline').where('campaign_id', '=', campaignId))
  for (const hour of hours) {
    yield* change(db.insertInto('email_timeline').values({ campaign_id: campaignId, ...hourValues(hour) }))
  }
}

export function* repairReadTimes({ db }: SqlContext, campaignId: number, times: Census['readTimes']): Work<void> {
  yield* change(db.deleteFrom('email_read_times').where('campaign_id', '=', campaignId))
  for (const [bucket, recipients] of times) {
    yield* change(db.insertInto('email_read_times').values({ campaign_id: campaignId, bucket, recipients }))
  }
}
