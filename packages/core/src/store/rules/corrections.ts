import type { EventRecord } from '../port/records.ts'
import { impliedChange, impliedOpenOf } from './implied-open.ts'
import type { JudgedHits } from './judge-hits.ts'
import { cloneTally, count, type MessageTally, settleExtremes, uncount } from './ledger.ts'

/** The change of one message's events and figures. */
export interface LedgerChange {
  /** New events in the order they are stored, an implied open among them; the store gives them their ids. */
  added: Omit<EventRecord, 'id'>[]
  /** Stored events that have another verdict now. */
  changed: readonly EventRecord[]
  /** Ids of implied opens that no click proves any more. */
  removed: number[]
  tally: MessageTally
}

/**
 * Adds new events to a message's figures, whose tally holds its counts and its clicks on the links concerned; the open
 * that a click proves is among the added. Pure.
 */
export function addEvents(before: MessageTally, added: readonly EventRecord[]): LedgerChange {
  const tally = cloneTally(before)
  for (const event of added) count(tally, event)
  const events: Omit<EventRecord, 'id'>[] = [...added]
  if (impliedChange(tally, 0) === 'add') addImplied(tally, events, added)
  return { added: events, changed: [], removed: [], tally }
}

/**
 * The same where verdicts of stored events change too; `stored` are all of the message's events, and the tally holds
 * all of its clicks. Pure.
 */
export function correctEvents(
  before: MessageTally,
  stored: readonly EventRecord[],
  { added, changed }: JudgedHits,
): LedgerChange {
  const tally = cloneTally(before)
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

/** The clicks that prove it may have been purged; then there is nothing to derive it from. */
function addImplied(tally: MessageTally, events: Omit<EventRecord, 'id'>[], all: readonly EventRecord[]): void {
  const open = impliedOpenOf(all)
  if (open === undefined) return
  events.push(open)
  count(tally, open)
}
