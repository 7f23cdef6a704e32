import type { LiveSource, RawFrame } from './live-source.ts'
import { createEventStreamParser } from './parse-event-stream.ts'

export interface EventStreamOptions {
  url: string
  headers: Readonly<Record<string, string>>
  fetch: typeof fetch
  /** Given rather than imported, so that this file stands alone when it is loaded on demand. */
  parseFrame: (text: unknown) => RawFrame | undefined
}

/** The live feed as `text/event-stream` over `fetch`, which, unlike EventSource, carries the host's headers. */
export function createEventStreamSource({ url, headers, fetch, parseFrame }: EventStreamOptions): LiveSource {
  return (since, handlers) => {
    const ended = new AbortController()
    void read()
    return () => ended.abort()

    async function read(): Promise<void> {
      try {
        const response = await fetch(url, {
          credentials: 'same-origin',
          cache: 'no-store',
          signal: ended.signal,
          headers: {
            ...headers,
            accept: 'text/event-stream',
            ...(since === undefined ? {} : { 'last-event-id': since }),
          },
        })
        const type = response.headers.get('content-type') ?? ''
        if (!response.ok || response.body === null || !type.startsWith('text/event-stream')) {
          await response.body?.cancel()
          return
        }
        handlers.open()
        const parse = createEventStreamParser((message) => {
          const value = parseFrame(message.data)
          if (value === undefined) return
          // The data line is either the whole frame or only its data; the frame names its event itself.
          handlers.frame('event' in value ? value : { id: message.id, event: message.event, data: value })
        })
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
        for (;;) {
          const { done, value } = await reader.read()
          if (done) return
          if (!ended.signal.aborted) parse(value)
        }
      } catch {
        // an aborted or broken stream ends like any other; the connection decides what to do next
      } finally {
        if (!ended.signal.aborted) handlers.end()
      }
    }
  }
}
