import { createDueHeap } from '../../kit/due-heap.ts'
import { streamsOfTen } from './turns.ts'

/**
 * The campaigns and streams to claim for, each in its turn, however many there are: streams first, but for every tenth.
 * Times are those of this process (`monotonic`).
 */
export interface Ready {
  /** There are messages to be claimed: its turn comes after the others’. Limits that hold it count more. */
  add(id: number): void
  /** The same from `time` on; the earliest time counts. */
  at(id: number, time: number): void
  /** Its limits let none of its messages go before `until`. */
  hold(id: number, until: number): void
  /** Limits that held campaigns are to be asked again: the clock they go by was set. */
  askAgain(now: number): void
  /** It is new or was changed: it comes before those that wait already, whatever held it. */
  first(id: number): void
  /** Takes out up to `most` campaigns whose turn it is; half of them, where new ones come without end, waited. */
  take(now: number, most: number): number[]
  /** Takes out streams alone. */
  takeStreams(now: number, most: number): number[]
  /** It is sent no more. */
  forget(id: number): void
  isHeld(id: number): boolean
  /** True where a stream waits for its turn. */
  hasStream(now: number): boolean
  /** How many wait for their turn. */
  waiting(now: number): number
  /** True when none has messages to be claimed, or could have but for its limits. */
  isEmpty(now: number): boolean
  /** When the next one is ready that is not now; undefined when there is none. */
  nextAt(): number | undefined
}

export function createReady(isStream: (id: number) => boolean = () => false): Ready {
  const times = new Map<number, { at: number; held: boolean }>()
  const heap = createDueHeap()
  /** In the order in which they are taken. */
  const changed = new Set<number>()
  const turns = new Set<number>()
  /** Streams, whose turn is before all others’. */
  const streams = new Set<number>()
  /** How many of them were taken since another was. */
  let inRow = 0

  const next = () => heap.first((at, id) => times.get(id)?.at === at)

  function set(id: number, at: number, held: boolean): void {
    times.set(id, { at, held })
    heap.push(at, id)
  }

  function letIn(now: number): void {
    for (let entry = next(); entry !== undefined && entry.at <= now; entry = next()) {
      heap.drop()
      times.delete(entry.id)
      ;(isStream(entry.id) ? streams : turns).add(entry.id)
    }
  }

  return {
    add(id) {
      if (changed.has(id) || times.get(id)?.held === true) return
      times.delete(id)
      ;(isStream(id) ? streams : turns).add(id)
    },
    at(id, time) {
      if (changed.has(id) || turns.has(id) || streams.has(id)) return
      const known = times.get(id)
      if (known === undefined || (!known.held && time < known.at)) set(id, time, false)
    },
    hold(id, until) {
      // What was changed since has other limits, perhaps.
      if (changed.has(id)) return
      turns.delete(id)
      streams.delete(id)
      set(id, until, true)
    },
    askAgain(now) {
      for (const [id, { held }] of times) if (held) set(id, now, false)
    },
    first(id) {
      times.delete(id)
      turns.delete(id)
      ;(isStream(id) ? streams : changed).add(id)
    },
    take(now, most) {
      letIn(now)
      const taken: number[] = []
      const takeFrom = (list: Set<number>, upTo: number): void => {
        for (const id of list) {
          if (taken.length >= upTo) return
          list.delete(id)
          taken.push(id)
        }
      }
      const others = changed.size + turns.size
      const kept = others > 0 && inRow + most > streamsOfTen ? Math.ceil(most / 10) : 0
      takeFrom(streams, most - kept)
      const ofStreams = taken.length
      takeFrom(changed, ofStreams + Math.ceil((most - ofStreams) / 2))
      takeFrom(turns, most)
      takeFrom(changed, most)
      if (taken.length > ofStreams) inRow = 0
      else inRow += ofStreams
      takeFrom(streams, most)
      return taken
    },
    takeStreams(now, most) {
      letIn(now)
      const taken = [...streams].slice(0, most)
      for (const id of taken) streams.delete(id)
      return taken
    },
    forget(id) {
      times.delete(id)
      turns.delete(id)
      changed.delete(id)
      streams.delete(id)
    },
    isHeld: (id) => times.get(id)?.held === true,
    hasStream(now) {
      letIn(now)
      return streams.size > 0
    },
    waiting(now) {
      letIn(now)
      return changed.size + turns.size + streams.size
    },
    isEmpty(now) {
      letIn(now)
      if (changed.size + turns.size + streams.size > 0) return false
      for (const { held } of times.values()) if (held) return false
      return true
    },
    nextAt: () => next()?.at,
  }
}
