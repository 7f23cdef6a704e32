import type { SealedUrls, TrackingUrls } from '../content/tracking-urls.ts'
import { checkBaseUrl } from '../domain/base-url.ts'
import { refuse, shown } from '../domain/expect/index.ts'
import type { TokenKind } from '../domain/token-kind.ts'
import { beginningsBelow, originalPaths, type TrackingPaths } from '../domain/tracking-paths.ts'
import type { TokenSealer } from './tokens.ts'

/** What the URLs of messages are made from. */
export interface TrackingUrlOptions {
  /** Where the routes are mounted, as recipients reach it; with the mount path. */
  baseUrl: string
  sealer: TokenSealer
  /** Paths of the routes. @default originalPaths */
  paths?: TrackingPaths | undefined
}

/** Which route takes tokens of a kind. Test tokens stand in for the pages a recipient would open. */
const routeOfKind = {
  pixel: 'pixel',
  click: 'click',
  read: 'read',
  unsubscribe: 'unsubscribe',
  preferences: 'preferences',
  view: 'view',
  aggregatePixel: 'pixel',
  aggregateClick: 'click',
  test: 'unsubscribe',
} as const

/**
 * Makes the URLs of messages: `baseUrl`, the path of the route, a token. Those of mails that were sent with other paths
 * are its own too. A trailing slash of `baseUrl` does not matter. Throws `invalid_option`
 * when `baseUrl` is not an absolute http or https URL, or a path does not end in `:token`.
 */
export function createTrackingUrls({
  baseUrl,
  sealer,
  paths = originalPaths,
}: TrackingUrlOptions): TrackingUrls & { sealed: SealedUrls } {
  const base = checkBaseUrl(baseUrl)
  const prefixes = new Map<TokenKind, string>()
  for (const [kind, route] of Object.entries(routeOfKind) as [keyof typeof routeOfKind, keyof typeof paths][]) {
    const path = paths[route]
    if (!path.endsWith('/:token')) refuse(`paths.${route}`, 'a path that ends in /:token', shown(path))
    prefixes.set(kind, base + path.slice(0, -':token'.length))
  }
  const own = [...prefixes.values(), ...beginningsBelow(base)].map((prefix) => prefix.toLowerCase())
  const prefix = (kind: TokenKind): string => {
    const found = prefixes.get(kind)
    return found ?? refuse('kind', 'a kind that has a route', shown(kind))
  }
  const url = (kind: TokenKind, messageId: number, linkId = 0) =>
    prefix(kind) + sealer.seal({ kind, messageId, linkId })

  return {
    pixel: (messageId) => url('pixel', messageId),
    click: (messageId, linkId) => url('click', messageId, linkId),
    read: (messageId) => url('read', messageId),
    unsubscribe: (messageId) => url('unsubscribe', messageId),
    preferences: (messageId) => url('preferences', messageId),
    view: (messageId) => url('view', messageId),
    aggregatePixel: (campaignId) => url('aggregatePixel', 0, campaignId),
    aggregateClick: (linkId) => url('aggregateClick', 0, linkId),
    owns: (candidate) => {
      const folded = candidate.trim().toLowerCase()
      return own.some((start) => folded.startsWith(start))
    },
    sealed: { prefix, batch: (tokens) => sealer.batch(tokens) },
  }
}
