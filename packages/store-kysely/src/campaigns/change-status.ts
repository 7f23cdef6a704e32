import type { CampaignRecord, StatusChange } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { join, raw, type Sql, sql } from '../sql.ts'
import { change, type Work } from '../work.ts'

/** The columns that a change of status sets. With nothing queued, what would be `sending` is `completed` at once. */
export function statusColumns(to: CampaignRecord['status'], at: number, pauseReason: string | null): Sql {
  if (to === 'sending') {
    return sql`status = case when queued = 0 then 'completed' else 'sending' end, pause_reason = null,
      started_at = coalesce(started_at, ${at}), finished_at = case when queued = 0 then cast(${at} as bigint) end`
  }
  const finished = to === 'completed' || to === 'cancelled' ? sql`, finished_at = ${at}` : raw('')
  return sql`status = ${to}, pause_reason = ${pauseReason}${finished}`
}

/** False when the status is none of `from`. */
export function* changeStatus(
  { tables }: SqlContext,
  id: number,
  { from, to, at, pauseReason }: StatusChange,
): Work<boolean> {
  if (from.length === 0) return false
  const allowed = join(
    from.map((status) => sql`${status}`),
    ', ',
  )
  const changed = yield* change(
    sql`update ${tables.campaigns} set ${statusColumns(to, at, to === 'paused' ? (pauseReason ?? null) : null)}
      where id = ${id} and removed = 0 and status in (${allowed})`,
  )
  return changed > 0
}
