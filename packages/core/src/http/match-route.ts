import { SillageError } from '../domain/errors.ts'
import { errorResult, nothingHere } from './errors.ts'
import type { HttpResult } from './exchange.ts'
import type { MountedRoute, Route } from './types.ts'

interface Match {
  route: MountedRoute
  params: Record<string, string>
}

/**
 * Finds the route of a path below the mount, for what has no router of its own. Where there is none, the answer: 404,
 * or 405 with `Allow` for a path that takes other methods.
 */
export function createMatcher(
  routes: readonly MountedRoute[],
): (method: string, path: string | undefined) => Match | { nothing: HttpResult } {
  const patterns = routes.map((route) => ({ route, pattern: toPattern(route) }))
  return (method, path) => {
    const matches = path === undefined ? [] : patterns.flatMap(({ route, pattern }) => matchOf(route, pattern, path))
    const match = matches.find(({ route }) => route.method === method || (route.method === 'GET' && method === 'HEAD'))
    return match ?? { nothing: nothingFor(matches.map(({ route }) => route.method)) }
  }
}

/** What stands behind the path of the mount; undefined for a path that is not below it. */
export function pathBelow(base: string, path: string): string | undefined {
  return path.startsWith(`${base}/`) ? path.slice(base.length) : undefined
}

/** `/api/campaigns/:id` as an expression that captures the parameters. */
function toPattern({ path, before }: MountedRoute): RegExp {
  const literal = (before ?? path).replace(/[.]/g, '\\.')
  return new RegExp(
    before === undefined ? `^${literal.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$` : `^${literal}(?<token>.*)$`,
  )
}

function matchOf(route: MountedRoute, pattern: RegExp, path: string): Match[] {
  const found = pattern.exec(path)
  if (found === null) return []
  if (route.before !== undefined) return [{ route, params: { ...found.groups } }]
  try {
    const params = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
    return [{ route, params }]
  } catch {
    return []
  }
}

/** 404 for an unknown path, 405 for one that exists with these methods only. */
function nothingFor(methods: readonly Route['method'][]): HttpResult {
  if (methods.length === 0) return nothingHere()
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  const refused = errorResult(new SillageError('method_not_allowed', `Expected one of ${allow} here.`))
  return { ...refused, headers: { ...refused.headers, allow } }
}
