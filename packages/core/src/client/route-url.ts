import { SillageError } from '../domain/errors.ts'
import type { RouteId, WireNames } from '../domain/names.ts'
import { withoutEndSlashes } from '../kit/without-end-slashes.ts'

/** A value of a query. A time is sent as ISO 8601 text. */
export type QueryValue = string | number | boolean | Date | undefined | null

/**
 * The URL of a route under the mount path: `:name` parts are filled in and escaped, empty query values left out. Throws
 * `not_found` for an id that a URL cannot hold: it would name another route.
 */
export function routeUrl(
  baseUrl: string,
  names: WireNames,
  id: RouteId,
  params: Record<string, string> = {},
  query: Record<string, QueryValue> = {},
): string {
  const path = names.paths[id].replaceAll(/:(\w+)/g, (_, name: string) => {
    const part = params[name] ?? ''
    // Also escaped, `..` is one level up.
    if (/^\.{0,2}$/.test(part))
      throw new SillageError('not_found', 'There is nothing with this id; use one that the API gave.')
    return encodeURIComponent(part)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '')
      search.set(name, value instanceof Date ? value.toISOString() : String(value))
  }
  const text = search.toString()
  return `${withoutEndSlashes(baseUrl)}${path}${text === '' ? '' : `?${text}`}`
}
