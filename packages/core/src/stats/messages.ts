import { isoTime } from '../domain/clock.ts'
import type { EventItem } from '../domain/event.ts'
import type { MessageItem, MessageSort } from '../domain/message.ts'
import type { EventRecord, MessageRecord } from '../store/records.ts'
import { messageStatus } from '../store/status.ts'

/** A line of the per-contact table. */
export function toMessageItem(record: MessageRecord): MessageItem {
  const { ref, name, email, company, opens, clicks, readMs, attempts, error } = record
  return {
    id: String(record.id),
    ref,
    name,
    email,
    company,
    status: messageStatus(record),
    opens,
    clicks,
    readMs,
    sentAt: isoTime(record.sentAt),
    lastOpenAt: isoTime(record.lastOpenAt),
    lastClickAt: isoTime(record.lastClickAt),
    attempts,
    error,
  }
}

/** Names from A, figures and times from the largest: what a reader expects of the first click on a column. */
export function usualOrder(sort: MessageSort): 'asc' | 'desc' {
  return sort === 'name' ? 'asc' : 'desc'
}

/** A line of a message's events; fields that a hit does not have are left out. */
export function toEventItem(record: EventRecord & { url: string | null }): EventItem {
  const { type, url, ip, userAgent, verdict, reasons, implied, durationMs } = record
  return {
    id: String(record.id),
    type,
    at: new Date(record.at).toISOString(),
    url,
    ip,
    userAgent,
    verdict,
    reasons,
    ...(implied ? { implied } : {}),
    ...(durationMs === null ? {} : { durationMs }),
  }
}
