import type { z } from 'zod'
import { parseInput } from './input/parse.ts'
import { defaultPageSize, type Listing, type Page, type PageQuery } from './page.ts'
import { pages } from './pages.ts'

/**
 * A list by pages: the query is checked against `schema`, and `read` reads the page that it asks for, whose `limit` is
 * filled in. The first page is read at once.
 */
export function listing<Query extends PageQuery, T, P extends Page<T> = Page<T>>(
  schema: z.ZodType<Query>,
  query: unknown,
  read: (asked: Query & { limit: number }) => Promise<P & Page<T>>,
): Listing<T, P> {
  return pages(async (cursor) => {
    const asked = parseInput(schema, query)
    const next = cursor === undefined ? {} : { cursor }
    return read({ ...asked, limit: asked.limit ?? defaultPageSize, ...next })
  })
}
