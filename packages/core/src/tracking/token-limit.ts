import type { Clock } from '../domain/clock.ts'
import type { EventKind } from '../domain/event.ts'
import type { NewEvent } from '../store/port/event-store.ts'

/**
 * What one token may have stored in a minute, of each type of event: far more than a person or a proxy does, and so
 * little that whoever repeats the requests of one mail cannot fill the store.
 */
const STORED_A_MINUTE = 20
const MINUTE_MS = 60_000
/** One byte per slot; two slots per token, so that different tokens hardly ever share both. */
const SLOTS = 2 ** 20

/** What distinguishes tokens and what they are used for. */
type TokenUse = Pick<NewEvent, 'type' | 'messageId' | 'campaignId' | 'linkId' | 'head'>

/** Counts what each token is used for. */
export interface TokenLimit {
  /** Counts one use; true when there were twenty of its type in this minute before, so that it is not to be stored. */
  isExceeded(use: TokenUse): boolean
}

/** Counting takes one megabyte from the first use on, however many tokens there are. */
export function createTokenLimit(clock: Clock): TokenLimit {
  let counts: Uint8Array | undefined
  let minute = 0
  return {
    isExceeded(use) {
      // Not the time of the event: a report may say any, and each new minute begins the counts anew.
      const now = Math.floor(clock.now() / MINUTE_MS)
      if (now !== minute) counts?.fill(0)
      minute = now
      counts ??= new Uint8Array(SLOTS)
      const [a, b] = slotsOf(use)
      const seen = Math.min(counts[a] ?? 0, counts[b] ?? 0)
      if (seen >= STORED_A_MINUTE) return true
      counts[a] = Math.max(counts[a] ?? 0, seen + 1)
      counts[b] = Math.max(counts[b] ?? 0, seen + 1)
      return false
    },
  }
}

const typeNumbers: Readonly<Record<EventKind, number>> = {
  open: 1,
  click: 2,
  view: 3,
  read: 4,
  unsubscribe: 5,
  consent: 6,
  bounce: 7,
  complaint: 8,
}

function slotsOf({ type, messageId, campaignId, linkId, head }: TokenUse): [number, number] {
  const kind = typeNumbers[type] * 2 + (head ? 1 : 0)
  const a = mix((messageId ?? campaignId ?? 0) >>> 0, (linkId ?? 0) * 32 + kind)
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
