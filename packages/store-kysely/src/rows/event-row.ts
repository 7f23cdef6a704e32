import type { Program } from '@sillage/core'
import type { EventRecord } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { InputType, InputValue } from '../dialect.ts'
import type { EventTable } from '../schema.ts'
import { raw } from '../sql.ts'
import { parseJson, toJson } from './values.ts'

export type EventRow = Selectable<EventTable>

const HEAD = 1
const IMPLIED = 2
const PREFETCH = 4
/** Codes of devices are two bits from here on. */
const DEVICE = 8
/** Never in another order. */
const devices: readonly Program['device'][] = ['unknown', 'phone', 'tablet', 'computer']

/** `campaignId` is the message's campaign, which a row with a message does not repeat. */
export function eventOf(row: EventRow, campaignId: number): EventRecord {
  return {
    id: row.id,
    campaignId,
    messageId: row.message_id,
    linkId: row.link_id,
    type: row.type as EventRecord['type'],
    at: row.at,
    ip: row.ip,
    userAgent: row.user_agent,
    program: row.program === null ? null : { name: row.program, device: deviceIn(row.flags) },
    verdict: row.verdict as EventRecord['verdict'],
    reasons: row.reasons === null ? [] : parseJson(row.reasons),
    rulesVersion: row.rules_version,
    head: (row.flags & HEAD) !== 0,
    implied: (row.flags & IMPLIED) !== 0,
    prefetch: (row.flags & PREFETCH) !== 0,
    durationMs: row.duration_ms,
    count: row.count,
    detail: parseJson(row.detail),
  }
}

/** The columns of an event, in the order and of the types they are given as input. */
export const eventInput = {
  message_id: 'integer',
  campaign_id: 'integer',
  link_id: 'integer',
  type: 'text',
  at: 'integer',
  ip: 'text',
  user_agent: 'text',
  program: 'text',
  verdict: 'text',
  reasons: 'text',
  rules_version: 'integer',
  flags: 'integer',
  duration_ms: 'integer',
  count: 'integer',
  detail: 'text',
} as const satisfies Record<Exclude<keyof EventTable, 'id'>, InputType>

export const eventInputNames = Object.keys(eventInput) as (keyof typeof eventInput)[]

/**
 * What an event is read from, of the table called `e` there: by name, because the tables of a later release have more
 * columns.
 */
export const eventColumns = (['id', ...eventInputNames] as const).map((column) => `e.${column}` as const)
export const eventColumnsSql = raw(eventColumns.join(', '))

/** Of the table called `e` there: a click that counts. The same as `isHeadline` for clicks, in SQL. */
export const countedClick = raw(`e.type = 'click' and e.verdict in ('human', 'unknown') and (e.flags & ${HEAD}) = 0`)

export function eventValues(event: Omit<EventRecord, 'id'>): Record<keyof typeof eventInput, InputValue> {
  return {
    message_id: event.messageId,
    campaign_id: event.messageId === null ? event.campaignId : null,
    link_id: event.linkId,
    type: event.type,
    at: event.at,
    ip: event.ip,
    user_agent: event.userAgent,
    program: event.program?.name ?? null,
    verdict: event.verdict,
    reasons: reasonsText(event.reasons),
    rules_version: event.rulesVersion,
    flags: flagsOf(event),
    duration_ms: event.durationMs,
    count: event.count,
    detail: toJson(event.detail),
  }
}

const flagsOf = ({ head, implied, prefetch, program }: Omit<EventRecord, 'id'>): number =>
  (head ? HEAD : 0) |
  (implied ? IMPLIED : 0) |
  (prefetch ? PREFETCH : 0) |
  (program === null ? 0 : devices.indexOf(program.device) * DEVICE)

const deviceIn = (flags: number): Program['device'] => devices[Math.floor(flags / DEVICE) % devices.length] ?? 'unknown'

export const reasonsText = (reasons: readonly string[]): string | null =>
  reasons.length === 0 ? null : JSON.stringify(reasons)
