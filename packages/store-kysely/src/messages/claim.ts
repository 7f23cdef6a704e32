import type { ClaimedMessage, ClaimRequest } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import { sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

interface ClaimedRow {
  id: number
  campaign_id: number
  email: string
  ref: string | null
  name: string | null
  company: string | null
  data: string
  consent: string | null
  attempts: number
  due_at: number
}

/**
 * Claims due messages in the order of the claim index, in one statement: it locks the rows, and changes them by the ids
 * it found.
 */
export function* claim(
  { dialect, tables }: SqlContext,
  { sender, now, leaseUntil, limit, campaignId }: ClaimRequest,
): Work<ClaimedMessage[]> {
  const due = sql`select id from ${tables.messages}
    where campaign_id = ${campaignId} and state = 'queued' and due_at <= cast(${now} as bigint) + ${dialect.shift(now)}
      and exists (select 1 from ${tables.campaigns} c where c.id = ${campaignId} and c.status = 'sending' and c.removed = 0)
    order by due_at, id limit ${limit} ${dialect.lockFree}`
  const claimed = yield* rows<ClaimedRow>(
    sql`update ${tables.messages} set state = 'claimed', sender = ${sender},
        lease_until = cast(${leaseUntil} as bigint) + ${dialect.shift(now)}
      where id ${dialect.amongFew(due)}
      returning id, campaign_id, email, ref, name, company, data, consent, attempts, due_at`,
  )
  claimed.sort((a, b) => a.due_at - b.due_at || a.id - b.id)
  return claimed.map(({ id, campaign_id, email, ref, name, company, data, consent, attempts }) => ({
    id,
    campaignId: campaign_id,
    email,
    ref,
    name,
    company,
    data: parseJson(data),
    consent: parseJson(consent),
    attempts,
  }))
}
