import type { Page, PageQuery } from '@sillage/core/browser'
import { createLatest } from '../../client/latest.ts'

/** A row of a table, known by its id. */
export interface Row {
  readonly id: string
}

/** Reads one page of a list; `query` is that of the table, with `limit` and `cursor`. */
export type Ask<T extends Row, Q> = (query: Q & PageQuery, signal: AbortSignal) => Promise<Page<T>>

export interface RowPages<T extends Row, Q> {
  /** How many rows are known to exist. */
  readonly count: number
  /** True when those are all there are. */
  readonly complete: boolean
  readonly failure: unknown
  /** True once the first answer to the present query has arrived. */
  readonly ready: boolean
  /** A row, counted from 0; undefined while it is not in memory. */
  item(index: number): T | undefined
  /** Starts over with another query. */
  ask(query: Q): void
  /** Loads the missing rows from `from` to before `to`, page after page, and releases rows far away. */
  want(from: number, to: number): void
  /** Continues where loading failed. */
  again(): void
  /** Loads the rows last wanted again and puts the new state of each in its place. */
  refresh(): Promise<void>
  stop(): void
}

const PAGE = 200
/** Pages kept to each side of the reader's position; others are loaded again when the reader scrolls back. */
const ASIDE = 4

/** Where a page begins, and the cursor with which it is requested. */
interface Place {
  start: number
  cursor: string | undefined
}

/**
 * Holds the rows around the wanted ones of a keyset-paged list. Pages follow one another by cursor; an answer to an old
 * query is dropped. Rows keep their place while they are read, whatever changes in them; a new order comes with the
 * next query.
 */
export function createRowPages<T extends Row, Q extends object>(
  request: Ask<T, Q>,
  changed: () => void,
): RowPages<T, Q> {
  const loader = createLatest()
  const refresher = createLatest()
  let query: Q | undefined
  /** All pages that could be requested; the last of them was not read yet, unless the list is complete. */
  let places: Place[] = []
  let pages = new Map<number, T[]>()
  let count = 0
  let complete = false
  let wanted = { from: 0, to: 0 }
  let loading = false
  let ready = false
  let failure: unknown

  const pageOf = (index: number) =>
    Math.max(
      0,
      places.findLastIndex(({ start }) => start <= index),
    )
  const read = (page: number, signal: AbortSignal) =>
    request({ ...(query as Q), limit: PAGE, cursor: places[page]?.cursor }, signal)

  function wantedPages(): number[] {
    const first = pageOf(wanted.from)
    return Array.from({ length: pageOf(wanted.to - 1) - first + 1 }, (_, n) => first + n)
  }

  function store(page: number, { items, next }: Page<T>): void {
    pages.set(page, items)
    if (page < places.length - 1) return
    count = (places[page]?.start ?? 0) + items.length
    complete = next === null
    if (next !== null) places.push({ start: count, cursor: next })
  }

  function forget(): void {
    const middle = pageOf(wanted.from)
    for (const page of pages.keys()) if (Math.abs(page - middle) > ASIDE) pages.delete(page)
  }

  async function run(): Promise<void> {
    if (loading) return
    loading = true
    failure = undefined
    changed()
    try {
      for (;;) {
        const page = wantedPages().find((number) => !pages.has(number))
        if (page === undefined) break
        const answer = await loader.run((signal) => read(page, signal))
        if (answer === undefined) return
        store(page, answer)
        forget()
        ready = true
        changed()
      }
    } catch (error) {
      failure = error
    }
    loading = false
    changed()
  }

  return {
    get count() {
      return count
    },
    get complete() {
      return complete
    },
    get failure() {
      return failure
    },
    get ready() {
      return ready
    },
    item(index) {
      const page = pageOf(index)
      return pages.get(page)?.[index - (places[page]?.start ?? 0)]
    },
    ask(asked) {
      loader.cancel()
      refresher.cancel()
      query = asked
      places = [{ start: 0, cursor: undefined }]
      pages = new Map()
      count = 0
      complete = false
      wanted = { from: 0, to: 0 }
      ready = false
      loading = false
      void run()
    },
    want(from, to) {
      wanted = { from, to }
      forget()
      if (failure === undefined && ready) void run()
    },
    again() {
      if (failure !== undefined) void run()
    },
    async refresh() {
      // A request to refresh also means that the server can be reached.
      this.again()
      if (!ready) return
      const seen = wantedPages().filter((page) => pages.has(page))
      const fresh = await refresher
        .run((signal) => Promise.all(seen.map((page) => read(page, signal))))
        .catch(() => undefined)
      if (fresh === undefined) return
      const [first] = fresh
      if (complete && places.length === 1 && first !== undefined) {
        // One page is all there was: then its rows may also be added, removed and moved.
        store(0, first)
      } else {
        const byId = new Map(fresh.flatMap((page) => page.items.map((item) => [item.id, item])))
        for (const [page, items] of pages)
          pages.set(
            page,
            items.map((item) => byId.get(item.id) ?? item),
          )
      }
      changed()
    },
    stop() {
      loader.cancel()
      refresher.cancel()
    },
  }
}
