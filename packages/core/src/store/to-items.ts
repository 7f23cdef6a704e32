import { isoTime } from '../domain/clock.ts'
import type { EventBounce, EventItem } from '../domain/event.ts'
import { failureKinds, type MessageItem } from '../domain/message.ts'
import type { Page } from '../domain/page.ts'
import type { StorePage } from './port/paging.ts'
import type { CampaignSummary, EventRecord, MessageRecord } from './port/records.ts'
import { messageStatus } from './rules/status.ts'

/** A line of the per-contact table, of a message of this campaign or stream. */
export function toMessageItem(
  record: MessageRecord,
  { kind, key }: Pick<CampaignSummary, 'kind' | 'key'>,
): MessageItem {
  const { ref, name, email, company, opens, clicks, readMs, attempts, error } = record
  return {
    id: String(record.id),
    campaignId: kind === 'campaign' ? String(record.campaignId) : null,
    stream: kind === 'stream' ? key : null,
    key: null,
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
    ...(type === 'bounce' ? { bounce: bounceOf(record) } : {}),
    ...sourceOf(record),
  }
}

/** As it was stored; of an erased recipient codes and closed words are left. */
function bounceOf({ detail }: Pick<EventRecord, 'detail'>): EventBounce {
  const { permanent, kind, message, code, enhancedCode, held, suppress } = detail ?? {}
  const codes = {
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof enhancedCode === 'string' ? { enhancedCode } : {}),
  }
  return {
    permanent: permanent === true,
    error: {
      kind: failureKinds.find((one) => one === kind) ?? 'other',
      message: typeof message === 'string' ? message : '',
      ...codes,
    },
    // A dead address may have been held back before, and is all the same.
    effect: held === true || suppress === 'now' ? 'held' : suppress === 'soft' ? 'counted' : 'none',
  }
}

function sourceOf({ detail }: Pick<EventRecord, 'detail'>): { source?: string } {
  const said = detail?.source ?? detail?.by
  return typeof said === 'string' ? { source: said } : {}
}

/** A page of the store as the API shows it. */
export function toPage<R, T>({ items, next }: StorePage<R>, toItem: (row: R) => T): Page<T> {
  return { items: items.map(toItem), next: next ?? null }
}
