import { createNamespaces, type Requests } from '@sillage/core/client'

/**
 * What a program can do, on the requests that the page has already. For rooms, which are loaded when they are shown.
 */
export type Api = ReturnType<typeof createNamespaces>

const apis = new WeakMap<Requests, Api>()

export function apiOf(requests: Requests): Api {
  let api = apis.get(requests)
  if (api === undefined) {
    api = createNamespaces(requests)
    apis.set(requests, api)
  }
  return api
}
