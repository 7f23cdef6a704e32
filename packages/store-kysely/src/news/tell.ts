import {
  type CampaignRecord,
  campaignFact,
  type EndedMessage,
  messageFact,
  type NewOutboxFact,
  type OutboxType,
} from '@sillage/core/store'
import type { SqlParts } from '../context.ts'
import type { InputType } from '../dialect.ts'
import { orEmpty, orNull, toJson } from '../rows/values.ts'
import { type Sql, sql } from '../sql.ts'

/** The setting with the types that anybody asks for; without it nobody does. */
export const ASKED = 'outbox_types'

/** The types of the outbox that are stored. */
export type Asked = ReadonlySet<OutboxType>
const nothing: Asked = new Set()

/** A column with the types that are asked for, in a statement that is run anyway. */
export const askedColumn = ({ tables }: Pick<SqlParts, 'tables'>): Sql =>
  sql`(select value from ${tables.settings} where key = ${ASKED})`

/** The same, read. */
export const askedOf = (value: string | null | undefined): Asked =>
  value === null || value === undefined ? nothing : new Set(JSON.parse(value) as OutboxType[])

/** The facts of a transaction, and which types are asked for. */
export interface Telling {
  asked: Asked
  facts: readonly NewOutboxFact[]
}

const columns = {
  type: 'text',
  at: 'integer',
  owner: 'text',
  campaign_id: 'integer',
  message_id: 'integer',
  detail: 'text',
} as const satisfies Record<string, InputType>

/**
 * Stores the facts that are asked for; no statement where there are none. A template, because settling runs it for each
 * group of sends.
 */
export function storeFacts({ dialect, tables }: SqlParts, { asked, facts }: Telling): Sql[] {
  const values = facts
    .filter(({ type }) => asked.has(type))
    .map(({ type, at, owner, campaignId, messageId, detail }) => ({
      type,
      at,
      owner: orEmpty(owner),
      campaign_id: campaignId,
      message_id: messageId,
      detail: toJson(detail),
    }))
  if (values.length === 0) return []
  return [
    sql`insert into ${tables.outbox} (type, at, owner, campaign_id, message_id, detail)
      select type, at, owner, campaign_id, message_id, detail from ${dialect.inputTable(columns).of(values)}`,
  ]
}

/** The columns of a campaign that its facts are made of, without those that its changes return anyway. */
export interface CampaignOfFact {
  id: number
  owner: string
  idempotency_key: string | null
  pause_reason?: string | null
}

/** The fact that a step of a campaign is. */
export const stepFact = (
  type: OutboxType,
  { owner, idempotency_key: key, pause_reason: pauseReason = null, ...campaign }: CampaignOfFact & CountColumns,
  at: number,
): NewOutboxFact => campaignFact(type, { ...campaign, owner: orNull(owner), key, pauseReason }, at)

type CountColumns = Pick<CampaignRecord, 'total' | 'queued' | 'sent' | 'failed' | 'skipped' | 'unknown'>

/** A message that ended, of an owner as the tables have it. */
export type Ended = Omit<EndedMessage, 'owner'> & { owner: string }

/** The facts that the ends of messages are, where any is asked for. */
export function endFacts(asked: Asked, ended: Iterable<Ended>): NewOutboxFact[] {
  if (asked.size === 0) return []
  return [...ended].flatMap(({ owner, ...message }) => messageFact({ ...message, owner: orNull(owner) }) ?? [])
}
