import type { EventKind, Verdict } from '../../domain/event.ts'
import type { EventRecord } from '../port/records.ts'
import { hourOf } from './hours.ts'
import { addPrograms, type ProgramCounts, programIn } from './programs.ts'

const headlineVerdicts: Partial<Record<EventKind, readonly Verdict[]>> = {
  open: ['human', 'proxy', 'unknown'],
  click: ['human', 'unknown'],
  read: ['human', 'unknown'],
}

/** The reason of a hit that came sooner after delivery than a person is likely to read. */
export const EARLY = 'early'

type Countable = Pick<
  EventRecord,
  'type' | 'verdict' | 'reasons' | 'head' | 'implied' | 'count' | 'at' | 'linkId' | 'durationMs' | 'program'
>

/**
 * True when an event counts in the headline figures: opens by `human`, `proxy` (which fetches when a person opens) and
 * `unknown`, clicks and reads by `human` and `unknown`. A HEAD request never does, nor does any other type of event.
 */
export function isHeadline(event: Pick<EventRecord, 'type' | 'verdict' | 'head'>): boolean {
  return !event.head && headlineVerdicts[event.type]?.includes(event.verdict) === true
}

/**
 * True when an open or click counts as a machine's: all that are not headline, such as an open by a prefetcher or a
 * click by an image proxy. HEAD requests are never counted, and reads and views have no machine count.
 */
export function isMachine(event: Pick<EventRecord, 'type' | 'verdict' | 'head'>): boolean {
  return !event.head && (event.type === 'open' || event.type === 'click') && !isHeadline(event)
}

/**
 * The figures of a message that are kept with it. Times and `readMs` are in milliseconds, null where nothing was
 * counted.
 */
export interface KeptFigures {
  opens: number
  clicks: number
  machineOpens: number
  machineClicks: number
  readMs: number | null
  lastOpenAt: number | null
  lastClickAt: number | null
}

/**
 * The figures of one message that follow from its events; or of one campaign, for aggregate events, which belong to no
 * recipient. Changed in place by `count` and `uncount`.
 */
export interface MessageTally extends KeptFigures {
  /** Of the headline opens and clicks, those that were early. */
  early: { opens: number; clicks: number }
  /** Opens and clicks by program, people's and machines'. */
  programs: ProgramCounts
  /** Headline clicks by link. */
  links: Map<number, number>
  /** Headline opens and clicks by hour (start of the hour, ms). */
  hours: Map<number, { opens: number; clicks: number }>
}

/**
 * The tally of a message without events, a new one on each call; `count` adds to it. It is also what a message that
 * nothing happened to is compared with, so a store need not keep one for each.
 */
export function emptyTally(): MessageTally {
  return {
    opens: 0,
    clicks: 0,
    machineOpens: 0,
    machineClicks: 0,
    readMs: null,
    lastOpenAt: null,
    lastClickAt: null,
    early: { opens: 0, clicks: 0 },
    programs: new Map(),
    links: new Map(),
    hours: new Map(),
  }
}

/**
 * Adds one event to a tally, in place. The only definition of what an event counts for: recording, recounting and
 * corrected verdicts all use it. An event with a `count` above 1 (a merged flood) counts as often as it came. Order
 * does not matter.
 */
export function count(tally: MessageTally, event: Countable): void {
  if (isMachine(event)) {
    if (event.type === 'open') tally.machineOpens += event.count
    else tally.machineClicks += event.count
    programOf(tally, event).machine += event.count
    return
  }
  if (!isHeadline(event)) return
  if (event.type === 'read') {
    tally.readMs = (tally.readMs ?? 0) + (event.durationMs ?? 0)
    return
  }
  programOf(tally, event).total += event.count
  const hour = hourOf(event.at)
  const bucket = tally.hours.get(hour) ?? { opens: 0, clicks: 0 }
  tally.hours.set(hour, bucket)
  if (event.reasons.includes(EARLY)) tally.early[event.type === 'open' ? 'opens' : 'clicks'] += event.count
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

const programOf = ({ programs }: MessageTally, { type, program }: Countable) =>
  programIn(programs, program)[type === 'open' ? 'opens' : 'clicks']

/**
 * Counts a message's events from nothing: what a recount uses, and what the counters must equal at any time. Implied
 * opens count like others, since they are stored. Does not add those that are missing.
 */
export function tallyEvents(events: Iterable<Countable>): MessageTally {
  const tally = emptyTally()
  for (const event of events) count(tally, event)
  return tally
}

/**
 * A copy that can be changed without changing the tally it was made of, links, hours and programs included: `count` and
 * `uncount` work in place, and a difference needs both, before and after.
 */
export function cloneTally(tally: MessageTally): MessageTally {
  const hours = new Map([...tally.hours].map(([hour, bucket]) => [hour, { ...bucket }]))
  const programs: ProgramCounts = new Map()
  addPrograms(programs, tally.programs)
  return { ...tally, early: { ...tally.early }, programs, links: new Map(tally.links), hours }
}

/**
 * Takes one event out of a tally again, in place; the inverse of `count` for every sum. `lastOpenAt`, `lastClickAt` and
 * whether any read time is left at all cannot be known from one event: `settleExtremes` sets them from the events that
 * remain.
 */
export function uncount(tally: MessageTally, event: Countable): void {
  const own = emptyTally()
  count(own, event)
  tally.opens -= own.opens
  tally.clicks -= own.clicks
  tally.machineOpens -= own.machineOpens
  tally.machineClicks -= own.machineClicks
  tally.early.opens -= own.early.opens
  tally.early.clicks -= own.early.clicks
  addPrograms(tally.programs, own.programs, -1)
  if (own.readMs !== null) tally.readMs = (tally.readMs ?? 0) - own.readMs
  for (const [id, clicks] of own.links) tally.links.set(id, (tally.links.get(id) ?? 0) - clicks)
  for (const [hour, { opens, clicks }] of own.hours) {
    const bucket = tally.hours.get(hour) ?? { opens: 0, clicks: 0 }
    tally.hours.set(hour, { opens: bucket.opens - opens, clicks: bucket.clicks - clicks })
  }
}

/**
 * After `uncount`: sets the times of the last open and click from the message's remaining events, and a read time that
 * nothing measures any more to null. A last time that only purged events had (a count without a row) is kept.
 */
export function settleExtremes(
  tally: MessageTally,
  events: Iterable<Pick<EventRecord, 'type' | 'verdict' | 'head' | 'at'>>,
): void {
  let [open, click, reads] = [-Infinity, -Infinity, 0]
  for (const event of events) {
    if (!isHeadline(event)) continue
    if (event.type === 'open') open = Math.max(open, event.at)
    else if (event.type === 'click') click = Math.max(click, event.at)
    else reads++
  }
  if (tally.opens === 0) tally.lastOpenAt = null
  else if (open > -Infinity) tally.lastOpenAt = open
  if (tally.clicks === 0) tally.lastClickAt = null
  else if (click > -Infinity) tally.lastClickAt = click
  if (reads === 0 && tally.readMs === 0) tally.readMs = null
}
