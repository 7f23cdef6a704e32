import {
  count,
  type EventRecord,
  impliedChange,
  impliedOpen,
  isHeadline,
  isUnchanged,
  type JudgedHits,
  type MessageTally,
  settleExtremes,
  type TallyDifference,
  tallyDifference,
  uncount,
} from '@sillage/core/store'
import { readTimeBucket } from '../campaigns/timeline.ts'
import { addToCampaign, addToHour, addToReadTimes, type Differences } from '../counters.ts'

/** The change of one message's events and figures. */
export interface LedgerChange {
  added: Omit<EventRecord, 'id'>[]
  changed: readonly EventRecord[]
  /** Ids of implied opens that no click proves any more. */
  removed: number[]
  tally: MessageTally
}

/** Adds new events to a tally that holds the message's counts and its clicks on the links concerned. */
export function addEvents(before: MessageTally, added: readonly EventRecord[]): LedgerChange {
  const tally = cloneOf(before)
  for (const event of added) count(tally, event)
  const events: Omit<EventRecord, 'id'>[] = [...added]
  if (impliedChange(tally, 0) === 'add') addImplied(tally, events, added)
  return { added: events, changed: [], removed: [], tally }
}

/** The same where verdicts of stored events change; `stored` are all of the message's events. */
export function correctEvents(
  before: MessageTally,
  stored: readonly EventRecord[],
  { added, changed }: JudgedHits,
): LedgerChange {
  const tally = cloneOf(before)
  const now = new Map(changed.map((event) => [event.id, event]))
  for (const event of stored) {
    const remarked = now.get(event.id)
    if (remarked === undefined) continue
    uncount(tally, event)
    count(tally, remarked)
  }
  for (const event of added) count(tally, event)
  let all = [...stored.map((event) => now.get(event.id) ?? event), ...added]
  if (now.size > 0) settleExtremes(tally, all)
  const events: Omit<EventRecord, 'id'>[] = [...added]
  const implied = all.filter((event) => event.implied)
  const wanted = impliedChange(tally, implied.length)
  if (wanted === 'add') addImplied(tally, events, all)
  if (wanted !== 'remove') return { added: events, changed, removed: [], tally }
  for (const event of implied) uncount(tally, event)
  all = all.filter((event) => !event.implied)
  settleExtremes(tally, all)
  return { added: events, changed, removed: implied.map(({ id }) => id), tally }
}

/**
 * The earliest click proves the open. Those that would may have been purged; then there is nothing to derive it from.
 */
function addImplied(tally: MessageTally, events: Omit<EventRecord, 'id'>[], all: readonly EventRecord[]): void {
  const clicks = all.filter((event) => event.type === 'click' && isHeadline(event))
  const first = clicks.reduce<EventRecord | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined)
  if (first === undefined) return
  const open = impliedOpen(first)
  events.push(open)
  count(tally, open)
}

const cloneOf = (tally: MessageTally): MessageTally => ({
  ...tally,
  links: new Map(tally.links),
  hours: new Map([...tally.hours].map(([hour, counts]) => [hour, { ...counts }])),
})

/** What a message's change means for its campaign, links and timeline; also whether it changes anything there. */
export function addMessageDifference(
  differences: Differences,
  campaignId: number,
  before: MessageTally,
  after: MessageTally,
): TallyDifference & { unchanged: boolean } {
  const difference = tallyDifference(before, after)
  const unchanged = isUnchanged(difference)
  if (unchanged) return { ...difference, unchanged }
  addFigures(differences, campaignId, difference)
  addToCampaign(differences, campaignId, 'opens_unique', difference.opens.unique)
  addToCampaign(differences, campaignId, 'clicks_unique', difference.clicks.unique)
  addToCampaign(differences, campaignId, 'read_ms', difference.readMs)
  addToCampaign(differences, campaignId, 'read_measured', difference.readMeasured)
  if (before.readMs !== after.readMs) {
    if (before.readMs !== null) addToReadTimes(differences, campaignId, readTimeBucket(before.readMs), -1)
    if (after.readMs !== null) addToReadTimes(differences, campaignId, readTimeBucket(after.readMs), 1)
  }
  for (const [id, { unique }] of difference.links) addToLink(differences, id, { total: 0, unique })
  return { ...difference, unchanged }
}

/** Totals, which aggregate events have too; it is unknown how many people caused those, so they are never unique. */
export function addFigures(
  differences: Differences,
  campaignId: number,
  { opens, clicks, links, hours }: TallyDifference,
): void {
  addToCampaign(differences, campaignId, 'opens_total', opens.total)
  addToCampaign(differences, campaignId, 'opens_machine', opens.machine)
  addToCampaign(differences, campaignId, 'clicks_total', clicks.total)
  addToCampaign(differences, campaignId, 'clicks_machine', clicks.machine)
  for (const [id, { total }] of links) addToLink(differences, id, { total, unique: 0 })
  for (const [hour, counts] of hours) addToHour(differences, campaignId, hour, counts)
}

function addToLink({ links }: Differences, id: number, { total, unique }: { total: number; unique: number }): void {
  const sum = links.get(id) ?? { total: 0, unique: 0 }
  links.set(id, { total: sum.total + total, unique: sum.unique + unique })
}
