import { randomBytes } from 'node:crypto'
import type { LiveFrames } from '../domain/live.ts'

/** Whose frame it is: the row of the campaign or stream, and the key of a stream. */
export interface FrameOf {
  campaignId: number
  stream: string | null
  owner: string | null
}

/** One numbered entry. `id` is `<feed>-<n>`. */
export interface FeedEntry extends FrameOf {
  id: string
  event: keyof LiveFrames
  data: LiveFrames[keyof LiveFrames]
}

/** Entries kept for clients that reconnect: with ten frames a second, minutes of one campaign. */
const KEPT = 2_000

export interface FeedLog {
  append<N extends keyof LiveFrames>(event: N, data: LiveFrames[N], of: FrameOf): FeedEntry
  /** An entry of the present state, under the number of the last change. */
  current<N extends keyof LiveFrames>(event: N, data: LiveFrames[N], of: FrameOf): FeedEntry
  /** The entries after this id; undefined when the id is not of this feed or too old. */
  since(id: string | undefined): FeedEntry[] | undefined
}

export function createFeedLog(): FeedLog {
  const feed = randomBytes(6).toString('hex')
  const entries: FeedEntry[] = []
  let last = 0
  return {
    append(event, data, of) {
      const entry = { id: `${feed}-${++last}`, event, data, ...of }
      entries.push(entry)
      // Cut many at a time: shifting one by one would move the whole array for each frame.
      if (entries.length > KEPT * 2) entries.splice(0, entries.length - KEPT)
      return entry
    },
    current: (event, data, of) => ({ id: `${feed}-${last}`, event, data, ...of }),
    since(id) {
      const match = id?.match(/^([0-9a-f]{12})-(\d{1,15})$/)
      if (match?.[1] !== feed) return undefined
      const number = Number(match[2])
      const missed = last - number
      return missed < 0 || missed > entries.length ? undefined : entries.slice(entries.length - missed)
    },
  }
}
