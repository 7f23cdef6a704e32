import TinyQueue from 'tinyqueue'

interface Entry {
  at: number
  id: number
}

/** Ids by time, then id. An entry may be out of date: the caller says whether it still holds. */
export interface DueHeap {
  push(at: number, id: number): void
  /** The first entry that holds, without taking it; entries before it that do not hold are dropped. */
  first(holds: (at: number, id: number) => boolean): Entry | undefined
  /** Takes the first entry; only after `first` returned one. */
  drop(): void
}

/** A binary heap, so that finding what comes next costs the same however much waits. */
export function createDueHeap(): DueHeap {
  const heap = new TinyQueue<Entry>([], (a, b) => a.at - b.at || a.id - b.id)
  return {
    push: (at, id) => heap.push({ at, id }),
    first(holds) {
      for (let entry = heap.peek(); entry !== undefined; entry = heap.peek()) {
        if (holds(entry.at, entry.id)) return entry
        heap.pop()
      }
      return undefined
    },
    drop: () => void heap.pop(),
  }
}
