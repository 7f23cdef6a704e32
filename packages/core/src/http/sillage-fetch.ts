import { type Checks, checkOptions, func } from '../domain/expect/index.ts'
import { mountChecks, mountPath } from './check-mount.ts'
import type { HttpResult } from './exchange.ts'
import { createHttpApp } from './http-app.ts'
import { createMatcher, pathBelow } from './match-route.ts'
import { wholeOf } from './node.ts'
import { basePath, type Mountable } from './services.ts'
import type { MountOptions } from './types.ts'

/**
 * Options of `sillageFetch`: those of every mount, and what a `Request` does not say. Without `remoteAddress` hits have
 * no address, X-Forwarded-For is not read, and limits on abuse treat all callers as one.
 */
export interface FetchOptions<Context = unknown> extends MountOptions<Request> {
  /**
   * The path the handler is mounted under, such as `/mail`; it is cut off before routes are looked up. `''` behind a
   * proxy that cuts it off. @default the path of `baseUrl`
   */
  prefix?: string | undefined
  /**
   * The client's address, which a `Request` does not carry: out of a header that a proxy of yours wrote, or of
   * `context`, the second argument of the handler, where frameworks have it.
   */
  remoteAddress?: ((request: Request, context: Context) => string | undefined) | undefined
}

const checks = <Context>(): Checks<FetchOptions<Context>> => ({
  ...mountChecks,
  prefix: mountPath,
  remoteAddress: func,
})

/**
 * The routes as one function from `Request` to `Response`, for Hono, Next.js, Bun and any framework with Fetch; the
 * live feed is an event stream. A path outside the routes is answered 404, and a known path with another method 405
 * with `Allow`. `url` of `authorize` is the whole URL, `raw` the Request. Throws `invalid_option` for options that
 * could not work.
 */
export function sillageFetch<Context = unknown>(
  sillage: Mountable,
  options: FetchOptions<Context> = {},
): (request: Request, context?: Context) => Promise<Response> {
  const { prefix, remoteAddress, ...mount } = checkOptions('sillageFetch', options, checks<Context>())
  const app = createHttpApp(sillage, mount)
  const find = createMatcher(app.routes)
  const base = (prefix ?? basePath(sillage)).replace(/\/$/, '')
  app.standsAt(base)
  return async (request, context) => {
    const url = new URL(request.url)
    const found = find(request.method, pathBelow(base, url.pathname))
    if ('nothing' in found) return toResponse(found.nothing, request.method)
    const result = await app.respond(
      found.route,
      {
        method: request.method,
        params: found.params,
        query: url.search.slice(1),
        headers: Object.fromEntries(request.headers),
        remoteAddress: await remoteAddress?.(request, context as Context),
        body: request.body === null ? undefined : { stream: request.body },
      },
      { url: request.url, raw: request },
    )
    return toResponse(result, request.method)
  }
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
