import { addEndHour, addressKey, type Erasure, erasedAddress, erasedConsent } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, type Differences, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { orEmpty } from '../rows/values.ts'
import { raw, sql } from '../sql.ts'
import { change, rows, type Work } from '../work.ts'
import { messagesTo } from './messages-to.ts'
import { ownersOf } from './owners-of.ts'

/** Removes a person from every table; figures and links stay true. */
export function* erase(context: SqlContext, { owner, email, emailHash, at }: Erasure): Work<number> {
  const { tables } = context
  const key = addressKey(email)
  const of = owner === undefined ? undefined : orEmpty(owner)
  const owners = of === undefined ? yield* ownersOf(context, key) : [of]
  // All owners' messages at once, so that they are locked in the order of their ids, as everywhere.
  const { count, differences } = yield* eraseMessages(context, of, key, at)
  const mine = of === undefined ? raw('') : sql`and owner = ${of}`
  yield* change(sql`delete from ${tables.gone} where email_hash = ${emailHash} ${mine}`)
  for (const one of owners.length === 0 ? [''] : owners) {
    yield* change(sql`delete from ${tables.contacts} where owner = ${one} and email_key = ${key}`)
    yield* change(sql`delete from ${tables.consents} where owner = ${one} and email_key = ${key}`)
    yield* hashSuppressions(context, one, key, emailHash, at)
  }
  yield* storeDifferences(context, differences, at)
  return count
}

/**
 * Suppressions of the address are kept under its hash; one that exists there already is dropped; where there was none,
 * one is added with the reason why nothing may be sent.
 */
function* hashSuppressions({ tables }: SqlContext, owner: string, key: string, hash: string, at: number): Work<void> {
  yield* change(sql`delete from ${tables.suppressions} where owner = ${owner} and email_key = ${key} and (topic, reason) in (
    select topic, reason from ${tables.suppressions} where owner = ${owner} and email_hash = ${hash} and email_key is null)`)
  const hashed =
    yield* change(sql`update ${tables.suppressions} set email = null, email_key = null, email_hash = ${hash}
    where owner = ${owner} and email_key = ${key}`)
  if (hashed > 0) return
  const held = yield* rows(
    sql`select 1 from ${tables.suppressions} where owner = ${owner} and email_hash = ${hash} limit 1`,
  )
  if (held.length > 0) return
  yield* change(sql`insert into ${tables.suppressions} (owner, email, email_key, email_hash, topic, reason, at)
    values (${owner}, null, null, ${hash}, '', 'erasure', ${at})`)
}

/**
 * Removes a person from messages and events; returns how many messages, and the changes of their campaigns' counters.
 */
function* eraseMessages(
  { dialect, tables }: SqlContext,
  owner: string | undefined,
  key: string,
  at: number,
): Work<{ count: number; differences: Differences }> {
  const found = yield* rows<{ id: number; campaign_id: number; state: string }>(
    sql`select id, campaign_id, state from ${tables.deliveries} where id in (${messagesTo({ dialect, tables }, owner, key)})
      order by id ${dialect.lock}`,
  )
  const differences = noDifferences()
  const erased = found.map(({ id, campaign_id, state }) => {
    const skip = state === 'queued' || state === 'claimed'
    if (skip) {
      addToCampaign(differences, campaign_id, 'queued', -1)
      addToCampaign(differences, campaign_id, 'skipped', 1)
      addEndHour(hoursOf(differences, campaign_id), { state: 'skipped', endedAt: at }, 1)
    }
    return { id, email: erasedAddress(id), skip }
  })
  const input = dialect.inputTable({ id: 'integer', email: 'text' }).of(erased.map(({ id, email }) => ({ id, email })))
  const ids = dialect.inputTable({ id: 'integer' }).of(erased)
  yield* change(sql`update ${tables.events} set ip = null, user_agent = null
    where message_id in (select id from ${ids}) and (ip is not null or user_agent is not null)`)
  yield* change(sql`update ${tables.messages} as m set email = v.email, email_key = v.email, email_plain = null, email_hash = null, ref = null, name = null,
      name_key = '', company = null, company_key = '', data = '{}', consent = ${JSON.stringify(erasedConsent)}
    from ${input} where m.id = v.id`)
  const skipped = dialect.inputTable({ id: 'integer' }).of(erased.filter(({ skip }) => skip))
  yield* change(sql`update ${tables.deliveries} set state = 'skipped', ended_at = ${at}, sender = null, lease_until = null
    where id in (select id from ${skipped})`)
  return { count: found.length, differences }
}
