import type { MessageRecord, Tracked } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { MessageTable } from '../schema.ts'
import { raw } from '../sql.ts'
import { parseJson } from './values.ts'

export type MessageRow = Selectable<MessageTable>

export const messageColumns = [
  'id',
  'campaign_id',
  'email',
  'name',
  'company',
  'data',
  'consent',
  'state',
  'attempts',
  'due_at',
  'sent_at',
  'error',
  'tracked',
  'opens',
  'clicks',
  'machine_opens',
  'machine_clicks',
  'read_ms',
  'last_open_at',
  'last_click_at',
  'bounced_at',
  'complained_at',
  'unsubscribed_at',
] as const satisfies readonly (keyof MessageRow)[]

/** The same for hand-written SQL, of the table called `m` there. */
export const messageColumnsSql = raw(messageColumns.map((column) => `m.${column}`).join(', '))

export function messageOf(row: Pick<MessageRow, (typeof messageColumns)[number]>): MessageRecord {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    email: row.email,
    name: row.name,
    company: row.company,
    data: parseJson(row.data),
    consent: parseJson(row.consent),
    state: row.state as MessageRecord['state'],
    attempts: row.attempts,
    dueAt: row.due_at,
    sentAt: row.sent_at,
    error: parseJson(row.error),
    tracked: trackedOf(row.tracked),
    opens: row.opens,
    clicks: row.clicks,
    machineOpens: row.machine_opens,
    machineClicks: row.machine_clicks,
    readMs: row.read_ms,
    lastOpenAt: row.last_open_at,
    lastClickAt: row.last_click_at,
    bouncedAt: row.bounced_at,
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
