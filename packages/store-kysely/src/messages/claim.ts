import type { ClaimedMessage, ClaimRequest } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import { sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'

interface DueRow {
  id: number
  email: string
  ref: string | null
  name: string | null
  company: string | null
  data: string
  consent: string | null
  attempts: number
  due_at: number
}

/** Claims due messages in the order of the claim index: locks and reads them with whom they are to, then marks them. */
export function* claim(
  { dialect, tables }: SqlContext,
  { sender, now, leaseUntil, limit, campaignId }: ClaimRequest,
): Work<ClaimedMessage[]> {
  const queued = sql`(select id, attempts, due_at from ${tables.deliveries}
    where campaign_id = ${campaignId} and state = 'queued' and due_at <= cast(${now} as bigint) + ${dialect.shift(now)}
      and exists (select 1 from ${tables.campaigns} c where c.id = ${campaignId} and c.status = 'sending' and c.removed = 0)
    order by due_at, id limit ${limit} ${dialect.lockFree}) due`
  const due = yield* rows<DueRow>(
    sql`select due.id, due.attempts, due.due_at, m.email, m.ref, m.name, m.company, m.data, m.consent
      from ${dialect.besideEach(queued, tables.messages, 'm', sql`m.id = due.id`)}`,
  )
  if (due.length === 0) return []
  const ids = dialect.inputTable({ id: 'integer' }).of(due)
  yield* change(sql`update ${tables.deliveries} set state = 'claimed', sender = ${sender},
      lease_until = cast(${leaseUntil} as bigint) + ${dialect.shift(now)} where id in (select id from ${ids})`)
  due.sort((a, b) => a.due_at - b.due_at || a.id - b.id)
  return due.map(({ id, email, ref, name, company, data, consent, attempts }) => ({
    id,
    campaignId,
    email,
    ref,
    name,
    company,
    data: parseJson(data),
    consent: parseJson(consent),
    attempts,
  }))
}
