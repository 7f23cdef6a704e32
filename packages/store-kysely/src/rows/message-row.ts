import type { UnsubscribeReason } from '@sillage/core'
import type { MessageRecord, Tracked } from '@sillage/core/store'
import type { Kysely, Selectable } from 'kysely'
import type { DeliveryTable, MessageTable, Schema } from '../schema.ts'
import { raw, type Sql } from '../sql.ts'
import { parseJson } from './values.ts'

type MessageRow = Selectable<MessageTable>
type DeliveryRow = Selectable<DeliveryTable>

/** What judging a hit needs to know of whom a message is to. */
const recipientColumns = ['email', 'ref', 'consent'] as const satisfies readonly (keyof MessageRow)[]
const personColumns = [
  ...recipientColumns,
  'name',
  'company',
  'data',
  'content_id',
  'created_at',
] as const satisfies readonly (keyof MessageRow)[]

const countedColumns = [
  'id',
  'campaign_id',
  'state',
  'sent_at',
  'opens',
  'clicks',
  'machine_opens',
  'machine_clicks',
  'read_ms',
  'last_open_at',
  'last_click_at',
  'bounced_at',
  'hard_bounced_at',
  'complained_at',
  'unsubscribed_at',
] as const satisfies readonly (keyof DeliveryRow)[]
const deliveryColumns = [
  ...countedColumns,
  'attempts',
  'due_at',
  'ended_at',
  'error',
  'content_version',
  'tracked',
  'unsubscribe_reason',
] as const satisfies readonly (keyof DeliveryRow)[]

const listed = (alias: string, columns: readonly string[]): Sql =>
  raw(columns.map((column) => `${alias}.${column}`).join(', '))

/** What a record is read from, of the tables called `m` and `d` there. */
export const messageColumns = [
  ...personColumns.map((column) => `m.${column}` as const),
  ...deliveryColumns.map((column) => `d.${column}` as const),
]

/** Both halves of messages, called `m` and `d`. */
export const wholeMessages = (db: Kysely<Schema>) =>
  db.selectFrom('email_messages as m').innerJoin('email_deliveries as d', 'd.id', 'm.id')

export type WholeRow = Pick<MessageRow, (typeof personColumns)[number]> &
  Pick<DeliveryRow, (typeof deliveryColumns)[number]>

export function messageOf(row: WholeRow): MessageRecord {
  return {
    ...countedOf(row, row),
    name: row.name,
    company: row.company,
    data: parseJson(row.data),
    contentId: row.content_id,
    createdAt: row.created_at,
    attempts: row.attempts,
    dueAt: row.due_at,
    endedAt: row.ended_at,
    error: parseJson(row.error),
    tracked: trackedOf(row.tracked),
    version: row.content_version,
    unsubscribeReason: reasonCodes.find(([, code]) => code === row.unsubscribe_reason)?.[0] ?? null,
  }
}

/** What counting hits needs of a message: neither its merge data nor the state of its sending. */
export type CountedMessage = Pick<MessageRecord, CountedField>
type CountedField =
  | (
      | 'id'
      | 'campaignId'
      | 'email'
      | 'ref'
      | 'consent'
      | 'state'
      | 'sentAt'
      | 'opens'
      | 'clicks'
      | 'machineOpens'
      | 'machineClicks'
    )
  | ('readMs' | 'lastOpenAt' | 'lastClickAt' | 'bouncedAt' | 'hardBouncedAt' | 'complainedAt' | 'unsubscribedAt')

export type CountedRow = Pick<DeliveryRow, (typeof countedColumns)[number]>
export type RecipientRow = Pick<MessageRow, (typeof recipientColumns)[number]>

/** Of the table called `d` there. */
export const countedColumnsSql = listed('d', countedColumns)
/** Of the table called `m` there. */
export const recipientColumnsSql = listed('m', recipientColumns)

export function countedOf(row: CountedRow, { email, ref, consent }: RecipientRow): CountedMessage {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    email,
    ref,
    consent: parseJson(consent),
    state: row.state as MessageRecord['state'],
    sentAt: row.sent_at,
    opens: row.opens,
    clicks: row.clicks,
    machineOpens: row.machine_opens,
    machineClicks: row.machine_clicks,
    readMs: row.read_ms,
    lastOpenAt: row.last_open_at,
    lastClickAt: row.last_click_at,
    bouncedAt: row.bounced_at,
    hardBouncedAt: row.hard_bounced_at,
    complainedAt: row.complained_at,
    unsubscribedAt: row.unsubscribed_at,
  }
}

/** Numbers, as all that hits write to a message. */
const codes: Record<UnsubscribeReason, number> = { too_many: 1, not_relevant: 2, not_signed_up: 3, other: 4 }
const reasonCodes = Object.entries(codes) as [UnsubscribeReason, number][]

export const reasonCode = (reason: UnsubscribeReason | null): number | null => (reason === null ? null : codes[reason])

const OPENS = 1
const CLICKS = 2
const READ_TIME = 4

export const trackedBits = ({ opens, clicks, readTime }: Tracked): number =>
  (opens ? OPENS : 0) | (clicks ? CLICKS : 0) | (readTime ? READ_TIME : 0)

const trackedOf = (bits: number): Tracked => ({
  opens: (bits & OPENS) !== 0,
  clicks: (bits & CLICKS) !== 0,
  readTime: (bits & READ_TIME) !== 0,
})
