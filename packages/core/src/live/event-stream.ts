import type { Clock } from '../domain/clock.ts'
import type { WireNames } from '../domain/names.ts'
import { leavable } from '../kit/leavable.ts'
import type { LiveFeed } from './feed.ts'
import type { LiveFilter } from './filter.ts'
import { frameText } from './frame.ts'
import { createNewest } from './newest.ts'

/** Proxies cut connections that are silent for 30 to 60 seconds. */
export const PING_MS = 20_000

/**
 * The feed as `text/event-stream` (WHATWG HTML, 9.2). Resolves once the caller's rights are checked. Frames are made
 * when the reader asks for more, so a slow one gets the newest state. Leaving it ends the subscription at once.
 */
export async function eventStream(
  feed: LiveFeed,
  { filter, names, clock }: { filter: LiveFilter; names: WireNames; clock: Clock },
): Promise<AsyncIterable<string>> {
  const newest = createNewest()
  let ended = false
  let wake = () => {}
  let forget = () => {}
  const unsubscribe = await feed.subscribe(filter, (entry) => {
    newest.put(entry)
    wake()
  })
  const end = () => {
    ended = true
    forget()
    unsubscribe()
    wake()
  }
  forget = feed.onClose(end)

  async function* frames(): AsyncGenerator<string, void> {
    try {
      yield 'retry: 2000\n\n'
      for (;;) {
        for (const entry of newest.take())
          yield `id: ${entry.id}\nevent: ${names.events[entry.event]}\ndata: ${frameText(entry, names)}\n\n`
        if (newest.size > 0) continue
        if (ended) return
        const wait = new AbortController()
        wake = () => wait.abort()
        await clock.sleep(PING_MS, wait.signal)
        if (!wait.signal.aborted) yield ': ping\n\n'
      }
    } finally {
      end()
    }
  }
  return leavable(frames(), end)
}
