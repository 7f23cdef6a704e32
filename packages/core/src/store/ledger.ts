import type { EventType, Verdict } from '../domain/event.ts'
import type { EventRecord } from './records.ts'

const headlineVerdicts: Partial<Record<EventType, readonly Verdict[]>> = {
  open: ['human', 'proxy', 'unknown'],
  click: ['human', 'unknown'],
  read: ['human', 'unknown'],
}

type Countable = Pick<EventRecord, 'type' | 'verdict' | 'head' | 'implied' | 'count' | 'at' | 'linkId' | 'durationMs'>

/** True when an event counts in the headline figures: a person, or a proxy acting for one. HEAD never does. */
export function isHeadline(event: Pick<EventRecord, 'type' | 'verdict' | 'head'>): boolean {
  return !event.head && headlineVerdicts[event.type]?.includes(event.verdict) === true
}

/** True when an event counts as a machine's. */
export function isMachine(event: Pick<EventRecord, 'type' | 'verdict' | 'head'>): boolean {
  return !event.head && (event.type === 'open' || event.type === 'click') && !isHeadline(event)
}

/** The figures of one message that follow from its events. */
export interface MessageTally {
  opens: number
  clicks: number
  machineOpens: number
  machineClicks: number
  readMs: number | null
  lastOpenAt: number | null
  lastClickAt: number | null
  /** Headline clicks by link. */
  links: Map<number, number>
  /** Headline opens and clicks by hour (start of the hour, ms). */
  hours: Map<number, { opens: number; clicks: number }>
}

/** An hour in milliseconds: the width of the timeline's buckets. */
export const HOUR_MS = 3_600_000
/** The beginning of the hour of UTC that a time lies in, in milliseconds; also for times before 1970. */
export const hourOf = (at: number): number => at - (((at % HOUR_MS) + HOUR_MS) % HOUR_MS)

/** The tally of a message without events; `count` adds to it. */
export function emptyTally(): MessageTally {
  return {
    opens: 0,
    clicks: 0,
    machineOpens: 0,
    machineClicks: 0,
    readMs: null,
    lastOpenAt: null,
    lastClickAt: null,
    links: new Map(),
    hours: new Map(),
  }
}

/** Adds one event to a tally, in place. The only definition of what an event counts for. */
export function count(tally: MessageTally, event: Countable): void {
  if (isMachine(event)) {
    if (event.type === 'open') tally.machineOpens += event.count
    else tally.machineClicks += event.count
    return
  }
  if (!isHeadline(event)) return
  if (event.type === 'read') {
    tally.readMs = (tally.readMs ?? 0) + (event.durationMs ?? 0)
    return
  }
  const hour = hourOf(event.at)
  const bucket = tally.hours.get(hour) ?? { opens: 0, clicks: 0 }
  tally.hours.set(hour, bucket)
  if (event.type === 'open') {
    tally.opens += event.count
    bucket.opens += event.count
    tally.lastOpenAt = Math.max(tally.lastOpenAt ?? 0, event.at)
  } else {
    tally.clicks += event.count
    bucket.clicks += event.count
    tally.lastClickAt = Math.max(tally.lastClickAt ?? 0, event.at)
    if (event.linkId !== null) tally.links.set(event.linkId, (tally.links.get(event.linkId) ?? 0) + event.count)
  }
}

/** Counts a message's events from nothing; what a recount and every correction of verdicts go by. */
export function tallyEvents(events: Iterable<Countable>): MessageTally {
  const tally = emptyTally()
  for (const event of events) count(tally, event)
  return tally
}

/** A headline click proves an open: a message that has the one and not the other is given one implied open. */
export function lacksOpen(tally: Pick<MessageTally, 'opens' | 'clicks'>): boolean {
  return tally.clicks > 0 && tally.opens === 0
}
