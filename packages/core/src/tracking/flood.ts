import type { Clock } from '../domain/clock.ts'
import type { Judge, NewEvent } from '../store/port/event-store.ts'
import { networkOf } from './client-address.ts'
import type { Recorder } from './recorder.ts'

/**
 * Hits of one token in a minute that are stored one by one; further ones are stored as counts. One token: same kind of
 * hit, message, campaign and link.
 */
const HITS_A_MINUTE = 20
/** Kinds of merged hits that are distinguished for one token of a recipient. */
const KINDS = 20
const MINUTE_MS = 60_000
/** How long counts gather before they are stored. */
const GATHER_MS = 10_000
/** One byte per slot; two slots per token, so that different tokens hardly ever share both. */
const SLOTS = 2 ** 20

/**
 * Keeps one token from filling the store: hits beyond 20 in a minute are merged, into one event with a count for each
 * kind of hit, which is stored within ten seconds. Such a hit is answered at once. Hits of one kind are those that
 * `judge` cannot distinguish, so a person's is kept separate among a machine's. Counting takes one megabyte, however
 * many tokens there are.
 *
 * Of a recipient's token, a client with ever-changing programs or networks makes a kind with each. From the 21st within
 * ten seconds they are one event with the reason `flood`, a scanner's: one recipient has neither so many programs nor
 * so many networks, and otherwise they would count as opens and clicks. A token that all recipients share is judged by
 * what the request declares alone, of which there are few kinds, so a crowd is counted as people.
 */
export function mergeFloods(recorder: Recorder, clock: Clock, judge: Judge): Recorder {
  const counts = new Uint8Array(SLOTS)
  /** By token, then by kind. */
  const merged = new Map<string, Map<string, NewEvent>>()
  let minute = 0
  let gathering: Promise<void> | undefined
  let stopGathering = new AbortController()

  function isExcess(hit: NewEvent): boolean {
    const now = Math.floor(hit.at / MINUTE_MS)
    if (now !== minute) {
      // A count has one time: its hits must not lie in two hours.
      flush()
      minute = now
      counts.fill(0)
    }
    const [a, b] = slotsOf(hit)
    const seen = Math.min(counts[a] ?? 0, counts[b] ?? 0)
    if (seen >= HITS_A_MINUTE) return true
    counts[a] = Math.max(counts[a] ?? 0, seen + 1)
    counts[b] = Math.max(counts[b] ?? 0, seen + 1)
    return false
  }

  function merge(hit: NewEvent): void {
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
  }

  return {
    record(hit) {
      if (hit.type !== 'open' && hit.type !== 'click' && hit.type !== 'view') return recorder.record(hit)
      if (!isExcess(hit)) return recorder.record(hit)
      merge(hit)
      return Promise.resolve()
    },
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

const typeNumbers = { open: 1, click: 2, view: 3 } as Record<NewEvent['type'], number>

function slotsOf({ type, messageId, campaignId, linkId, head }: NewEvent): [number, number] {
  const kind = (typeNumbers[type] ?? 0) * 2 + (head ? 1 : 0)
  const a = mix((messageId ?? campaignId ?? 0) >>> 0, (linkId ?? 0) * 16 + kind)
  const b = mix(a ^ 0x9e3779b9, ((messageId ?? 0) / 2 ** 32) | 0)
  return [a % SLOTS, b % SLOTS]
}

/** Spreads two numbers over 32 bits (the finaliser of MurmurHash3). */
function mix(x: number, y: number): number {
  let h = Math.imul(x ^ Math.imul(y, 0x85ebca6b), 0xc2b2ae35)
  h ^= h >>> 15
  h = Math.imul(h, 0x85ebca6b)
  return (h ^ (h >>> 13)) >>> 0
}
