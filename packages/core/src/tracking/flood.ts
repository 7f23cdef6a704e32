import type { Clock } from '../domain/clock.ts'
import type { NewEvent } from '../store/event-store.ts'
import type { Recorder } from './recorder.ts'

/** Equal hits of one token in a minute that are stored one by one; what comes beyond is stored as a count. Equal: same kind of hit, message, campaign and link. */
const HITS_A_MINUTE = 20
const MINUTE_MS = 60_000
/** How long a count gathers before it is stored. */
const GATHER_MS = 10_000
/** One byte per slot; two slots per token, so that different tokens hardly ever share both. */
const SLOTS = 2 ** 20

/**
 * Keeps one token from filling the store: more than 20 equal hits in a minute are merged into one event with a count, which is stored within ten
 * seconds. Such a hit is answered at once. Counting takes one megabyte, however many tokens there are.
 */
export function mergeFloods(recorder: Recorder, clock: Clock): Recorder {
  const counts = new Uint8Array(SLOTS)
  const merged = new Map<string, NewEvent>()
  let minute = 0
  let gathering: Promise<void> | undefined
  let stopGathering = new AbortController()

  function isExcess(hit: NewEvent): boolean {
    const now = Math.floor(hit.at / MINUTE_MS)
    if (now !== minute) {
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
    const key = `${hit.type} ${hit.messageId} ${hit.campaignId} ${hit.linkId} ${hit.head}`
    const known = merged.get(key)
    merged.set(key, known === undefined ? hit : { ...hit, count: known.count + hit.count })
    gathering ??= gather()
  }

  async function gather(): Promise<void> {
    await clock.sleep(GATHER_MS, stopGathering.signal)
    gathering = undefined
    flush()
  }

  function flush(): void {
    for (const hit of merged.values()) void recorder.record(hit)
    merged.clear()
  }

  return {
    record(hit) {
      if (hit.type !== 'open' && hit.type !== 'click' && hit.type !== 'view') return recorder.record(hit)
      if (!isExcess(hit)) return recorder.record(hit)
      merge(hit)
      return Promise.resolve()
    },
    async drain(until) {
      stopGathering.abort()
      stopGathering = new AbortController()
      await gathering
      flush()
      await recorder.drain(until)
    },
    metrics: () => ({ ...recorder.metrics(), merged: merged.size }),
  }
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
