import { englishNames, frenchNames, type RouteId, type WireNames } from '@sillage/core/browser'
import type { Language } from '../page/language.ts'

export interface ApiClient {
  names: WireNames
  get<T>(route: RouteId, params?: Record<string, string>, query?: Record<string, string>): Promise<T>
  post<T>(route: RouteId, body: unknown): Promise<T>
  liveUrl: string
}

/** The management API as another program would call it: over HTTP, by the wire names the demo was started with. */
export function createApiClient(apiUrl: string, language: Language): ApiClient {
  const names = language === 'fr' ? frenchNames : englishNames

  async function call<T>(url: string, init: RequestInit, expected: number): Promise<T> {
    const response = await fetch(url, init)
    const text = await response.text()
    if (response.status !== expected)
      throw new Error(`${init.method} ${new URL(url).pathname}: expected ${expected}, got ${response.status} ${text}`)
    return JSON.parse(text) as T
  }
  function urlOf(route: RouteId, params: Record<string, string> = {}): string {
    return apiUrl + names.paths[route].replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  }

  return {
    names,
    get: (route, params, query) =>
      call(`${urlOf(route, params)}?${new URLSearchParams(query)}`, { method: 'GET' }, 200),
    post: (route, body) =>
      call(
        urlOf(route),
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        201,
      ),
    liveUrl: urlOf('live').replace(/^http/, 'ws'),
  }
}
