import { randomBytes } from 'node:crypto'
import type { LiveEventName, LiveEvents } from '../domain/live.ts'

/** One numbered entry. `id` is `<feed>-<n>`. */
export interface FeedEntry {
  id: string
  event: LiveEventName
  data: LiveEvents[LiveEventName]
  owner: string | null
}

/** Entries kept for clients that reconnect: with ten frames a second, minutes of one campaign. */
const KEPT = 2_000

export interface FeedLog {
  append<N extends LiveEventName>(event: N, data: LiveEvents[N], owner: string | null): FeedEntry
  /** An entry of the present state, under the number of the last change. */
  current<N extends LiveEventName>(event: N, data: LiveEvents[N], owner: string | null): FeedEntry
  /** The entries after this id; undefined when the id is not of this feed or too old. */
  since(id: string | undefined): FeedEntry[] | undefined
}

export function createFeedLog(): FeedLog {
  const feed = randomBytes(6).toString('hex')
  const entries: FeedEntry[] = []
  let last = 0
  return {
    append(event, data, owner) {
      const entry = { id: `${feed}-${++last}`, event, data, owner }
      entries.push(entry)
      // Cut many at a time: shifting one by one would move the whole array for each frame.
      if (entries.length > KEPT * 2) entries.splice(0, entries.length - KEPT)
      return entry
    },
    current: (event, data, owner) => ({ id: `${feed}-${last}`, event, data, owner }),
    since(id) {
      const match = id?.match(/^([0-9a-f]{12})-(\d{1,15})$/)
      if (match?.[1] !== feed) return undefined
      const number = Number(match[2])
      const missed = last - number
      return missed < 0 || missed > entries.length ? undefined : entries.slice(entries.length - missed)
    },
  }
}
