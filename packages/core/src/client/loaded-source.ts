import type { LiveSource } from './live-source.ts'

/**
 * A source whose code is loaded when it is first needed; where it cannot be, the attempt ends like any other that never
 * opened.
 */
export function createLoadedSource(load: () => Promise<LiveSource>): LiveSource {
  return (since, handlers) => {
    let stop: (() => void) | undefined
    let stopped = false
    load().then(
      (source) => {
        if (!stopped) stop = source(since, handlers)
      },
      () => {
        if (!stopped) handlers.end()
      },
    )
    return () => {
      stopped = true
      stop?.()
    }
  }
}
