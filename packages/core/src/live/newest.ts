import type { FeedEntry } from './feed-log.ts'

/**
 * What a slow reader has yet to receive: the newest entry of each kind and campaign or stream, in the order they
 * happened, never a growing buffer. Errors are not states that newer ones replace; the last few are kept.
 */
export interface Newest {
  put(entry: FeedEntry): void
  take(): FeedEntry[]
  readonly size: number
}

const ERRORS_KEPT = 20

export function createNewest(): Newest {
  const entries = new Map<string, FeedEntry>()
  return {
    put(entry) {
      const error = entry.event === 'campaign_error'
      const key = error ? `${entry.event} ${entry.id}` : `${entry.event} ${entry.campaignId}`
      entries.delete(key)
      entries.set(key, entry)
      if (!error) return
      const errors = [...entries.keys()].filter((name) => name.startsWith('campaign_error '))
      if (errors.length > ERRORS_KEPT) entries.delete(errors[0] as string)
    },
    take() {
      const taken = [...entries.values()]
      entries.clear()
      return taken
    },
    get size() {
      return entries.size
    },
  }
}
