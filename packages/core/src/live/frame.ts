import type { LiveFrame } from '../domain/live.ts'
import type { WireNames } from '../domain/names.ts'
import type { FeedEntry } from './feed-log.ts'

const texts = new WeakMap<FeedEntry, Map<WireNames, string>>()

/** An entry of the feed as JSON in the wire names chosen; serialised once, for any number of subscribers. */
export function frameText(entry: FeedEntry, names: WireNames): string {
  const made = texts.get(entry) ?? new Map<WireNames, string>()
  const known = made.get(names)
  if (known !== undefined) return known
  const frame: LiveFrame<typeof entry.event> = { id: entry.id, event: names.events[entry.event], data: entry.data }
  const text = JSON.stringify(frame)
  texts.set(entry, made.set(names, text))
  return text
}
