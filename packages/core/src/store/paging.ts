/** A page of a list. `next` is an opaque cursor of the store's own making, undefined on the last page. */
export interface StorePage<T> {
  items: T[]
  next: string | undefined
}

/** Asks a store for a page of a list. */
export interface PageRequest {
  /** 1 … 1000; another is SillageError `invalid_field`. */
  limit: number
  /** As returned by the page before; one that this store did not make is SillageError `invalid_cursor`. */
  cursor?: string | undefined
}
