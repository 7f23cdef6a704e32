import type { z } from 'zod'
import { parseInput } from './input/parse.ts'
import { defaultPageSize, type Listing, type Page, type PageQuery } from './page.ts'

/**
 * A list by pages: the query is checked against `schema`, and `read` reads the page that it asks for, whose `limit` is
 * filled in. The first page is read at once.
 */
export function listing<Query extends PageQuery, T, P extends Page<T> = Page<T>>(
  schema: z.ZodType<Query>,
  query: unknown,
  read: (asked: Query & { limit: number }) => Promise<P & Page<T>>,
): Listing<T, P> {
  const pageAt = async (next?: { cursor: string }) => {
    const asked = parseInput(schema, query)
    return read({ ...asked, limit: asked.limit ?? defaultPageSize, ...next })
  }
  const first = pageAt()
  // A list may be asked for and dropped; whoever awaits it still gets the error.
  first.catch(() => {})
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      for (let page = await first; ; page = await pageAt({ cursor: page.next })) {
        yield* page.items
        if (page.next === null) return
      }
    },
  })
}
