import { type HourCounts, hourCountNames, type TimelineHour } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { TimelineTable } from '../schema.ts'

export type HourRow = Omit<Selectable<TimelineTable>, 'campaign_id'>
export type HourColumn = Exclude<keyof HourRow, 'hour'>

/** The column of each count. */
export const hourColumns = {
  sent: 'sent',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'unknown',
  opens: 'opens',
  clicks: 'clicks',
  opensTracked: 'opens_tracked',
  clicksTracked: 'clicks_tracked',
  opened: 'opened',
  clicked: 'clicked',
  bounced: 'bounced',
  hardBounced: 'hard_bounced',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
} as const satisfies Record<keyof HourCounts, HourColumn>

/** What an hour is read from, of the table called `t` there. */
export const hourRowColumns = (['hour', ...Object.values(hourColumns)] as const).map((column) => `t.${column}` as const)

export const hourOfRow = ({ hour, ...row }: HourRow): TimelineHour => ({
  hour,
  ...(Object.fromEntries(hourCountNames.map((name) => [name, row[hourColumns[name]]])) as unknown as HourCounts),
})

export function hourValues({ hour, ...counts }: TimelineHour): HourRow {
  const values = hourCountNames.map((name) => [hourColumns[name], counts[name]])
  return { hour, ...(Object.fromEntries(values) as Record<HourColumn, number>) }
}
