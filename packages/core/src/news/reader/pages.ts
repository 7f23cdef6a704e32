import type { NewsPart, NewsPlace, OutboxStore } from '../../store/port/outbox-store.ts'

/** Rows of each of the two that are read at once. */
const PAGE = 200

/** What is stored after a place; all that are at one place share what was read. */
export interface Pages {
  after(place: NewsPlace): Promise<NewsPart>
  /** From now on everything is read anew. */
  forget(): void
}

/** However many webhooks there are, nearly all are at the end, and one reading serves them. */
export function createPages(outbox: OutboxStore): Pages {
  const read = new Map<string, Promise<NewsPart>>()
  return {
    after(place) {
      const key = `${place.event} ${place.outbox}`
      const known = read.get(key)
      if (known !== undefined) return known
      const part = outbox.read(place, PAGE)
      read.set(key, part)
      // What failed is read again.
      part.catch(() => read.delete(key))
      return part
    },
    forget: () => read.clear(),
  }
}

export const isSamePlace = (a: NewsPlace, b: NewsPlace): boolean => a.event === b.event && a.outbox === b.outbox
