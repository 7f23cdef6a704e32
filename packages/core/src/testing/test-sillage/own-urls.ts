import type { TrackingPaths } from '../../domain/tracking-paths.ts'

const kinds = ['pixel', 'click', 'unsubscribe', 'preferences', 'view'] as const

/** How the URLs begin that the library puts into mails, up to their token, by route. */
export type OwnUrls = Record<(typeof kinds)[number], string>

/** Those of an installation. */
export function ownUrls(baseUrl: string, paths: TrackingPaths): OwnUrls {
  const prefixOf = (kind: (typeof kinds)[number]) => baseUrl + paths[kind].slice(0, -':token'.length)
  return Object.fromEntries(kinds.map((kind) => [kind, prefixOf(kind)])) as OwnUrls
}

/** The token in a URL that begins so; undefined for any other URL. */
export function tokenOf(url: string, prefix: string): string | undefined {
  return url.startsWith(prefix) ? url.slice(prefix.length) : undefined
}
