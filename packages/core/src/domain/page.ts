/**
 * Requests a page of a list: at most `limit` items (1 … 200, default 50) after `cursor`, which is the `next` of the
 * page before, as it was given. A cursor of another list, or of another sort or order, is `invalid_cursor`; lists are
 * keyset-paged, so that a page costs the same however far down it is, and rows that come or go meanwhile shift none of
 * the others.
 */
export interface PageQuery {
  limit?: number | undefined
  cursor?: string | undefined
}

/**
 * Every list of the API. `next` is the cursor of the following page, null on the last; it is opaque, and safe in a URL.
 */
export interface Page<T> {
  items: T[]
  next: string | null
}

/**
 * A list that was asked for: await it for one page, or iterate it (`for await`) for all items from there on, which
 * reads page after page as they are taken. The first page is read at once.
 */
export interface Listing<T, P extends Page<T> = Page<T>> extends Promise<P>, AsyncIterable<T> {}

/** What a call made, or, where its `key` had made it before (`created: false`), what is there. */
export type Created<T> = T & { created: boolean }

/** How many items a page holds by default. */
export const defaultPageSize = 50
