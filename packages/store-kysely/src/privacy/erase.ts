import {
  addEndHour,
  addressKey,
  type Erasure,
  erasedAddress,
  erasedConsent,
  type NewOutboxFact,
} from '@sillage/core/store'
import type { Updateable } from 'kysely'
import { dropUnused } from '../campaigns/contents.ts'
import type { SqlContext } from '../context.ts'
import { addToCampaign, type Differences, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { type Asked, askedColumn, askedOf, endFacts, type Telling } from '../news/tell.ts'
import { given, givenIds, part } from '../query-parts.ts'
import { orEmpty } from '../rows/values.ts'
import type { MessageTable } from '../schema.ts'
import { change, rows, type Work } from '../work.ts'
import { eraseTold } from './erase-told.ts'
import { eraseDetails, eraseErrors, eraseSources } from './erase-words.ts'
import { messagesTo } from './messages-to.ts'
import { ownersOf } from './owners-of.ts'

/** Removes a person from every table; figures and links stay true. */
export function* erase(context: SqlContext, { owner, email, emailHash, at }: Erasure): Work<number> {
  const { db } = context
  const key = addressKey(email)
  const of = owner === undefined ? undefined : orEmpty(owner)
  const owners = of === undefined ? yield* ownersOf(context, key, emailHash) : [of]
  // All owners' messages at once, so that they are locked in the order of their ids, as everywhere.
  const { count, differences, telling } = yield* eraseMessages(context, of, key, at)
  let gone = db.deleteFrom('email_recipients_gone').where('email_hash', '=', emailHash)
  if (of !== undefined) gone = gone.where('owner', '=', of)
  yield* change(gone)
  let softBounces = db.deleteFrom('email_soft_bounces').where('email_key', '=', key)
  if (of !== undefined) softBounces = softBounces.where('owner', '=', of)
  yield* change(softBounces)
  for (const one of owners.length === 0 ? [''] : owners) {
    yield* change(db.deleteFrom('email_contacts').where('owner', '=', one).where('email_key', '=', key))
    yield* change(db.deleteFrom('email_consents').where('owner', '=', one).where('email_key', '=', key))
    yield* hashSuppressions(context, one, key, emailHash, at)
  }
  yield* storeDifferences(context, differences, at, { telling })
  return count
}

/**
 * Suppressions of the address are kept under its hash; one that exists there already is dropped. One is added with the
 * reason why nothing may be sent, because they may be about a topic only.
 */
function* hashSuppressions(context: SqlContext, owner: string, key: string, hash: string, at: number): Work<void> {
  const { db } = context
  yield* change(
    db
      .deleteFrom('email_suppressions')
      .where('owner', '=', owner)
      .where('email_key', '=', key)
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('topic', 'reason'),
          'in',
          selectFrom('email_suppressions')
            .select(['topic', 'reason'])
            .where('owner', '=', owner)
            .where('email_hash', '=', hash)
            .where('email_key', 'is', null)
            .$asTuple('topic', 'reason'),
        ),
      ),
  )
  yield* eraseSources(context, owner, key)
  yield* change(
    db
      .updateTable('email_suppressions')
      .set({ email: null, email_key: null, email_hash: hash })
      .where('owner', '=', owner)
      .where('email_key', '=', key),
  )
  yield* change(
    db
      .insertInto('email_suppressions')
      .values({ owner, email: null, email_key: null, email_hash: hash, topic: '', reason: 'erasure', at })
      .onConflict((on) => on.doNothing()),
  )
}

/**
 * Removes a person from messages and events; returns how many messages, and the changes of their campaigns' counters.
 */
function* eraseMessages(
  context: SqlContext,
  owner: string | undefined,
  key: string,
  at: number,
): Work<{ count: number; differences: Differences; telling: Telling }> {
  const { db, dialect } = context
  const found = yield* rows(
    db
      .selectFrom('email_deliveries')
      .select(['id', 'campaign_id', 'state', 'error', part<string | null>(askedColumn(context)).as('asked')])
      .where('id', 'in', messagesTo(context, owner, key))
      .orderBy('id')
      .modifyEnd(part(dialect.lock)),
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
  const ids = givenIds(
    dialect,
    erased.map(({ id }) => id),
  )
  yield* change(
    db
      .updateTable('email_tracking_events')
      .set({ ip: null, user_agent: null })
      .where('message_id', 'in', ids)
      .where(({ eb, or }) => or([eb('ip', 'is not', null), eb('user_agent', 'is not', null)])),
  )
  yield* eraseDetails(context, ids)
  yield* eraseErrors(context, found)
  yield* eraseTold(context, ids)
  const contents = yield* rows(
    db.selectFrom('email_messages').select('content_id').where('id', 'in', ids).where('content_id', 'is not', null),
  )
  yield* change(
    db
      .updateTable('email_messages as m')
      .from(given(dialect, { id: 'integer', email: 'text' }, erased))
      .set(erasedFields)
      .set({ email: ({ ref }) => ref('v.email'), email_key: ({ ref }) => ref('v.email') })
      .whereRef('m.id', '=', 'v.id'),
  )
  yield* dropUnused(
    context,
    contents.flatMap(({ content_id: id }) => id ?? []),
  )
  const skipped = erased.filter(({ skip }) => skip).map(({ id }) => id)
  yield* change(
    db
      .updateTable('email_deliveries')
      .set({ state: 'skipped', ended_at: at, sender: null, lease_until: null })
      .where('id', 'in', givenIds(dialect, skipped)),
  )
  const asked = askedOf(found[0]?.asked)
  const facts = asked.has('message.skipped') ? yield* skippedFacts(context, asked, skipped, at) : []
  return { count: found.length, differences, telling: { asked, facts } }
}

/** The facts that those are that are not sent any more. */
function* skippedFacts(
  { db, dialect }: SqlContext,
  asked: Asked,
  ids: readonly number[],
  at: number,
): Work<NewOutboxFact[]> {
  const found = yield* rows(
    db
      .selectFrom('email_messages as m')
      .innerJoin('email_campaigns as c', 'c.id', 'm.campaign_id')
      .select(['m.id as messageId', 'm.campaign_id as campaignId', 'c.owner'])
      .where('m.id', 'in', givenIds(dialect, ids)),
  )
  const skipped = { state: 'skipped', at, error: null, reason: 'erasure' } as const
  return endFacts(
    asked,
    found.map((message) => ({ ...message, ...skipped })),
  )
}

/** What an erased message keeps of whom it was to, beside an address that is no person's. */
const erasedFields = {
  email_plain: null,
  email_hash: null,
  // A digest of the caller's key, which may have been made of the address.
  once_key: null,
  content_id: null,
  ref: null,
  name: null,
  name_key: '',
  company: null,
  company_key: '',
  data: '{}',
  consent: JSON.stringify(erasedConsent),
} satisfies Updateable<MessageTable>
