import type { RouteId, WireNames } from '../domain/names.ts'
import { pathsInMails } from '../domain/tracking-paths.ts'
import type { MountedRoute, Route } from './types.ts'

/**
 * The routes with their paths, in the order in which a router may try them. Those that take all that follows come last,
 * and among them the one with more in front of its token first: names of a host may put one below another. Where mails
 * lead is answered under any names: under those chosen, the original ones and the neutral ones.
 */
export function mountedRoutes(routes: readonly Route[], names: WireNames): MountedRoute[] {
  const mount = ({ id, method, access, writes, bodyType, bodyHolds, handle }: Route, path: string): MountedRoute => {
    const before = access === 'public' ? beforeToken(path) : undefined
    return { id, method, access, writes, bodyType, bodyHolds, handle, path, before }
  }
  const chosen = routes.flatMap((route) => pathsOf(route.id, names).map((path) => mount(route, path)))
  const keyOf = ({ method, path }: MountedRoute) => `${method} ${path}`
  // What a host chose for one route may be what another has in mails: the host's word counts.
  const taken = new Set(chosen.map(keyOf))
  const inMails = routes
    .flatMap((route) => pathsInMails(route.id).map((path) => mount(route, path)))
    .filter((route) => !taken.has(keyOf(route)))
  const mounted = [...chosen, ...inMails]
  const depth = ({ before = '' }: MountedRoute) => before.split('/').length
  return [
    ...mounted.filter(({ before }) => before === undefined),
    ...mounted.filter(({ before }) => before !== undefined).sort((a, b) => depth(b) - depth(a)),
  ]
}

/** A page that people open by hand is also found with a slash behind it. */
function pathsOf(id: RouteId, { paths }: WireNames): string[] {
  const path = paths[id]
  return id === 'ui' && !path.endsWith('/') ? [path, `${path}/`] : [path]
}

/** Something fixed has to stand there: below nothing, the route would take every path of the host. */
const beforeToken = (path: string): string | undefined => /^(\/[^:*]+\/):token$/.exec(path)?.[1]
