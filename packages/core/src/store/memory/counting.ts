import type { EventRecord } from '../port/records.ts'
import { impliedChange, impliedOpen } from '../rules/implied-open.ts'
import type { JudgedHits } from '../rules/judge-hits.ts'
import {
  cloneTally,
  count,
  emptyTally,
  isHeadline,
  type MessageTally,
  settleExtremes,
  uncount,
} from '../rules/ledger.ts'
import { isUnchanged, type TallyDifference, tallyDifference } from '../rules/tally-difference.ts'
import { type CampaignRow, type MemoryState, type MessageRow, nextId } from './state.ts'

/** What the events of a message (or the aggregate ones of a campaign) are before and after a change. */
interface Ledgered {
  events: EventRecord[]
  tally: MessageTally
}

/** Puts new and re-marked events among the old ones and counts them; `events` is a new array, the tally a new tally. */
export function withJudged(state: MemoryState, { events, tally }: Ledgered, { added, changed }: JudgedHits): Ledgered {
  const now = new Map(changed.map((event) => [event.id, event]))
  const after = { events: events.map((event) => now.get(event.id) ?? event), tally: cloneTally(tally) }
  for (const event of events) {
    const remarked = now.get(event.id)
    if (remarked === undefined) continue
    uncount(after.tally, event)
    count(after.tally, remarked)
  }
  for (const event of added) {
    const stored = { ...event, id: nextId(state, 'events') }
    after.events.push(stored)
    count(after.tally, stored)
  }
  if (now.size > 0) settleExtremes(after.tally, after.events)
  return after
}

/** Applies the rule of the implied open: one where clicks have no open, none where no click is left. In place. */
export function keepImplied(state: MemoryState, ledgered: Ledgered): void {
  const { events, tally } = ledgered
  const implied = events.filter((event) => event.implied)
  const change = impliedChange(tally, implied.length)
  if (change === 'remove') {
    for (const event of implied) uncount(tally, event)
    ledgered.events = events.filter((event) => !event.implied)
    settleExtremes(tally, ledgered.events)
  } else if (change === 'add') {
    const clicks = events.filter((event) => event.type === 'click' && isHeadline(event))
    const first = clicks.reduce<EventRecord | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined)
    // The clicks that prove it may have been purged; then there is nothing left to derive it from.
    if (first === undefined) return
    const open = { id: nextId(state, 'events'), ...impliedOpen(first) }
    events.push(open)
    count(tally, open)
  }
}

/** Stores a message's events and figures after a change, and what it means for campaign, links and timeline. */
export function commitMessage(state: MemoryState, row: MessageRow, after: Ledgered): TallyDifference {
  const difference = tallyDifference(row.tally ?? emptyTally(), after.tally)
  row.events = after.events
  row.tally = after.tally
  showTally(row, after.tally)
  addDifference(state, row.campaign, difference)
  return difference
}

/** A record's counters follow its tally. */
export function showTally({ record }: MessageRow, tally: MessageTally): void {
  const { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt } = tally
  Object.assign(record, { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt })
}

/** The same for aggregate events: totals only, since it is unknown how many people they are. */
export function commitAggregate(state: MemoryState, campaign: CampaignRow, after: Ledgered): TallyDifference {
  const difference = tallyDifference(campaign.tally, after.tally)
  difference.opens.unique = 0
  difference.clicks.unique = 0
  difference.readMs = 0
  difference.readMeasured = 0
  for (const link of difference.links.values()) link.unique = 0
  campaign.events = after.events
  campaign.tally = after.tally
  addDifference(state, campaign, difference)
  return difference
}

function addDifference(state: MemoryState, campaign: CampaignRow, difference: TallyDifference): void {
  if (isUnchanged(difference)) return
  const { record, timeline } = campaign
  for (const kind of ['opens', 'clicks'] as const) {
    record[kind].total += difference[kind].total
    record[kind].unique += difference[kind].unique
    record[kind].machine += difference[kind].machine
  }
  record.readMs += difference.readMs
  record.readMeasured += difference.readMeasured
  for (const [id, { total, unique }] of difference.links) {
    const link = state.links.get(id)
    if (link === undefined) continue
    link.total += total
    link.unique += unique
  }
  for (const [hour, { opens, clicks }] of difference.hours) {
    const bucket = timeline.get(hour) ?? { sent: 0, opens: 0, clicks: 0 }
    bucket.opens += opens
    bucket.clicks += clicks
    timeline.set(hour, bucket)
  }
}
