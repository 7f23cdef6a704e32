import type { Clock } from '../domain/clock.ts'
import type { WireNames } from '../domain/names.ts'
import type { LiveFeed, LiveFilter } from './feed.ts'
import { toFrame } from './frame.ts'
import { createNewest } from './newest.ts'

/** Proxies cut what is silent for 30 to 60 seconds. */
export const PING_MS = 20_000

/**
 * The feed as `text/event-stream` (WHATWG HTML, 9.2). Resolves once the caller may see what is asked for. Frames are made when the reader asks
 * for more, so a slow one gets the newest state.
 */
export async function eventStream(
  feed: LiveFeed,
  { filter, names, clock }: { filter: LiveFilter; names: WireNames; clock: Clock },
): Promise<AsyncIterable<string>> {
  const newest = createNewest()
  const stopPing = new AbortController()
  let wake = () => {}
  const unsubscribe = await feed.subscribe(filter, (entry) => {
    newest.put(entry)
    wake()
  })
  const onClose = feed.onClose(() => {
    stopPing.abort()
    wake()
  })

  async function* frames(): AsyncGenerator<string> {
    try {
      yield 'retry: 2000\n\n'
      while (!stopPing.signal.aborted) {
        for (const entry of newest.take()) {
          const frame = toFrame(entry, names)
          yield `id: ${frame.id}\nevent: ${frame.event}\ndata: ${JSON.stringify(frame)}\n\n`
        }
        if (newest.size > 0 || stopPing.signal.aborted) continue
        const came = new Promise<'came'>((resolve) => {
          wake = () => resolve('came')
        })
        const turn = new AbortController()
        const what = await Promise.race([came, clock.sleep(PING_MS, turn.signal).then(() => 'silence' as const)])
        turn.abort()
        if (what === 'silence') yield ': ping\n\n'
      }
    } finally {
      onClose()
      unsubscribe()
    }
  }
  return frames()
}
