import type { Listing, Page } from './page.ts'

/** Lists by pages: `read` reads the one after a cursor, beginning with `cursor`. The first is read at once. */
export function listing<T, P extends Page<T> = Page<T>>(
  read: (cursor: string | undefined) => Promise<P>,
  cursor: string | undefined,
): Listing<T, P> {
  const first = read(cursor)
  // A list may be asked for and dropped; whoever awaits it still gets the error.
  first.catch(() => {})
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      for (let page: Page<T> = await first; ; page = await read(page.next)) {
        yield* page.items
        if (page.next === null) return
      }
    },
  })
}
