import type { EventRecord } from '../port/records.ts'
import { correctEvents } from '../rules/corrections.ts'
import { type NewFlag, newFlags } from '../rules/flags.ts'
import type { JudgedHits } from '../rules/judge-hits.ts'
import { emptyTally, type MessageTally, tallyEvents } from '../rules/ledger.ts'
import { addPrograms } from '../rules/programs.ts'
import { isUnchanged, type TallyDifference, tallyDifference } from '../rules/tally-difference.ts'
import { addAnswers, addToHour } from '../rules/timeline.ts'
import { type CampaignRow, type MemoryState, type MessageRow, nextId } from './state.ts'

/** What a change of events made of one message. */
interface Counted {
  difference: TallyDifference
  /** The events that are new, with their ids. */
  added: EventRecord[]
  /** Whether anything of its campaign changed. */
  changed: boolean
}

/** Stores what was judged of a message: its events, its figures, and what they mean for campaign, links and hours. */
export function countMessage(state: MemoryState, row: MessageRow, judged: JudgedHits): Counted {
  const before = row.tally ?? emptyTally()
  const { tally, removed, ...change } = correctEvents(before, row.events, judged)
  const added = change.added.map((event) => ({ ...event, id: nextId(state, 'events') }))
  const now = new Map(change.changed.map((event) => [event.id, event]))
  const kept = row.events.filter(({ id }) => !removed.includes(id))
  row.events = [...kept.map((event) => now.get(event.id) ?? event), ...added]
  row.tally = tally
  showTally(row, tally)
  const difference = tallyDifference(before, tally)
  const flags = setFlags(row, judged.added)
  addDifference(state, row.campaign, difference)
  addAnswers(row.campaign.timeline, row.record, difference, flags)
  return { difference, added, changed: flags.length > 0 || !isUnchanged(difference) }
}

/** A record's counters follow its tally. */
export function showTally({ record }: MessageRow, tally: MessageTally): void {
  const { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt } = tally
  Object.assign(record, { opens, clicks, machineOpens, machineClicks, readMs, lastOpenAt, lastClickAt })
}

/** The first of each flag is kept with the message and counted. */
function setFlags({ record, campaign }: MessageRow, added: readonly EventRecord[]): NewFlag[] {
  const flags = newFlags(record, added)
  for (const { at, counter, time, reason } of flags) {
    record[at] = time
    campaign.record[counter]++
    if (reason === null) continue
    record.unsubscribeReason = reason
    campaign.record.unsubscribeReasons[reason]++
  }
  return flags
}

/**
 * The same for aggregate events: totals only, since it is unknown how many people they are. True where anything of the
 * campaign changed.
 */
export function countAggregate(state: MemoryState, campaign: CampaignRow, { added, changed }: JudgedHits): boolean {
  const now = new Map(changed.map((event) => [event.id, event]))
  const stored = added.map((event) => ({ ...event, id: nextId(state, 'events') }))
  const remarked = campaign.events.filter(({ id }) => now.has(id))
  const difference = {
    ...tallyDifference(tallyEvents(remarked), tallyEvents([...changed, ...added])),
    readMs: 0,
    readMeasured: 0,
  }
  difference.opens.unique = 0
  difference.clicks.unique = 0
  for (const link of difference.links.values()) link.unique = 0
  campaign.events = [...campaign.events.map((event) => now.get(event.id) ?? event), ...stored]
  addDifference(state, campaign, difference)
  return !isUnchanged(difference)
}

function addDifference(
  state: MemoryState,
  { record, timeline, programs }: CampaignRow,
  difference: TallyDifference,
): void {
  for (const kind of ['opens', 'clicks'] as const) {
    record[kind].total += difference[kind].total
    record[kind].unique += difference[kind].unique
    record[kind].machine += difference[kind].machine
    record[kind].early += difference[kind].early
  }
  record.readMs += difference.readMs
  record.readMeasured += difference.readMeasured
  for (const [id, { total, unique }] of difference.links) {
    const link = state.links.get(id)
    if (link === undefined) continue
    link.total += total
    link.unique += unique
  }
  addPrograms(programs, difference.programs)
  for (const [hour, counts] of difference.hours) addToHour(timeline, hour, counts)
}
