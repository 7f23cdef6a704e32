import type { LiveFrame } from '../domain/live.ts'
import type { WireNames } from '../domain/names.ts'
import type { FeedEntry } from './feed-log.ts'

/** An entry of the feed in the wire names chosen. */
export function toFrame(entry: FeedEntry, names: WireNames): LiveFrame {
  return { id: entry.id, event: names.events[entry.event], data: entry.data }
}
