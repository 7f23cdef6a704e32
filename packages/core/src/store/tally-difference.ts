import { count, emptyTally, isHeadline, lacksOpen, type MessageTally } from './ledger.ts'
import type { EventRecord } from './records.ts'

/** What one message's change means for the counters it takes part in. Every number is a difference and may be negative. */
export interface TallyDifference {
  opens: { total: number; unique: number; machine: number }
  clicks: { total: number; unique: number; machine: number }
  readMs: number
  readMeasured: number
  /** By link id; only links whose figures change. */
  links: Map<number, { total: number; unique: number }>
  /** By start of the hour in ms; only hours whose figures change. */
  hours: Map<number, { opens: number; clicks: number }>
  /** The message's headline opens (clicks) left zero. */
  firstOpen: boolean
  firstClick: boolean
}

const crossing = (before: number, after: number): number => Number(after > 0) - Number(before > 0)

/**
 * The difference between two tallies of one message, for its campaign, links and timeline; pure. `unique` follows from crossing zero.
 * The tallies need not hold the whole history: opens, clicks and the links concerned must be the message's real counts, for hours the change is enough.
 */
export function tallyDifference(before: MessageTally, after: MessageTally): TallyDifference {
  const opens = crossing(before.opens, after.opens)
  const clicks = crossing(before.clicks, after.clicks)
  return {
    opens: { total: after.opens - before.opens, unique: opens, machine: after.machineOpens - before.machineOpens },
    clicks: {
      total: after.clicks - before.clicks,
      unique: clicks,
      machine: after.machineClicks - before.machineClicks,
    },
    readMs: (after.readMs ?? 0) - (before.readMs ?? 0),
    readMeasured: Number(after.readMs !== null) - Number(before.readMs !== null),
    links: linkDifferences(before.links, after.links),
    hours: hourDifferences(before.hours, after.hours),
    firstOpen: opens > 0,
    firstClick: clicks > 0,
  }
}

function linkDifferences(before: MessageTally['links'], after: MessageTally['links']): TallyDifference['links'] {
  const differences: TallyDifference['links'] = new Map()
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(id) ?? 0
    const is = after.get(id) ?? 0
    if (was !== is) differences.set(id, { total: is - was, unique: crossing(was, is) })
  }
  return differences
}

function hourDifferences(before: MessageTally['hours'], after: MessageTally['hours']): TallyDifference['hours'] {
  const differences: TallyDifference['hours'] = new Map()
  for (const hour of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(hour) ?? { opens: 0, clicks: 0 }
    const is = after.get(hour) ?? { opens: 0, clicks: 0 }
    const difference = { opens: is.opens - was.opens, clicks: is.clicks - was.clicks }
    if (difference.opens !== 0 || difference.clicks !== 0) differences.set(hour, difference)
  }
  return differences
}

/** True when no counter of campaign, link or timeline changes. */
export function isUnchanged({ opens, clicks, readMs, readMeasured, links, hours }: TallyDifference): boolean {
  const numbers = [...Object.values(opens), ...Object.values(clicks), readMs, readMeasured]
  return numbers.every((number) => number === 0) && links.size === 0 && hours.size === 0
}

/** A tally that can be changed without changing the first. */
export function cloneTally(tally: MessageTally): MessageTally {
  const hours = new Map([...tally.hours].map(([hour, bucket]) => [hour, { ...bucket }]))
  return { ...tally, links: new Map(tally.links), hours }
}

/**
 * Takes one event out of a tally again, in place; the inverse of `count` for every sum. `lastOpenAt`, `lastClickAt` and whether any read time
 * is left at all cannot be known from one event: `settleExtremes` sets them from the events that remain.
 */
export function uncount(tally: MessageTally, event: Parameters<typeof count>[1]): void {
  const own = emptyTally()
  count(own, event)
  tally.opens -= own.opens
  tally.clicks -= own.clicks
  tally.machineOpens -= own.machineOpens
  tally.machineClicks -= own.machineClicks
  if (own.readMs !== null) tally.readMs = (tally.readMs ?? 0) - own.readMs
  for (const [id, clicks] of own.links) tally.links.set(id, (tally.links.get(id) ?? 0) - clicks)
  for (const [hour, { opens, clicks }] of own.hours) {
    const bucket = tally.hours.get(hour) ?? { opens: 0, clicks: 0 }
    tally.hours.set(hour, { opens: bucket.opens - opens, clicks: bucket.clicks - clicks })
  }
}

/**
 * After `uncount`: sets the times of the last open and click, and a read time that nothing measures any more to null, from the message's
 * remaining events. What only purged events knew (a count without a row) keeps its last time.
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

/**
 * What the rule of the implied open asks for, given a message's headline counts (implied opens included in `opens`) and how many implied
 * opens it has: `add` one where clicks have no open, `remove` them where no click is left, else nothing.
 */
export function impliedChange(
  counts: Pick<MessageTally, 'opens' | 'clicks'>,
  implied: number,
): 'add' | 'remove' | undefined {
  if (counts.clicks === 0) return implied > 0 ? 'remove' : undefined
  return lacksOpen(counts) ? 'add' : undefined
}

/** The open that a click proves: of the click's time and verdict, seen by nobody, so without address or browser. */
export function impliedOpen(click: EventRecord): Omit<EventRecord, 'id'> {
  const { campaignId, messageId, at, verdict, rulesVersion } = click
  const seen = { linkId: null, ip: null, userAgent: null, head: false, prefetch: false, durationMs: null, detail: null }
  return {
    campaignId,
    messageId,
    type: 'open',
    at,
    verdict,
    rulesVersion,
    reasons: ['implied'],
    implied: true,
    count: 1,
    ...seen,
  }
}
