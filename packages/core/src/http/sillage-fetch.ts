import { SillageError } from '../domain/errors.ts'
import { type Checks, checkOptions, func } from '../domain/expect/index.ts'
import { mountChecks, mountPath } from './check-mount.ts'
import { errorResult, nothingHere } from './errors.ts'
import type { HttpResult } from './exchange.ts'
import { createHttpApp } from './http-app.ts'
import { wholeOf } from './node.ts'
import { basePath, type Mountable } from './services.ts'
import type { MountedRoute, MountOptions, Route } from './types.ts'

/**
 * Options of `sillageFetch`: those of every mount, and what a `Request` does not say. Without `remoteAddress` hits have
 * no address, X-Forwarded-For is not read, and limits on abuse treat all callers as one.
 */
export interface FetchOptions extends MountOptions<Request> {
  /**
   * The path the handler is mounted under, such as `/mail`; it is cut off before routes are looked up. `''` behind a
   * proxy that cuts it off. @default the path of `baseUrl`
   */
  prefix?: string | undefined
  /** The client's address, which a `Request` does not carry. */
  remoteAddress?: ((request: Request) => string | undefined) | undefined
}

const checks: Checks<FetchOptions> = { ...mountChecks, prefix: mountPath, remoteAddress: func }

/**
 * The routes as one function from `Request` to `Response`, for Hono, Next.js, Bun and any framework with Fetch; the
 * live feed is an event stream. A path outside the routes is answered 404, and a known path with another method 405
 * with `Allow`. `url` of `authorize` is the whole URL, `raw` the Request. Throws `invalid_option` for options that
 * could not work.
 */
export function sillageFetch(sillage: Mountable, options: FetchOptions = {}): (request: Request) => Promise<Response> {
  const { prefix, remoteAddress, ...mount } = checkOptions('sillageFetch', options, checks)
  const app = createHttpApp(sillage, mount)
  const patterns = app.routes.map((route) => ({ route, pattern: toPattern(route) }))
  const base = (prefix ?? basePath(sillage)).replace(/\/$/, '')

  app.standsAt(base)

  return async (request) => {
    const url = new URL(request.url)
    const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : undefined
    const matches = path === undefined ? [] : patterns.flatMap(({ route, pattern }) => matchOf(route, pattern, path))
    const match = matches.find(
      ({ route }) => route.method === request.method || (route.method === 'GET' && request.method === 'HEAD'),
    )
    if (match === undefined) {
      return toResponse(nothingFor(matches.map(({ route }) => route.method)), request.method)
    }
    const result = await app.respond(
      match.route,
      {
        method: request.method,
        params: match.params,
        query: url.search.slice(1),
        headers: Object.fromEntries(request.headers),
        remoteAddress: await remoteAddress?.(request),
        body: request.body === null ? undefined : { stream: request.body },
      },
      { url: request.url, raw: request },
    )
    return toResponse(result, request.method)
  }
}

/** `/api/campaigns/:id` as an expression that captures the parameters. */
function toPattern({ path, before }: MountedRoute): RegExp {
  const literal = (before ?? path).replace(/[.]/g, '\\.')
  return new RegExp(
    before === undefined ? `^${literal.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$` : `^${literal}(?<token>.*)$`,
  )
}

function matchOf(
  route: MountedRoute,
  pattern: RegExp,
  path: string,
): { route: MountedRoute; params: Record<string, string> }[] {
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

function toResponse(result: HttpResult, method: string): Response {
  const { status } = result
  const head = method === 'HEAD'
  if (result.kind === 'stream') {
    const body = toStream(result.body)
    if (head) void body.cancel()
    return new Response(head ? null : body, { status, headers: result.headers })
  }
  const { headers, body } = wholeOf(result)
  return new Response(head ? null : (body as Uint8Array<ArrayBuffer> | string | undefined), { status, headers })
}

/** Reads the iterator only as fast as the client reads, and ends it when the client leaves. */
function toStream(body: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next()
        if (next.done === true) controller.close()
        else controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
