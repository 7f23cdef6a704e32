import type { Clock } from '../../domain/clock.ts'
import type { EventKind } from '../../domain/event.ts'
import type { Store } from '../../store/port/store.ts'
import { purgeParts } from './kept-days.ts'
import { unreadMs } from './unread.ts'

/**
 * How many days each class of data is kept, fractions allowed; absent: for ever. The processes that were started delete
 * what is older once an hour, one process at a time, in short steps: 50 to 1,000 rows, as many as take about 10 ms, and
 * a pause as long. Before options first delete on a database, and again when they became stricter, the log says at
 * `info`, an hour ahead, how many rows will go: whoever changes the options in that hour keeps them.
 * `maintenance.purge()` deletes at once. Events and messages of which a subscription or webhook has not got all facts
 * yet stay for it, three days at most. Give all processes the same options. Figures of campaigns stay true; `recount`
 * then compares only what is left. Of a message that is gone, the keyed hash of its address is kept for 60 days, so
 * that a link in its mail still opts out. Below 0 is `invalid_option`.
 */
export interface RetentionOptions {
  /**
   * Rows of events, by type or all. Counters keep what they counted. An event that was stored late, or beside others
   * with a wrong time, may wait until those stored before it are old enough.
   */
  eventDays?: number | Partial<Record<EventKind, number>> | undefined
  /** IP and User-Agent. */
  personalDays?: number | undefined
  /**
   * Messages of finished campaigns, by the time at which it finished, and of streams, by their own age; their figures
   * stay. Those of a stream that were sent with a key stay for 60 days at least.
   */
  messageDays?: number | undefined
}

const PURGE_ROWS = 500

/** Deletes at once what the options no longer allow; returns how many rows. */
export async function purge(
  { privacy, outbox }: Pick<Store, 'privacy' | 'outbox'>,
  clock: Clock,
  retention: RetentionOptions | undefined,
): Promise<number> {
  const now = clock.now()
  let rows = 0
  for (const { part } of purgeParts(retention, now, { unreadMs: await unreadMs(outbox, now) })) {
    for (let more = true; more; ) {
      const step = await privacy.purge(part, PURGE_ROWS, now)
      rows += step.rows
      more = step.more
    }
  }
  return rows
}
