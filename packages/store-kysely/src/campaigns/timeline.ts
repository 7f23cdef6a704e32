import { type CampaignStore, HOUR_MS } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

interface Hour {
  hour: number
  sent: number
  opens: number
  clicks: number
}

type Bucket = Parameters<CampaignStore['timeline']>[1]
type Items = Awaited<ReturnType<CampaignStore['timeline']>>

const DAY_MS = 24 * HOUR_MS

/** A campaign's hours, added up to days on request; empty ones left out. */
export function* timeline({ tables }: SqlContext, campaignId: number, bucket: Bucket): Work<Items> {
  const hours = yield* rows<Hour>(sql`select t.hour, t.sent, t.opens, t.clicks from ${tables.timeline} t
    join ${tables.campaigns} c on c.id = t.campaign_id and c.removed = 0
    where t.campaign_id = ${campaignId} order by t.hour`)
  const size = bucket === 'day' ? DAY_MS : HOUR_MS
  const buckets = new Map<number, Hour>()
  for (const { hour, sent, opens, clicks } of hours) {
    const start = Math.floor(hour / size) * size
    const sum = buckets.get(start) ?? { hour: start, sent: 0, opens: 0, clicks: 0 }
    sum.sent += sent
    sum.opens += opens
    sum.clicks += clicks
    buckets.set(start, sum)
  }
  return [...buckets.values()]
    .filter(({ sent, opens, clicks }) => sent !== 0 || opens !== 0 || clicks !== 0)
    .map(({ hour, sent, opens, clicks }) => ({ at: new Date(hour).toISOString(), sent, opens, clicks }))
}

/** Read times are counted in buckets of this many milliseconds. */
const READ_TIME_MS = 100
export const readTimeBucket = (readMs: number): number => Math.round(readMs / READ_TIME_MS)

export function* medianReadMs({ tables }: SqlContext, campaignId: number): Work<number | undefined> {
  const buckets = yield* rows<{ bucket: number; recipients: number }>(
    sql`select r.bucket, r.recipients from ${tables.readTimes} r
      join ${tables.campaigns} c on c.id = r.campaign_id and c.removed = 0
      where r.campaign_id = ${campaignId} and r.recipients > 0 order by r.bucket`,
  )
  const measured = buckets.reduce((sum, { recipients }) => sum + recipients, 0)
  if (measured === 0) return undefined
  const middle = (bucketOf(buckets, Math.floor((measured - 1) / 2)) + bucketOf(buckets, Math.floor(measured / 2))) / 2
  return Math.round(middle) * READ_TIME_MS
}

/** The bucket that the n-th recipient is in, counted from 0. */
function bucketOf(buckets: readonly { bucket: number; recipients: number }[], n: number): number {
  let left = n
  for (const { bucket, recipients } of buckets) {
    if (left < recipients) return bucket
    left -= recipients
  }
  return 0
}
