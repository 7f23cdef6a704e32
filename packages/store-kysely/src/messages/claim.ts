import type { ClaimedMessage, ClaimRequest } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import type { DeliveryTable, MessageTable } from '../schema.ts'
import { type Sql, sql } from '../sql.ts'
import { batch, change, rowsOf, type Work } from '../work.ts'

type DueRow = Pick<Selectable<MessageTable>, 'email' | 'ref' | 'name' | 'company' | 'data' | 'consent' | 'content_id'> &
  Pick<Selectable<DeliveryTable>, 'id' | 'attempts' | 'due_at'>

/**
 * Claims due messages of each campaign in the order of the claim index: locks and reads them with whom they are to, in
 * one round for all campaigns, then marks them. Templates, because sending waits for it (`sql.ts` has the figures).
 */
export function* claim(context: SqlContext, request: ClaimRequest): Work<ClaimedMessage[]> {
  const { dialect, tables } = context
  const { sender, now, leaseUntil, campaigns } = request
  const found = yield* batch(campaigns.map((campaign) => dueOf(context, campaign, now)))
  const claimed = campaigns.flatMap(({ campaignId }, index) => {
    const due = rowsOf<DueRow>(found[index]).sort((a, b) => a.due_at - b.due_at || a.id - b.id)
    return due.map((row) => claimedOf(campaignId, row))
  })
  if (claimed.length === 0) return []
  const ids = dialect.inputTable({ id: 'integer' }).of(claimed.map(({ id }) => ({ id })))
  yield* change(sql`update ${tables.deliveries} set state = 'claimed', sender = ${sender},
      lease_until = cast(${leaseUntil} as bigint) + ${dialect.shift(now)} where id in (select id from ${ids})`)
  return claimed
}

function dueOf(
  { dialect, tables }: SqlContext,
  { campaignId, limit }: ClaimRequest['campaigns'][number],
  now: number,
): Sql {
  const queued = sql`(select id, attempts, due_at from ${tables.deliveries}
    where campaign_id = ${campaignId} and state = 'queued' and due_at <= cast(${now} as bigint) + ${dialect.shift(now)}
      and exists (select 1 from ${tables.campaigns} c where c.id = ${campaignId} and c.status = 'sending' and c.removed = 0)
    order by due_at, id limit ${limit} ${dialect.lockFree}) due`
  return sql`select due.id, due.attempts, due.due_at, m.email, m.ref, m.name, m.company, m.data, m.consent, m.content_id
    from ${dialect.besideEach(queued, tables.messages, 'm', sql`m.id = due.id`)}`
}

const claimedOf = (
  campaignId: number,
  { id, content_id: contentId, email, ref, name, company, data, consent, attempts }: DueRow,
): ClaimedMessage => ({
  id,
  campaignId,
  contentId,
  email,
  ref,
  name,
  company,
  data: parseJson(data),
  consent: parseJson(consent),
  attempts,
})
