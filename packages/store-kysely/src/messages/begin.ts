import {
  addEndHour,
  type BeginResult,
  isErasedAddress,
  isHeldBy,
  type MessageStore,
  type SkipReason,
} from '@sillage/core/store'
import { heldFor, heldKeys, type Mailing } from '../campaigns/held.ts'
import { chunks, type SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { endFacts } from '../news/tell.ts'
import { sql } from '../sql.ts'
import { change, type Work } from '../work.ts'
import { type Addressee, type LockedMessage, lockMessages } from './lock-messages.ts'

/**
 * Decides about each claimed message right before SMTP, then moves each kind in one statement. Templates, because each
 * send waits for it: of the 12 statements for 32 messages 5 are its own, each tens of µs more by the query builder
 * (`sql.ts` has the figures).
 */
export function* begin(
  context: SqlContext,
  { sender, messageIds, now, leaseUntil, versions }: Parameters<MessageStore['begin']>[0],
): Work<BeginResult> {
  const { dialect, tables } = context
  const { messages, campaigns, addressees, asked } = yield* lockMessages(context, messageIds)
  const result: BeginResult = { begun: [], skipped: [], lost: [], campaigns: [] }
  const differences = noDifferences()
  const stopped: number[] = []
  const ready: LockedMessage[] = []
  for (const id of messageIds) {
    const message = messages.get(id)
    if (message?.state === 'skipped') {
      result.skipped.push(id)
      addToCampaign(differences, message.campaign_id, 'skipped', 0)
    } else if (message === undefined || !isHeldBy(message, sender)) result.lost.push(id)
    else if (message.state === 'sending') result.begun.push(id)
    else if (campaigns.get(message.campaign_id)?.status !== 'sending') stopped.push(id)
    else ready.push(message)
  }
  const held = yield* heldMessages(context, ready, campaigns, addressees)
  for (const { id } of ready) (held.has(id) ? result.skipped : result.begun).push(id)
  result.lost.push(...stopped)

  const input = dialect.inputTable({ id: 'integer' })
  const ids = (list: readonly number[]) => sql`(select id from ${input.of(list.map((id) => ({ id })))})`
  if (result.begun.length > 0) {
    const begun = result.begun.map((id) => ({ id, version: versions?.get(messages.get(id)?.campaign_id ?? 0) ?? null }))
    const from = dialect.inputTable({ id: 'integer', version: 'integer' }).of(begun)
    yield* change(sql`update ${tables.deliveries} as d set state = 'sending', content_version = v.version,
      lease_until = cast(${leaseUntil} as bigint) + ${dialect.shift(now)} from ${from} where d.id = v.id`)
  }
  if (stopped.length > 0) {
    yield* change(sql`update ${tables.deliveries} set state = 'queued', sender = null, lease_until = null
      where id in ${ids(stopped)}`)
  }
  if (result.skipped.length === 0) return result
  yield* change(sql`update ${tables.deliveries} set state = 'skipped', ended_at = ${now}, sender = null, lease_until = null
    where id in ${ids([...held.keys()])}`)
  for (const { id, campaign_id } of ready) {
    if (!held.has(id)) continue
    addToCampaign(differences, campaign_id, 'queued', -1)
    addToCampaign(differences, campaign_id, 'skipped', 1)
    addEndHour(hoursOf(differences, campaign_id), { state: 'skipped', endedAt: now }, 1)
  }
  const ended = ready.flatMap(({ id: messageId, campaign_id: campaignId }) => {
    const reason = held.get(messageId)
    if (reason === undefined) return []
    const { owner = '' } = campaigns.get(campaignId) ?? {}
    return { messageId, campaignId, owner, state: 'skipped' as const, at: now, error: null, reason }
  })
  const telling = { asked, facts: endFacts(asked, ended) }
  return { ...result, campaigns: yield* storeDifferences(context, differences, now, { telling }) }
}

/**
 * Messages whose address may not be mailed any more, and why, read once for all campaigns to which the same
 * suppressions apply.
 */
function* heldMessages(
  context: SqlContext,
  ready: readonly LockedMessage[],
  campaigns: ReadonlyMap<number, Mailing>,
  addressees: ReadonlyMap<number, Addressee>,
): Work<Map<number, SkipReason>> {
  const held = new Map<number, SkipReason>()
  const alike = ({ campaign_id: id }: LockedMessage) => {
    const { owner, topic, transactional } = campaigns.get(id) ?? {}
    return JSON.stringify([owner, topic, transactional])
  }
  for (const own of Map.groupBy(ready, alike).values()) {
    const campaign = campaigns.get(own[0]?.campaign_id ?? 0)
    if (campaign === undefined) continue
    const recipients = own.flatMap(({ id }) => addressees.get(id) ?? [])
    for (const chunk of chunks(recipients, context.dialect.rowsPerStatement)) {
      const keys = yield* heldKeys(context, chunk, campaign)
      for (const one of chunk) {
        const reason = isErasedAddress(one.email) ? 'erasure' : heldFor(one, keys)
        if (reason !== undefined) held.set(one.id, reason)
      }
    }
  }
  return held
}
