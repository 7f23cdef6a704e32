import type { ClaimedMessage, ClaimRequest } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import { sql } from '../sql.ts'
import { first, rows, type Work } from '../work.ts'

interface ClaimedRow {
  id: number
  campaign_id: number
  email: string
  name: string | null
  company: string | null
  data: string
  consent: string | null
  attempts: number
  due_at: number
}

/**
 * Claims due messages in the order of the claim index: first the rows are locked, then changed. In one statement PostgreSQL plans the update for any limit, and
 * reads the whole table (24 ms for 500 of 160,000 messages, 6 ms this way).
 */
export function* claim(
  { dialect, tables }: SqlContext,
  { sender, now, leaseUntil, limit, campaignId }: ClaimRequest,
): Work<ClaimedMessage[]> {
  const sending = yield* first(
    sql`select 1 from ${tables.campaigns} where id = ${campaignId} and status = 'sending' and removed = 0`,
  )
  if (sending === undefined) return []
  const due = yield* rows<{ id: number }>(sql`select id from ${tables.messages}
    where campaign_id = ${campaignId} and state = 'queued' and due_at <= cast(${now} as bigint) + ${dialect.shift(now)}
    order by due_at, id limit ${limit} ${dialect.lockFree}`)
  if (due.length === 0) return []
  const claimed = yield* rows<ClaimedRow>(
    sql`update ${tables.messages} set state = 'claimed', sender = ${sender},
        lease_until = cast(${leaseUntil} as bigint) + ${dialect.shift(now)}
      where id in (select id from ${dialect.inputTable({ id: 'integer' }).of(due)})
      returning id, campaign_id, email, name, company, data, consent, attempts, due_at`,
  )
  claimed.sort((a, b) => a.due_at - b.due_at || a.id - b.id)
  return claimed.map(({ id, campaign_id, email, name, company, data, consent, attempts }) => ({
    id,
    campaignId: campaign_id,
    email,
    name,
    company,
    data: parseJson(data),
    consent: parseJson(consent),
    attempts,
  }))
}
