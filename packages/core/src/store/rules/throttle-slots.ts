import { amount, type Checks, list, object, refuse, required, shown, text, whole } from '../../domain/expect/index.ts'
import type { Reservation, ThrottleLimit } from '../port/throttle-store.ts'

/**
 * What is kept of one throttle key, in milliseconds of one clock; `next` has a fraction in steps of 1/1024. A store
 * keeps both exactly: a state that is rounded down lets more through than a limit allows.
 */
export interface ThrottleState {
  /** When the next slot would be if there were no burst (GCRA's theoretical arrival time). */
  next: number
  /** No slot before this, by `hold`. */
  heldUntil: number
}

/** The state of a key that was never used, or forgotten: it has its whole burst. */
export const restedThrottle: ThrottleState = { next: 0, heldUntil: 0 }

/**
 * What `reserveSlots` computes from; times are milliseconds of one clock, that of the states. No more than `count`
 * slots are given, none later than now + maxWaitMs; without limits every slot is now.
 */
export interface SlotRequest {
  limits: readonly ThrottleLimit[]
  /** One for each limit, in the same order. */
  states: readonly ThrottleState[]
  count: number
  maxWaitMs: number
  now: number
  /**
   * When the states were read, on the same clock, where that is later than `now`: others may have reserved meanwhile.
   */
  readAt?: number | undefined
  /** Added to the distance after slot i, under the first limit. */
  jitterMs?: readonly number[] | undefined
  /** The most that any reservation of this key adds so. Default: the largest of `jitterMs`. */
  mostJitterMs?: number | undefined
}

/**
 * Distances are rounded up to 1/1024 ms: sums of these are exact in a double for any date of this century and the next,
 * so that thousands of additions do not drift below the limit (600 per second is 1.667 ms, which no whole number of
 * milliseconds can hold).
 */
const upToGrid = (ms: number): number => Math.ceil(ms * 1024) / 1024

/**
 * A valid state. Slots are reserved no further ahead than `maxWaitMs`, so a position beyond that and its burst
 * was written by a clock that was ahead (a machine's clock may be set right at any time): it is moved back as far as
 * slots may have been given out. A hold beside it was written by the same clock and moves with it, so that it lasts as
 * long as it was meant to. A store keeps the result even where no slot is given: a store that dropped it would move the
 * state back at every call, and never give a slot.
 */
function inReach(state: ThrottleState, mostAhead: number, now: number): ThrottleState {
  const latest = upToGrid(now + mostAhead)
  const beyond = state.next - latest
  return beyond > 0 ? { next: latest, heldUntil: Math.ceil(state.heldUntil - beyond) } : state
}

/**
 * Computes the next slots that respect every limit at once, and the states after them; pure, changes nothing it was
 * given. All that share a key ask with the same `maxWaitMs`: a state that lies further ahead than reservations can have
 * put it is moved back first. A slot is charged to all limits or to none. Slots are whole milliseconds, ascending;
 * none lies later than now + maxWaitMs.
 */
export function reserveSlots(request: SlotRequest): { reservation: Reservation; states: ThrottleState[] } {
  const { limits, count, jitterMs, maxWaitMs } = request
  const now = Math.ceil(request.now)
  const readAt = Math.max(now, Math.ceil(request.readAt ?? now))
  const intervals = limits.map((limit) => upToGrid(limit.intervalMs))
  const states = request.states.map((state, i) => {
    const jitter = i === 0 ? upToGrid(request.mostJitterMs ?? Math.max(0, ...(jitterMs ?? []))) : 0
    return { ...inReach(state, maxWaitMs + (intervals[i] ?? 0) * (limits[i]?.burst ?? 1) + jitter, readAt) }
  })
  const slots: number[] = []
  while (slots.length < count) {
    const { exact, key } = earliest(now, limits, intervals, states)
    const slot = Math.ceil(exact)
    if (slot > now + maxWaitMs)
      return { reservation: { slots, waitMs: Math.ceil(slot - now - maxWaitMs), waitsFor: key }, states }
    const jitter = upToGrid(jitterMs?.[slots.length] ?? 0)
    states.forEach((state, i) => {
      state.next = Math.max(state.next, exact) + (intervals[i] ?? 0) + (i === 0 ? jitter : 0)
    })
    slots.push(slot)
  }
  return { reservation: { slots, waitMs: 0, waitsFor: undefined }, states }
}

function earliest(
  now: number,
  limits: SlotRequest['limits'],
  intervals: readonly number[],
  states: readonly ThrottleState[],
): { exact: number; key: string | undefined } {
  let last: { exact: number; key: string | undefined } = { exact: now, key: undefined }
  for (const [i, state] of states.entries()) {
    const { burst = 1, key } = limits[i] ?? {}
    const exact = Math.max(state.next - (burst - 1) * (intervals[i] ?? 0), state.heldUntil)
    if (exact > last.exact) last = { exact, key }
  }
  return last
}

const limitChecks: Checks<ThrottleLimit> = {
  key: required(text()),
  intervalMs: required(amount('milliseconds')),
  burst: required(whole(1)),
}
const limitList = list(object<ThrottleLimit>(limitChecks))

/**
 * Throws SillageError `invalid_option` when a limit makes no sense (`intervalMs` from 0, `burst` a whole number from 1)
 * or two limits share a key, which would be charged twice. Every store calls it before reserving.
 */
export function checkLimits(limits: readonly ThrottleLimit[]): void {
  limitList(limits, 'limits')
  const keys = new Set<string>()
  for (const [index, { key }] of limits.entries()) {
    if (keys.has(key)) refuse(`limits[${index}].key`, 'a key of its own', `${shown(key)} twice`)
    keys.add(key)
  }
}

/**
 * The state after a hold. It also records when the hold was made, by a position that gives no slot away: from it
 * `reserveSlots` can detect a hold that was written by a clock that was ahead. An earlier hold is not shortened.
 */
export function holdThrottle(state: ThrottleState, now: number, until: number): ThrottleState {
  return { next: Math.max(state.next, now), heldUntil: Math.max(state.heldUntil, until) }
}

/**
 * True when forgetting the key changes nothing for reservations from `before` on: its next slot and its hold are past
 * by then, so it has its whole burst again, as a key that was never used.
 */
export function isIdle(state: ThrottleState, before: number): boolean {
  return state.next <= before && state.heldUntil <= before
}
