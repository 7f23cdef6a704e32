import { addEndHour, type CampaignChange, isErasedAddress, leaseLostError } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { raw, sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'
import { lockMessages } from './lock-messages.ts'

const HELD = raw(`state in ('claimed', 'sending')`)

/** Gives claimed messages back. */
export function* release({ dialect, tables }: SqlContext, sender: string, messageIds: readonly number[]): Work<void> {
  const ids = dialect.inputTable({ id: 'integer' }).of(messageIds.map((id) => ({ id })))
  yield* rows(sql`select id from ${tables.deliveries} where id in (select id from ${ids}) order by id ${dialect.lock}`)
  yield* change(sql`update ${tables.deliveries} set state = 'queued', sender = null, lease_until = null
    where id in (select id from ${ids}) and state = 'claimed' and sender = ${sender}`)
}

/** Prolongs leases; a longer lease is not shortened. A template, as all that senders wait for (`sql.ts`). */
export function* extend(
  { dialect, tables }: SqlContext,
  sender: string,
  messageIds: readonly number[],
  { now, leaseUntil }: { now: number; leaseUntil: number },
): Work<number[]> {
  const ids = dialect.inputTable({ id: 'integer' }).of(messageIds.map((id) => ({ id })))
  yield* rows(sql`select id from ${tables.deliveries} where id in (select id from ${ids}) order by id ${dialect.lock}`)
  const until = sql`cast(${leaseUntil} as bigint) + ${dialect.shift(now)}`
  const extended = yield* rows<{ id: number }>(
    sql`update ${tables.deliveries} set lease_until = case when lease_until > ${until} then lease_until else ${until} end
      where id in (select id from ${ids}) and ${HELD} and sender = ${sender} returning id`,
  )
  const kept = new Set(extended.map(({ id }) => id))
  return messageIds.filter((id) => kept.has(id))
}

export interface Expired {
  requeued: number
  unknown: { campaignId: number; messageId: number }[]
  campaigns: CampaignChange[]
  /** False when the limit was reached, so that there may be more. */
  done: boolean
}

/** Ends up to `limit` leases that ran out. */
export function* expireLeases(context: SqlContext, now: number, limit: number): Work<Expired> {
  const { dialect, tables } = context
  const candidates = yield* rows<{ id: number }>(sql`select id from ${tables.deliveries}
    where lease_until is not null and lease_until <= cast(${now} as bigint) + ${dialect.shift(now)}
    order by lease_until limit ${limit} ${dialect.lockFree}`)
  const { messages, campaigns, addressees, asked } = yield* lockMessages(
    context,
    candidates.map(({ id }) => id),
  )
  const result: Expired = { requeued: 0, unknown: [], campaigns: [], done: candidates.length < limit }
  const differences = noDifferences()
  const ended = [...messages.values()].map((message) => {
    addToCampaign(differences, message.campaign_id, 'queued', 0)
    const wasSending = message.state === 'sending'
    const resend =
      campaigns.get(message.campaign_id)?.resend_unknown === 1 &&
      !isErasedAddress(addressees.get(message.id)?.email ?? '')
    if (!wasSending || resend) {
      result.requeued++
      return { id: message.id, state: 'queued', lost: Number(wasSending) }
    }
    result.unknown.push({ campaignId: message.campaign_id, messageId: message.id })
    addToCampaign(differences, message.campaign_id, 'queued', -1)
    addToCampaign(differences, message.campaign_id, 'unknown', 1)
    addEndHour(hoursOf(differences, message.campaign_id), { state: 'unknown', endedAt: now }, 1)
    return { id: message.id, state: 'unknown', lost: 1 }
  })
  const input = dialect.inputTable({ id: 'integer', state: 'text', lost: 'integer' }).of(ended)
  // A sender that lost a message while sending stays named, because it may still report that it was accepted.
  yield* change(sql`update ${tables.deliveries} as d set state = v.state, lease_until = null, attempts = d.attempts + v.lost,
      sender = case when v.lost = 1 then d.sender end, ended_at = case when v.state = 'unknown' then cast(${now} as bigint) end,
      error = case when v.lost = 1 then ${JSON.stringify(leaseLostError)} else d.error end
    from ${input} where d.id = v.id`)
  result.campaigns = yield* storeDifferences(context, differences, now, { telling: { asked, facts: [] } })
  return result
}
