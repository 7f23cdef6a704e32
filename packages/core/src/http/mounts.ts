import { basePathOf } from '../domain/base-url.ts'
import { type Clock, sleepLightly } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import { withoutEndSlashes } from '../kit/without-end-slashes.ts'

const WAIT_MS = 10_000

/** One mount of the routes that recipients reach. */
interface Mount {
  /** Its path, as soon as it is known: from its options, or from a request. '' for the root. */
  standsAt(path: string): void
  /** As `standsAt`, from a request; at the first one a mount that `baseUrl` does not lead to is said. */
  askedAt(path: string): void
}

/** The mounts of an installation, and whether its `baseUrl` leads to one of them. */
export interface Mounts {
  add(): Mount
  /** A WebSocket is served at this path, until the function that is returned is called. */
  addSocket(path: string): () => void
  hasSocket(path: string): boolean
  /** Waits ten seconds, then warns where the options of all mounts name a path, and none is that of `baseUrl`. */
  start(): void
  close(): void
}

interface Parts {
  /** Undefined where each tenant has another: which mount it leads to cannot be known. */
  baseUrl: string | undefined
  clock: Clock
  logger: Logger
}

/**
 * Warns once when no mount stands at the path of `baseUrl`: links in mails begin with it, and a mistake is noticed when
 * they are out. A proxy may map one path to the other, so it is a warning, and nothing is refused.
 */
export function createMounts({ baseUrl, clock, logger }: Parts): Mounts {
  const expected = baseUrl === undefined ? undefined : basePathOf(baseUrl)
  const mounts = new Set<{ path: string | undefined }>()
  /** Once for each live socket, several of which may have one path. */
  const sockets = new Set<{ path: string }>()
  const over = new AbortController()
  let waiting = false
  let said = false

  function check(): void {
    const paths = [...mounts].map(({ path }) => path)
    if (said || expected === undefined || paths.length === 0 || paths.includes(expected)) return
    said = true
    logger.warn(
      { baseUrl, mountedAt: paths.filter((path) => path !== undefined).map((path) => path || '/') },
      'baseUrl does not lead to where the routes are mounted, and links in mails begin with it: give it the path of the mount; right only where a proxy maps one to the other',
    )
  }

  return {
    add() {
      const mount: { path: string | undefined } = { path: undefined }
      mounts.add(mount)
      const standsAt = (path: string) => {
        mount.path = withoutEndSlashes(path)
      }
      return {
        standsAt,
        askedAt(path) {
          standsAt(path)
          check()
        },
      }
    },
    addSocket(path) {
      const socket = { path }
      sockets.add(socket)
      return () => void sockets.delete(socket)
    },
    hasSocket: (path) => [...sockets].some((socket) => socket.path === path),
    start() {
      if (waiting) return
      waiting = true
      void sleepLightly(clock, WAIT_MS, over.signal).then(() => {
        // Where a framework mounts it is known at its first request alone.
        if (!over.signal.aborted && [...mounts].every(({ path }) => path !== undefined)) check()
      })
    },
    close: () => over.abort(),
  }
}
