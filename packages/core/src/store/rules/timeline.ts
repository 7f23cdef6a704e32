import type { MessageRecord } from '../port/records.ts'
import type { HourCounts } from '../port/timeline.ts'
import type { NewFlag } from './flags.ts'
import { hourOf } from './hours.ts'
import { counterOf } from './status.ts'
import type { TallyDifference } from './tally-difference.ts'

/** An hour of which nothing is counted yet, a new one on each call. */
export const emptyHour = (): HourCounts => ({
  sent: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  opens: 0,
  clicks: 0,
  opensTracked: 0,
  clicksTracked: 0,
  opened: 0,
  clicked: 0,
  bounced: 0,
  hardBounced: 0,
  complained: 0,
  unsubscribed: 0,
})

/** What is counted of an hour, in the order a store may keep it. */
export const hourCountNames = Object.keys(emptyHour()) as readonly (keyof HourCounts)[]

/** Hours by their beginning, in milliseconds since the epoch. */
export type Hours = Map<number, HourCounts>

/** Adds counts to an hour, in place. */
export function addToHour(hours: Hours, hour: number, counts: Partial<HourCounts>): void {
  const sum = hours.get(hour) ?? emptyHour()
  hours.set(hour, sum)
  for (const name of hourCountNames) sum[name] += counts[name] ?? 0
}

/** What of a message says in which hour it counts, and for what. */
export type TimedMessage = Pick<
  MessageRecord,
  | 'state'
  | 'sentAt'
  | 'endedAt'
  | 'tracked'
  | 'opens'
  | 'clicks'
  | 'bouncedAt'
  | 'hardBouncedAt'
  | 'complainedAt'
  | 'unsubscribedAt'
>

/**
 * Adds what a message by itself counts for, in place: how it ended, in the hour it did; of one that was sent also
 * whether it was tracked and what became of it, however late, so that the rates of a period are those of the messages
 * sent in it. Nothing while it has not ended. How often it was opened and clicked are counts of its events.
 */
export function addMessageHour(hours: Hours, message: TimedMessage): void {
  const { state, sentAt, endedAt } = message
  if (sentAt !== null) addToHour(hours, hourOf(sentAt), { sent: 1, ...becameOf(message) })
  else if (endedAt !== null) addEndHour(hours, { state, endedAt }, 1)
}

/** Adds the end of a message that was not sent, in place, or takes it away (−1) where it is to be sent all the same. */
export function addEndHour(
  hours: Hours,
  { state, endedAt }: Pick<TimedMessage, 'state' | 'endedAt'>,
  number: 1 | -1,
): void {
  if (endedAt !== null) addToHour(hours, hourOf(endedAt), { [counterOf[state]]: number })
}

/** Adds what new events of a message that was sent change in the hour it was sent in, in place. */
export function addAnswers(
  hours: Hours,
  { sentAt }: Pick<TimedMessage, 'sentAt'>,
  { opens, clicks }: Pick<TallyDifference, 'opens' | 'clicks'>,
  flags: readonly NewFlag[],
): void {
  if (sentAt === null || (opens.unique === 0 && clicks.unique === 0 && flags.length === 0)) return
  const set = Object.fromEntries(flags.map(({ hourly }) => [hourly, 1]))
  addToHour(hours, hourOf(sentAt), { opened: opens.unique, clicked: clicks.unique, ...set })
}

function becameOf({ tracked, opens, clicks, ...message }: TimedMessage): Partial<HourCounts> {
  return {
    opensTracked: Number(tracked.opens),
    clicksTracked: Number(tracked.clicks),
    opened: Number(opens > 0),
    clicked: Number(clicks > 0),
    bounced: Number(message.bouncedAt !== null),
    hardBounced: Number(message.hardBouncedAt !== null),
    complained: Number(message.complainedAt !== null),
    unsubscribed: Number(message.unsubscribedAt !== null),
  }
}

/** True where nothing is counted of an hour. */
export const isEmptyHour = (counts: HourCounts): boolean => hourCountNames.every((name) => counts[name] === 0)
