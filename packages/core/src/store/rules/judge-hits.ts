import type { EventKind } from '../../domain/event.ts'
import type { Judge, JudgedMessage, Judgement, NewEvent } from '../port/event-store.ts'
import type { EventRecord, MessageRecord } from '../port/records.ts'
import { countsOnce, isRepeated, type MessageFlag, newFlags } from './flags.ts'

/**
 * A hit with its number in the group (1 the first), by which judgements name it before the store has given it an id.
 */
export interface NumberedHit {
  number: number
  hit: NewEvent
}

/**
 * What `judgeHits` found for one message; the store writes it, and corrects the counters by it, in the same
 * transaction.
 */
export interface JudgedHits {
  /**
   * New events in the order of their hits, dropped ones left out, later re-marks applied; `id` is the negative number
   * of the hit.
   */
  added: EventRecord[]
  /** Stored events whose verdict or reasons changed, as they are now. */
  changed: EventRecord[]
}

/**
 * The most events that a judge is shown: those before a hit that are nearest to it. Rules ask for a few links or
 * networks within seconds; whoever has one mail could otherwise make each of its hits cost what thousands cost.
 */
const mostRecent = 200

/**
 * Asks `judge` for one message's hits in order and applies what it says, to new and to stored events; pure, changes
 * nothing it was given. What a server answered before is left out (`isRepeated`). `stored` holds
 * at least the message's events from the earliest hit's time − lookBackMs on. Implied opens are not requests: a judge
 * never sees them.
 */
export function judgeHits(
  message: (JudgedMessage & Pick<MessageRecord, MessageFlag['at']>) | undefined,
  campaignId: number,
  stored: readonly EventRecord[],
  hits: readonly NumberedHit[],
  lookBackMs: number,
  judge: Judge,
): JudgedHits {
  const known = new Map(stored.filter((event) => !event.implied).map((event) => [event.id, event]))
  const changed = new Set<number>()
  const added: number[] = []
  // Hits of people are many, and have none of these.
  const flags = message !== undefined && hits.some(({ hit }) => countsOnce(hit)) ? { ...message } : undefined
  for (const { number, hit } of hits) {
    if (flags !== undefined && isRepeated(flags, hit)) continue
    const judgement = judge(hit, { message, recent: recentOf(known.values(), hit.at - lookBackMs) })
    if (judgement.drop) continue
    for (const id of applyRemarks(known, judgement.remark)) changed.add(id)
    known.set(-number, eventOf(hit, -number, campaignId, judgement))
    added.push(-number)
    if (flags !== undefined) for (const { at } of newFlags(flags, [hit])) flags[at] = hit.at
  }
  const now = (ids: Iterable<number>): EventRecord[] => [...ids].flatMap((id) => known.get(id) ?? [])
  return { added: now(added), changed: now([...changed].filter((id) => id > 0)) }
}

/**
 * The events a judge may read: from `since` (ms since the epoch) on, oldest first, those of equal time in the order
 * they came: stored ones by id, then those of the group by their number. Of many the newest `mostRecent`. A new array;
 * later events than the hit are in it too, where hits come late.
 */
export function recentOf(events: Iterable<EventRecord>, since: number): EventRecord[] {
  return [...events]
    .filter((event) => event.at >= since)
    .sort(byAge)
    .slice(-mostRecent)
}

/** Oldest first; of equal time those with real ids first, then the ones of this group in the order of their hits. */
function byAge(a: EventRecord, b: EventRecord): number {
  return a.at - b.at || Number(a.id < 0) - Number(b.id < 0) || Math.abs(a.id) - Math.abs(b.id)
}

/**
 * Puts re-marked copies into `known`, in place; returns the ids whose verdict or reasons really changed. Unknown ids
 * are ignored: a judge may name an event that was purged meanwhile.
 */
export function applyRemarks(known: Map<number, EventRecord>, remarks: Judgement['remark']): number[] {
  const changed: number[] = []
  for (const { eventId, verdict, reasons } of remarks) {
    const event = known.get(eventId)
    if (event === undefined || (event.verdict === verdict && sameTexts(event.reasons, reasons))) continue
    known.set(eventId, { ...event, verdict, reasons: [...reasons] })
    changed.push(eventId)
  }
  return changed
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i])

function eventOf(hit: NewEvent, id: number, campaignId: number, judgement: Judgement): EventRecord {
  const { verdict, reasons, rulesVersion } = judgement
  const program = hit.program ?? null
  return { ...hit, id, campaignId, program, verdict, reasons: [...reasons], rulesVersion, implied: false }
}

/**
 * Event types that a request causes and rules can judge; the others are a server's answer (bounce, complaint) or a
 * decision (consent).
 */
export const judgedTypes: readonly EventKind[] = ['open', 'click', 'read', 'view', 'unsubscribe']

/**
 * The hit a stored event once was, to judge it again. What `purge` or an erasure cleared of it (address, browser) is
 * null then, so rules that need these find less; the verdict is not part of it.
 */
export function hitOf(event: EventRecord): NewEvent {
  const { type, messageId, campaignId, linkId, at, ip, userAgent, program, ...rest } = event
  const { head, prefetch, durationMs, count, detail } = rest
  return { type, messageId, campaignId, linkId, at, ip, userAgent, program, head, prefetch, durationMs, count, detail }
}

/**
 * Judges a message's stored events again, oldest first, each seeing what came before it with its new verdict; pure.
 * Returns copies of those whose verdict, reasons or rules changed. A judge that would drop a hit now leaves the stored
 * event as it is: erasing is not its task.
 */
export function rejudgeEvents(
  message: JudgedMessage | undefined,
  events: readonly EventRecord[],
  lookBackMs: number,
  judge: Judge,
): EventRecord[] {
  const known = new Map<number, EventRecord>()
  const sorted = events.filter((one) => !one.implied).sort(byAge)
  for (const [index, event] of sorted.entries()) {
    known.set(event.id, event)
    if (!judgedTypes.includes(event.type)) continue
    // The nearest before it alone: with all of them the work would grow with the square of the events.
    const before = sorted.slice(Math.max(index - mostRecent, 0), index).flatMap(({ id }) => known.get(id) ?? [])
    const hit = hitOf(event)
    const recent = message === undefined ? [] : recentOf(before, hit.at - lookBackMs)
    const { verdict, reasons, rulesVersion, remark, drop } = judge(hit, { message, recent })
    if (drop) continue
    known.set(event.id, { ...event, verdict, reasons: [...reasons], rulesVersion })
    applyRemarks(known, remark)
  }
  return events.flatMap((event) => {
    const now = known.get(event.id)
    return now === undefined || sameJudgement(event, now) ? [] : [now]
  })
}

/** How many of these events have another verdict than before; a new reason or newer rules alone is none. */
export function changedVerdicts(before: readonly EventRecord[], changed: readonly EventRecord[]): number {
  const was = new Map(before.map((event) => [event.id, event.verdict]))
  return changed.filter((event) => was.get(event.id) !== event.verdict).length
}

function sameJudgement(a: EventRecord, b: EventRecord): boolean {
  return a.verdict === b.verdict && a.rulesVersion === b.rulesVersion && sameTexts(a.reasons, b.reasons)
}
