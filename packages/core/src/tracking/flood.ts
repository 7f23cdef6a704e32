import type { Clock } from '../domain/clock.ts'
import type { Judge, NewEvent } from '../store/port/event-store.ts'
import { networkOf } from './client-address.ts'
import type { Recorder } from './recorder.ts'
import type { TokenLimit } from './token-limit.ts'

/** Kinds of merged hits that are distinguished for one token of a recipient. */
const KINDS = 20
const MINUTE_MS = 60_000
/** How long counts gather before they are stored. */
const GATHER_MS = 10_000
/** Counts that may gather before they are stored at once: few tokens are ever used so much in ten seconds. */
const MOST_GATHERED = 10_000

/**
 * Keeps one token from filling the store (`token-limit.ts`). Opens, clicks and views beyond 20 in a minute are merged,
 * into one event with a count for each kind of hit, which is stored within ten seconds. Such a hit is answered at once.
 * Hits of one kind are those that `judge` cannot distinguish, so a person's is kept separate among a machine's. Of
 * events that say the same however often they come (unsubscriptions, bounces, complaints) those beyond 20 are not
 * stored. Reads and consents are counted before they come here: where a stream is opened, where a choice is stored.
 *
 * Of a recipient's token, a client with ever-changing programs or networks makes a kind with each. From the 21st within
 * ten seconds they are one event with the reason `flood`, a scanner's: one recipient has neither so many programs nor
 * so many networks, and otherwise they would count as opens and clicks. A token that all recipients share is judged by
 * what the request declares alone, of which there are few kinds, so a crowd is counted as people.
 */
export function mergeFloods(recorder: Recorder, limit: TokenLimit, clock: Clock, judge: Judge): Recorder {
  /** By token, then by kind. */
  const merged = new Map<string, Map<string, NewEvent>>()
  let gathered = 0
  let minute = 0
  let gathering: Promise<void> | undefined
  let stopGathering = new AbortController()

  function merge(hit: NewEvent): void {
    // A count has one time: its hits must not lie in two hours.
    const now = Math.floor(hit.at / MINUTE_MS)
    if (now !== minute || gathered >= MOST_GATHERED) flush()
    minute = now
    const token = `${hit.type} ${hit.messageId} ${hit.campaignId} ${hit.linkId} ${hit.head}`
    const kinds = merged.get(token) ?? new Map<string, NewEvent>()
    merged.set(token, kinds)
    const kind = kindOf(hit, judge)
    if (kinds.has(kind) || kinds.size < KINDS || hit.messageId === null) add(kinds, kind, hit)
    else add(kinds, 'rest', { ...hit, ip: null, userAgent: null, prefetch: false, detail: { flood: true } })
    gathering ??= gather()
  }

  function add(kinds: Map<string, NewEvent>, kind: string, hit: NewEvent): void {
    const known = kinds.get(kind)
    if (known === undefined) gathered++
    kinds.set(kind, known === undefined ? hit : { ...hit, count: known.count + hit.count })
  }

  async function gather(): Promise<void> {
    await clock.sleep(GATHER_MS, stopGathering.signal)
    gathering = undefined
    flush()
  }

  function flush(): void {
    for (const kinds of merged.values()) for (const hit of kinds.values()) void recorder.record(hit)
    merged.clear()
    gathered = 0
  }

  return {
    record(hit) {
      const isCounted = hit.type === 'read' || hit.type === 'consent'
      if (isCounted || !limit.isExceeded(hit)) return recorder.record(hit)
      if (hit.type === 'open' || hit.type === 'click' || hit.type === 'view') merge(hit)
      return Promise.resolve()
    },
    keep: (event, withinMs) => recorder.keep(event, withinMs),
    async drain(withinMs) {
      stopGathering.abort()
      stopGathering = new AbortController()
      await gathering
      flush()
      await recorder.drain(withinMs)
    },
    metrics: () => ({ ...recorder.metrics(), merged: merged.size }),
  }
}

/**
 * All that a verdict can depend on: what the judge says of the hit alone, the host's `classify` included, and for a
 * recipient's token what it compares hits by.
 */
function kindOf(hit: NewEvent, judge: Judge): string {
  const { verdict, reasons } = judge(hit, { message: undefined, recent: [] })
  const alone = [verdict, reasons, hit.prefetch, hit.detail]
  if (hit.messageId === null) return JSON.stringify(alone)
  return JSON.stringify([alone, hit.ip === null ? null : networkOf(hit.ip), hit.userAgent])
}
