import { createDueHeap } from '../../kit/due-heap.ts'
import type { Lane } from './lane.ts'

/**
 * The lanes with messages that have a slot, in rotation, and by time those whose next one is still to wait. Times are
 * those of this process.
 */
export interface Turns {
  /** Its turn comes after the others’: it got messages, or may send the next. */
  add(lane: Lane): void
  /** Its next message leaves no earlier than `at`. */
  wait(lane: Lane, at: number): void
  /** Takes out the lane whose turn it is, of those that may send until `now`. */
  next(now: number): Lane | undefined
  /** When the next lane that waits may send; undefined when none waits. */
  nextAt(): number | undefined
}

export function createTurns(): Turns {
  const rotation = new Set<Lane>()
  const waiting = new Map<number, { lane: Lane; at: number }>()
  const heap = createDueHeap()
  const first = () => heap.first((at, id) => waiting.get(id)?.at === at)

  return {
    add(lane) {
      if (waiting.get(lane.id)?.lane === lane) waiting.delete(lane.id)
      rotation.add(lane)
    },
    wait(lane, at) {
      waiting.set(lane.id, { lane, at })
      heap.push(at, lane.id)
    },
    next(now) {
      for (let entry = first(); entry !== undefined && entry.at <= now; entry = first()) {
        heap.drop()
        const { lane } = waiting.get(entry.id) ?? {}
        waiting.delete(entry.id)
        if (lane !== undefined) rotation.add(lane)
      }
      for (const lane of rotation) {
        rotation.delete(lane)
        return lane
      }
      return undefined
    },
    nextAt: () => first()?.at,
  }
}
