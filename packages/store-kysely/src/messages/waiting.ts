import { addToHour, type CampaignChange, erasedError, hourOf, isErasedAddress, tooLateError } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { askedColumn, askedOf, endFacts } from '../news/tell.ts'
import { givenIds, integer, isAmongFew, part, storedTime } from '../query-parts.ts'
import { change, first, rows, type Work } from '../work.ts'

/** Makes up to `limit` queued messages that are due later due at that time; returns how many. */
export function* makeDue({ db, dialect }: SqlContext, campaignId: number, at: number, limit: number): Work<number> {
  const due = storedTime(dialect, at, at)
  const later = db
    .selectFrom('email_deliveries')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'queued')
    .where('due_at', '>', due)
    .orderBy('due_at')
    .limit(limit)
    .modifyEnd(part(dialect.lockFree))
  return yield* change(
    db
      .updateTable('email_deliveries')
      .set({ due_at: due })
      .where(({ ref }) => isAmongFew(dialect, ref('id'), later)),
  )
}

/** Skips up to `limit` queued messages of a campaign that is being sent at this version. */
export function* skipSome(
  context: SqlContext,
  campaignId: number,
  { version, at }: { version: number; at: number },
  limit: number,
): Work<{ skipped: number; change: CampaignChange | undefined }> {
  const { db, dialect } = context
  const chosen = yield* rows(
    db
      .selectFrom('email_deliveries')
      .select('id')
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'queued')
      .orderBy('id')
      .limit(limit)
      .modifyEnd(part(dialect.lockFree)),
  )
  // Locked behind its messages, as everywhere: an edit waits until these are skipped, or is seen.
  const open = yield* first(
    db
      .selectFrom('email_campaigns')
      .select(['id', 'owner', part<string | null>(askedColumn(context)).as('asked')])
      .where('id', '=', campaignId)
      .where('removed', '=', 0)
      .where('status', '=', 'sending')
      .where('version', '=', version)
      .modifyEnd(part(dialect.lock)),
  )
  if (open === undefined) return { skipped: 0, change: undefined }
  const ids = chosen.map(({ id }) => id)
  const erased = yield* erasedOf(context, ids)
  for (const [group, error] of [
    [ids.filter((id) => !erased.has(id)), tooLateError],
    [[...erased], erasedError(tooLateError)],
  ] as const) {
    if (group.length === 0) continue
    yield* change(
      db
        .updateTable('email_deliveries')
        .set({ state: 'skipped', ended_at: integer(at), sender: null, error: JSON.stringify(error) })
        .where('id', 'in', givenIds(dialect, group)),
    )
  }
  const differences = noDifferences()
  addToCampaign(differences, campaignId, 'queued', -ids.length)
  addToCampaign(differences, campaignId, 'skipped', ids.length)
  addToHour(hoursOf(differences, campaignId), hourOf(at), { skipped: ids.length })
  const asked = askedOf(open.asked)
  const skipped = { campaignId, owner: open.owner, state: 'skipped', at, error: null, reason: 'expired' } as const
  const facts = endFacts(
    asked,
    ids.map((messageId) => ({ ...skipped, messageId })),
  )
  const [changed] = yield* storeDifferences(context, differences, at, { telling: { asked, facts } })
  return { skipped: ids.length, change: changed }
}

/** Those of the messages whose recipient was erased. */
function* erasedOf({ db, dialect }: SqlContext, ids: readonly number[]): Work<Set<number>> {
  const found = yield* rows(
    db.selectFrom('email_messages').select(['id', 'email']).where('id', 'in', givenIds(dialect, ids)),
  )
  return new Set(found.filter(({ email }) => isErasedAddress(email)).map(({ id }) => id))
}
