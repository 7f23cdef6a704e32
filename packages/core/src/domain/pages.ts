import type { Listing, Page } from './page.ts'

/** A list whose pages are read by `pageAt`, the first (without a cursor) at once. */
export function pages<T, P extends Page<T>>(pageAt: (cursor?: string) => Promise<P & Page<T>>): Listing<T, P> {
  const first = pageAt()
  // A list may be asked for and dropped; whoever awaits it still gets the error.
  first.catch(() => {})
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      for (let page = await first; ; page = await pageAt(page.next)) {
        yield* page.items
        if (page.next === null) return
      }
    },
  })
}
