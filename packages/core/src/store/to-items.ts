import { isoTime } from '../domain/clock.ts'
import type { EventItem } from '../domain/event.ts'
import type { MessageItem } from '../domain/message.ts'
import type { Page } from '../domain/page.ts'
import type { StorePage } from './port/paging.ts'
import type { EventRecord, MessageRecord } from './port/records.ts'
import { messageStatus } from './rules/status.ts'

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

/** A page of the store as the API shows it. */
export function toPage<R, T>({ items, next }: StorePage<R>, toItem: (row: R) => T): Page<T> {
  return { items: items.map(toItem), next: next ?? null }
}
