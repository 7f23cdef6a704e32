interface Entry {
  at: number
  id: number
}

/** Ids by due time, then id. An entry may be out of date: the caller says whether it still holds. */
export interface DueHeap {
  push(at: number, id: number): void
  /** The first entry that holds, without taking it; entries before it that do not hold are dropped. */
  first(holds: (at: number, id: number) => boolean): Entry | undefined
  /** Takes the first entry; only after `first` returned one. */
  drop(): void
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.id < b.id)

/** A binary heap, so that claiming a batch costs the batch and not the campaign. */
export function createDueHeap(): DueHeap {
  const heap: Entry[] = []

  function at(index: number): Entry | undefined {
    return heap[index]
  }

  function swap(i: number, j: number): void {
    const [a, b] = [at(i), at(j)]
    if (a === undefined || b === undefined) return
    heap[i] = b
    heap[j] = a
  }

  function isBefore(i: number, j: number): boolean {
    const [a, b] = [at(i), at(j)]
    return a !== undefined && b !== undefined && before(a, b)
  }

  function rise(start: number): void {
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!isBefore(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }

  function sink(): void {
    for (let i = 0; ; ) {
      const left = 2 * i + 1
      const smaller = isBefore(left + 1, left) ? left + 1 : left
      if (!isBefore(smaller, i)) return
      swap(i, smaller)
      i = smaller
    }
  }

  function drop(): void {
    swap(0, heap.length - 1)
    heap.pop()
    sink()
  }

  return {
    push(time, id) {
      heap.push({ at: time, id })
      rise(heap.length - 1)
    },
    first(holds) {
      for (let entry = at(0); entry !== undefined; entry = at(0)) {
        if (holds(entry.at, entry.id)) return entry
        drop()
      }
      return undefined
    },
    drop,
  }
}
