import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Checks, checkOptions } from '../domain/expect/index.ts'
import { mountChecks, mountPath } from './check-mount.ts'
import type { HttpRequest } from './exchange.ts'
import { createHttpApp } from './http-app.ts'
import { createMatcher, pathBelow } from './match-route.ts'
import { bodyOf, firstHeaders, queryOf, writeResult } from './node.ts'
import { basePath, type Mountable } from './services.ts'
import type { MountOptions } from './types.ts'

/** Options of `sillageNode`: those of every mount, and where it stands. */
export interface NodeOptions extends MountOptions<IncomingMessage> {
  /**
   * The path the handler is mounted under, such as `/mail`, as clients see it; `''` behind a proxy that cuts it off.
   *
   * @default the path of `baseUrl`
   */
  prefix?: string | undefined
}

const checks: Checks<NodeOptions> = { ...mountChecks, prefix: mountPath }

/**
 * The routes as a function of Node's request and response, for `node:http` itself and for frameworks that give these:
 * Koa, connect, polka, h3. Resolves when all is written. With `next`, a path that is not below the mount is left to it;
 * without, it is answered 404. Below the mount an unknown path is 404, and a known one with another method 405 with
 * `Allow`. Where a parser of the host has read the body, `request.body` is taken. The live feed is an event stream;
 * `liveSocket` adds the WebSocket. Throws `invalid_option` for options that could not work.
 */
export function sillageNode(
  sillage: Mountable,
  options: NodeOptions = {},
): (request: IncomingMessage, response: ServerResponse, next?: () => unknown) => Promise<void> {
  const { prefix, ...mount } = checkOptions('sillageNode', options, checks)
  const app = createHttpApp<IncomingMessage>(sillage, mount)
  const find = createMatcher(app.routes)
  const base = (prefix ?? basePath(sillage)).replace(/\/$/, '')
  app.standsAt(base)
  return async (request, response, next) => {
    const { method = 'GET' } = request
    const url = urlOf(request)
    const path = pathBelow(base, url.split('?', 1)[0] ?? '')
    if (path === undefined && next !== undefined) return void (await next())
    const found = find(method, path)
    if ('nothing' in found) return writeResult(response, found.nothing, method)
    const asked = {
      method,
      params: found.params,
      query: queryOf(url),
      headers: firstHeaders(request.headers),
      remoteAddress: request.socket.remoteAddress,
      body: readOrParsed(request),
    }
    await writeResult(response, await app.respond(found.route, asked, { url, raw: request }), method)
  }
}

/** Middleware that is mounted at a path cuts it off `url` and keeps the whole as `originalUrl`. */
function urlOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '/'
}

/** What the host's parser made of the body, if one read it; else the bytes as they come. */
function readOrParsed(request: IncomingMessage & { body?: unknown }): HttpRequest['body'] {
  return request.readableDidRead ? { parsed: request.body } : bodyOf(request)
}
