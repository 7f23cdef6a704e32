import type { LiveSource, RawFrame } from './live-source.ts'

/** What the tab that holds the stream and the others say to each other. */
type Word = { asks: true } | { open: true } | { frame: RawFrame } | { ended: true }

/**
 * One connection for all tabs that have the same `name`: a browser keeps six to a server, and a stream takes one for
 * as long as it is open. The tab that holds the lock of this name opens it and passes on what comes; when it is closed,
 * the next one goes on from the last frame that it received.
 */
export function createSharedSource(source: LiveSource, name: string): LiveSource {
  return (since, handlers) => {
    const channel = new BroadcastChannel(name)
    const ended = new AbortController()
    const tell = (word: Word) => channel.postMessage(word)
    let last = since
    let leads = false
    let opened = false
    let release: (() => void) | undefined
    let stopSource: (() => void) | undefined

    const open = () => {
      if (opened) return
      opened = true
      handlers.open()
    }
    const frame = (given: RawFrame) => {
      if (typeof given.id === 'string') last = given.id
      handlers.frame(given)
    }
    const stop = () => {
      stopSource?.()
      release?.()
      ended.abort()
      channel.close()
    }
    const end = () => {
      stop()
      handlers.end()
    }

    channel.onmessage = (event) => {
      const data = event.data as Word
      if (leads) {
        if ('asks' in data && opened) tell({ open: true })
      } else if ('open' in data) open()
      else if ('frame' in data && opened) frame(data.frame)
      else if ('ended' in data) end()
    }
    navigator.locks
      .request(name, { signal: ended.signal }, () => {
        leads = true
        stopSource = source(last, {
          open() {
            open()
            tell({ open: true })
          },
          frame(given) {
            frame(given)
            tell({ frame: given })
          },
          end() {
            tell({ ended: true })
            end()
          },
        })
        return new Promise<void>((resolve) => {
          release = resolve
        })
      })
      .catch(() => {
        // Closed before its turn came.
      })
    tell({ asks: true })
    return stop
  }
}

/** The name that tabs share who ask this URL with these headers; undefined where they cannot share. For pages only. */
export async function sharedName(url: string, headers: Readonly<Record<string, string>>): Promise<string | undefined> {
  // Without a login of its own in the request, tabs of the same URL may be those of different people.
  if (!Object.keys(headers).some((header) => header.toLowerCase() === 'authorization')) return undefined
  if (globalThis.navigator?.locks === undefined) return undefined
  const all = new TextEncoder().encode(JSON.stringify([url, Object.entries(headers).sort()]))
  const hash = await crypto.subtle.digest('SHA-256', all)
  return `sillage ${btoa(String.fromCharCode(...new Uint8Array(hash)))}`
}
