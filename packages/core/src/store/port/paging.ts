/**
 * A page of a list. `next` is an opaque cursor of the store's own making (`encodeCursor` makes one from the last row's
 * sort values), undefined on the last page; it is valid for the same list, sort and order only.
 */
export interface StorePage<T> {
  items: T[]
  next: string | undefined
}

/**
 * Asks a store for a page of a list. Pages are by keyset, never by offset: rows that come or go meanwhile shift none of
 * the others.
 */
export interface PageRequest {
  /** 1 … 1000; any other value is SillageError `invalid_option` (`checkLimit`). */
  limit: number
  /**
   * As returned by the page before; a cursor that this store did not make is SillageError `invalid_cursor`
   * (`decodeCursor`).
   */
  cursor?: string | undefined
}
