import type { MessageRecord, Tracked } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { MessageTable } from '../schema.ts'
import { raw } from '../sql.ts'
import { parseJson } from './values.ts'

export type MessageRow = Selectable<MessageTable>

const countedColumns = [
  'id',
  'campaign_id',
  'email',
  'ref',
  'consent',
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
] as const satisfies readonly (keyof MessageRow)[]

export const messageColumns = [
  ...countedColumns,
  'name',
  'company',
  'data',
  'state',
  'attempts',
  'due_at',
  'error',
  'tracked',
] as const satisfies readonly (keyof MessageRow)[]

/** The same for hand-written SQL, of the table called `m` there. */
export const messageColumnsSql = raw(messageColumns.map((column) => `m.${column}`).join(', '))

export function messageOf(row: Pick<MessageRow, (typeof messageColumns)[number]>): MessageRecord {
  return {
    ...countedOf(row),
    name: row.name,
    company: row.company,
    data: parseJson(row.data),
    state: row.state as MessageRecord['state'],
    attempts: row.attempts,
    dueAt: row.due_at,
    error: parseJson(row.error),
    tracked: trackedOf(row.tracked),
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
      | 'sentAt'
      | 'opens'
      | 'clicks'
      | 'machineOpens'
      | 'machineClicks'
    )
  | ('readMs' | 'lastOpenAt' | 'lastClickAt' | 'bouncedAt' | 'hardBouncedAt' | 'complainedAt' | 'unsubscribedAt')

export type CountedRow = Pick<MessageRow, (typeof countedColumns)[number]>

/** Of the table called `m` there. */
export const countedColumnsSql = raw(countedColumns.map((column) => `m.${column}`).join(', '))

export function countedOf(row: CountedRow): CountedMessage {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    email: row.email,
    ref: row.ref,
    consent: parseJson(row.consent),
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
