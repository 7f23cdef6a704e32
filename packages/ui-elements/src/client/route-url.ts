import type { RouteId, WireNames } from '@sillage/core/browser'

export type QueryValue = string | number | boolean | undefined | null

/** The URL of a route under the mount path: `:name` parts are filled in and escaped, empty query values left out. */
export function routeUrl(
  baseUrl: string,
  names: WireNames,
  id: RouteId,
  params: Record<string, string> = {},
  query: Record<string, QueryValue> = {},
): string {
  const path = names.paths[id].replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `${baseUrl.replace(/\/+$/, '')}${path}${text === '' ? '' : `?${text}`}`
}
