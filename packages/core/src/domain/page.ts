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

/** How many items a page holds by default. */
export const defaultPageSize = 50
