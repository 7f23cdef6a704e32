import type { Clock } from '../domain/clock.ts'
import { type EventKind, eventKinds } from '../domain/event.ts'
import type { PrivacyStore, Retention } from '../store/port/privacy-store.ts'

/**
 * How many days each class of data is kept, fractions allowed; absent: for ever. Each started process deletes what is
 * older once an hour, and `maintenance.purge()` at once. Figures of campaigns stay true; `recount` then compares only
 * what is left. Of a message that is gone, the keyed hash of its address is kept for 60 days, so that a link in its
 * mail still opts out. Below 0 is `invalid_option`.
 */
export interface RetentionOptions {
  /** Rows of events, by type or all. Counters keep what they counted. */
  eventDays?: number | Partial<Record<EventKind, number>> | undefined
  /** IP and User-Agent. */
  personalDays?: number | undefined
  /** Messages of finished campaigns; their figures stay. */
  messageDays?: number | undefined
}

const DAY_MS = 86_400_000
/** How long a link in a mail opts out after its message is gone: longer than laws of this field ask for. */
const GONE_DAYS = 60
const PURGE_ROWS = 500

/** Deletes what the options no longer allow, 500 rows a transaction, until `signal`; returns how many rows in all. */
export async function purge(
  privacy: PrivacyStore,
  clock: Clock,
  retention: RetentionOptions | undefined,
  signal?: AbortSignal,
): Promise<number> {
  const now = clock.now()
  const cut = { ...retentionAt(retention, now), goneBefore: now - GONE_DAYS * DAY_MS }
  let rows = 0
  for (let done = -1; done !== 0 && signal?.aborted !== true; rows += done)
    done = await privacy.purge(cut, PURGE_ROWS, now)
  return rows
}

function retentionAt(retention: RetentionOptions | undefined, now: number): Retention {
  const { eventDays, personalDays, messageDays } = retention ?? {}
  const before = (days: number) => now - days * DAY_MS
  const byType =
    typeof eventDays === 'number' ? Object.fromEntries(eventKinds.map((type) => [type, eventDays])) : eventDays
  return {
    ...(byType === undefined
      ? {}
      : {
          eventsBefore: Object.fromEntries(
            Object.entries(byType).flatMap(([type, days]) => (days === undefined ? [] : [[type, before(days)]])),
          ) as Partial<Record<EventKind, number>>,
        }),
    ...(personalDays === undefined ? {} : { personalBefore: before(personalDays) }),
    ...(messageDays === undefined ? {} : { messagesBefore: before(messageDays) }),
  }
}
