import type { Agenda, AgendaRequest } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { raw, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

interface AgendaRow {
  what: 'campaign' | 'start' | 'lease'
  id: number | null
  kind: 'campaign' | 'stream' | null
  version: number | null
  at: number | null
  transport: string | null
}

/**
 * Everything senders poll for, in one statement. The earliest due time of each campaign being sent is read from its
 * claim index, so that the cost is that of the campaigns, not of their messages; a stream with nothing queued costs no
 * more than its row. By hand, because every sender runs it each second, and its parts are clearer beside each other.
 */
export function* agenda(
  { dialect, tables }: SqlContext,
  { now, until, campaignId, known }: AgendaRequest,
): Work<Agenda> {
  const shift = dialect.shift(now)
  const only = campaignId === undefined ? raw('') : sql`and c.id = ${campaignId}`
  const named = dialect.inputTable({ id: 'integer' }).of(known.map((id) => ({ id })))
  const found = yield* rows<AgendaRow>(sql`
    select 'campaign' as what, due.id, due.kind, due.version, due.at - ${shift} as at, due.transport from (
      select c.id, c.kind, c.version, c.transport, case when c.queued > 0 then (select d.due_at from ${tables.deliveries} d
        where d.campaign_id = c.id and d.state = 'queued' order by d.due_at limit 1) end as at
      from ${tables.campaigns} c where c.status = 'sending' and c.removed = 0 ${only}) due
    where due.at <= cast(${until} as bigint) + ${shift} or due.id in (select id from ${named})
    union all select 'start', null, null, null, (select min(scheduled_at) from ${tables.campaigns}
      where status = 'scheduled' and removed = 0), null
    union all select 'lease', null, null, null, (select min(lease_until) from ${tables.deliveries}
      where lease_until is not null) - ${shift}, null`)
  const timeOf = (what: AgendaRow['what']) => found.find((row) => row.what === what)?.at ?? undefined
  return {
    campaigns: found.flatMap(({ id, kind, version, at, transport }) =>
      id === null || kind === null || version === null ? [] : { id, kind, version, dueAt: at ?? undefined, transport },
    ),
    nextStartAt: timeOf('start'),
    nextLeaseEnd: timeOf('lease'),
  }
}
