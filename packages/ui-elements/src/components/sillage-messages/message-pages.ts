import type { MessageItem, MessageQuery, Page } from '@sillage/core/browser'
import { createLatest } from '../../client/latest.ts'

export type Ask = (query: MessageQuery, signal: AbortSignal) => Promise<Page<MessageItem>>

export interface MessagePages {
  readonly items: readonly MessageItem[]
  /** True when all there is has been loaded. */
  readonly complete: boolean
  readonly loading: boolean
  readonly failure: unknown
  /** True once the first answer to the present question is there. */
  readonly ready: boolean
  /** Starts over with another question. */
  ask(query: Pick<MessageQuery, 'sort' | 'order' | 'status' | 'q'>): void
  /** Loads page after page until row `index` is there. */
  want(index: number): void
  /** Goes on where loading failed. */
  again(): void
  /** Asks again for the pages that hold these rows and puts the new state of each message in its place. */
  refresh(from: number, to: number): Promise<void>
  stop(): void
}

const PAGE = 200

/**
 * Holds the rows of a keyset-paged list as far as they were scrolled to. Pages follow one another by cursor; an answer to an old
 * question is dropped. Rows keep their place while one reads, whatever changes in them; new order comes with the next question.
 */
export function createMessagePages(request: Ask, changed: () => void): MessagePages {
  const loader = createLatest()
  const refresher = createLatest()
  let query: MessageQuery = {}
  let items: MessageItem[] = []
  /** Cursor with which each loaded page was asked for. */
  let cursors: (string | undefined)[] = []
  let next: string | undefined | null
  let wanted = 0
  let loading = false
  let ready = false
  let failure: unknown

  async function run(): Promise<void> {
    loading = true
    failure = undefined
    changed()
    try {
      while (next !== null && (items.length <= wanted || !ready)) {
        const cursor = next
        const page = await loader.run((signal) => request({ ...query, limit: PAGE, cursor }, signal))
        if (page === undefined) return
        cursors.push(cursor)
        items.push(...page.items)
        next = page.next
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
    get items() {
      return items
    },
    get complete() {
      return ready && next === null
    },
    get loading() {
      return loading
    },
    get failure() {
      return failure
    },
    get ready() {
      return ready
    },
    ask(asked) {
      loader.cancel()
      refresher.cancel()
      query = asked
      items = []
      cursors = []
      next = undefined
      wanted = 0
      ready = false
      void run()
    },
    want(index) {
      wanted = Math.max(wanted, index)
      if (!loading && failure === undefined && ready && next !== null && items.length <= wanted) void run()
    },
    again() {
      if (failure !== undefined) void run()
    },
    async refresh(from, to) {
      // Whoever says that there is news also says that the server can be reached.
      this.again()
      if (!ready) return
      const pages = cursors.map((cursor, page) => ({ cursor, page }))
      const seen = pages.slice(Math.floor(from / PAGE), Math.floor(to / PAGE) + 1)
      const fresh = await refresher
        .run((signal) => Promise.all(seen.map(({ cursor }) => request({ ...query, limit: PAGE, cursor }, signal))))
        .catch(() => undefined)
      if (fresh === undefined) return
      const first = fresh[0]
      const whole = cursors.length === 1 && first !== undefined
      if (whole) {
        // One page is all that was read: then its rows may also come, go and change places.
        items = first.items
        next = first.next
      } else {
        const byId = new Map(fresh.flatMap((page) => page.items.map((item) => [item.id, item])))
        items = items.map((item) => byId.get(item.id) ?? item)
      }
      changed()
    },
    stop() {
      loader.cancel()
      refresher.cancel()
    },
  }
}
