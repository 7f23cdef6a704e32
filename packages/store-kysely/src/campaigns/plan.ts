import {
  addressKey,
  addToHour,
  type CampaignRecord,
  hourOf,
  type NewMessage,
  type PlanEnd,
  type PlanResult,
  plannable,
  plannedConsent,
  type SkipReason,
  stepOf,
} from '@sillage/core/store'
import type { Selectable } from 'kysely'
import { chunks, type SqlContext } from '../context.ts'
import { addToCampaign, type Differences, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import type { InputType } from '../dialect.ts'
import { type Asked, askedColumn, askedOf, type Ended, endFacts } from '../news/tell.ts'
import { hasDecisions, newestDecisions } from '../privacy/consent-log.ts'
import { always, given, integer, part } from '../query-parts.ts'
import { plainEmail, searchKey, toJson } from '../rows/values.ts'
import type { MessageTable } from '../schema.ts'
import { sql } from '../sql.ts'
import { batch, change, first, rows, type Statement, type Work } from '../work.ts'
import { statusColumns } from './change-status.ts'
import { heldFor, heldKeys } from './held.ts'
import { stepColumns, stepFacts } from './steps.ts'

/** What a message is stored with, as its plan gives it. */
export const columns = {
  email: 'text',
  email_key: 'text',
  email_plain: 'text',
  email_hash: 'text',
  once_key: 'text',
  ref: 'text',
  name: 'text',
  name_key: 'text',
  company: 'text',
  company_key: 'text',
  data: 'text',
  consent: 'text',
} as const satisfies Record<Exclude<keyof MessageTable, 'id' | 'campaign_id' | 'content_id' | 'created_at'>, InputType>
const deliveryColumns = { id: 'integer', state: 'text', due_at: 'integer', ended_at: 'integer' } as const
const names = Object.keys(columns) as (keyof typeof columns)[]

export interface Planned extends Pick<Selectable<MessageTable>, keyof typeof columns> {
  /** `sent`: by the host itself. */
  state: 'queued' | 'skipped' | 'sent'
  /** Why it is skipped. */
  reason?: SkipReason | undefined
  /** By the database's clock where it has one; added in the statement. */
  dueAt: number
}

/** Stores a batch of recipients, one statement for each chunk, then the counters, then the end of the plan. */
export function* plan(
  context: SqlContext,
  campaignId: number,
  batch: readonly NewMessage[],
  at: number,
  end?: PlanEnd,
): Work<PlanResult> {
  const { db, dialect } = context
  const found = yield* first(
    db
      .selectFrom('email_campaigns')
      .select(['owner', 'topic', 'transactional', 'status', part<string | null>(askedColumn(context)).as('asked')])
      .where('id', '=', campaignId)
      .where('removed', '=', 0)
      .modifyEnd(part(dialect.lock))
      .$narrowType<{ status: CampaignRecord['status'] }>(),
  )
  const campaign = plannable(campaignId, found)
  const decided = yield* hasDecisions(context, campaign.owner)
  const asked = askedOf(campaign.asked)
  const ended: Ended[] = []
  let [planned, suppressed] = [0, 0]
  for (const chunk of chunks(batch, dialect.rowsPerStatement)) {
    const messages = chunk.map(plannedOf)
    if (decided) yield* applyDecisions(context, campaign.owner, chunk, messages)
    const held = yield* heldKeys(context, messages, campaign)
    for (const message of messages) {
      message.reason = heldFor(message, held)
      if (message.reason !== undefined) message.state = 'skipped'
    }
    const stored = yield* rows(
      db
        .insertInto('email_messages')
        .columns(['campaign_id', ...names])
        .expression(
          db
            .selectFrom(given(dialect, columns, messages))
            .select([integer(campaignId).as('campaign_id'), ...names])
            .where(always),
        )
        .onConflict((on) => on.doNothing())
        .returning(['id', 'email_key']),
    )
    const plannedBy = new Map(messages.map((message) => [message.email_key, message]))
    const deliveries = stored.map(({ id, email_key }) => {
      const { state = 'queued', dueAt = 0, reason } = plannedBy.get(email_key) ?? {}
      if (reason !== undefined)
        ended.push({ messageId: id, campaignId, owner: campaign.owner, state, at, error: null, reason })
      return { id, state, due_at: dueAt, ended_at: state === 'skipped' ? at : null }
    })
    yield* change(
      db
        .insertInto('email_deliveries')
        .columns(['id', 'campaign_id', 'state', 'due_at', 'ended_at'])
        .expression(
          db
            .selectFrom(given(dialect, deliveryColumns, deliveries))
            .select([
              'v.id',
              integer(campaignId).as('campaign_id'),
              'v.state',
              shiftedTime(dialect, at).as('due_at'),
              'v.ended_at',
            ]),
        ),
    )
    planned += stored.length
    suppressed += deliveries.filter(({ state }) => state === 'skipped').length
  }
  const tells = end !== undefined && asked.size > 0
  yield* storeDifferences(context, plannedDifferences(campaignId, planned, suppressed, at), at, {
    after: end === undefined ? [] : [endPlan(context, campaignId, at, end)],
    telling: { asked, facts: endFacts(asked, ended) },
    more: tells,
  })
  if (tells) yield* tellEnd(context, campaignId, { asked, to: end.to, at })
  return { planned, duplicates: batch.length - planned, suppressed }
}

export function plannedOf({ email, emailHash, once, ref, name, company, data, consent, dueAt }: NewMessage): Planned {
  return {
    email,
    email_key: addressKey(email),
    email_plain: plainEmail(email),
    email_hash: emailHash ?? null,
    once_key: once === undefined ? '' : once,
    ref,
    name,
    name_key: searchKey(name),
    company,
    company_key: searchKey(company),
    data: JSON.stringify(data),
    consent: toJson(consent),
    state: 'queued',
    dueAt: dueAt ?? 0,
  }
}

/** What is due at once stays 0. */
export const shiftedTime = (dialect: SqlContext['dialect'], at: number) =>
  part<number>(sql`case when v.due_at = 0 then 0 else v.due_at + ${dialect.shift(at)} end`)

function plannedDifferences(campaignId: number, planned: number, suppressed: number, at: number): Differences {
  const differences = noDifferences()
  addToCampaign(differences, campaignId, 'total', planned)
  addToCampaign(differences, campaignId, 'queued', planned - suppressed)
  addToCampaign(differences, campaignId, 'skipped', suppressed)
  addToHour(hoursOf(differences, campaignId), hourOf(at), { skipped: suppressed })
  return differences
}

/** Merges the consents given with the decisions logged for the addresses. */
export function* applyDecisions(
  context: SqlContext,
  owner: string,
  given: readonly NewMessage[],
  messages: readonly Planned[],
): Work<void> {
  const keys = messages.map(({ email_key }) => email_key)
  const decisions = yield* newestDecisions(context, owner, keys)
  for (const [n, message] of messages.entries()) {
    const decision = decisions.get(message.email_key)
    if (decision !== undefined) message.consent = toJson(plannedConsent(given[n]?.consent ?? null, decision))
  }
}

function endPlan({ db }: SqlContext, campaignId: number, at: number, end: PlanEnd): Statement {
  const { to, scheduledAt = null, warnings } = end
  return db
    .updateTable('email_campaigns')
    .set(statusColumns(to, at, null))
    .set({
      planned_at: at,
      scheduled_at: ({ fn, val }) => fn.coalesce(val(scheduledAt), 'scheduled_at'),
      warnings: ({ fn, val }) => fn.coalesce(val(toJson(warnings)), 'warnings'),
    })
    .where('id', '=', campaignId)
}

/** Stores the facts that the end of a plan is. */
function* tellEnd(
  context: SqlContext,
  campaignId: number,
  { asked, to, at }: { asked: Asked; to: PlanEnd['to']; at: number },
): Work<void> {
  const campaign = yield* first(
    context.db.selectFrom('email_campaigns').select(stepColumns).where('id', '=', campaignId),
  )
  const step = stepOf({ from: ['draft'], to })
  if (campaign !== undefined) yield* batch(stepFacts(context, { asked, step, campaign, at }))
}
