import type { Server } from 'node:http'
import type { Sillage } from '@sillage/core'
import {
  bodyOf,
  createHttpApp,
  expect,
  firstHeaders,
  type HttpRequest,
  type LiveSocket,
  listenForUpgrades,
  liveSocket,
  type MountedRoute,
  type MountOptions,
  mountChecks,
  mountPath,
  nothingHere,
  queryOf,
  writeResult,
} from '@sillage/core/http'
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express'
import { runBefore } from './run-before.ts'

/**
 * The routes as a router for Express 4 or 5: `app.use('/mail', sillageRouter(sillage, { authorize }))`. Works before,
 * behind or without the host's body parsers; errors of the library are answered here, the host's error handler and 404
 * stay its own. Without `authorize` management answers 403. Throws `invalid_option` for options that could not work, or
 * are misspelt.
 */
export function sillageRouter<Raw extends Request = Request>(
  sillage: Sillage,
  options: MountOptions<Raw> = {},
): Router {
  const app = createHttpApp(sillage, options)
  const router = express.Router({ caseSensitive: true, strict: true })
  for (const route of app.routes) {
    const handle = handlerOf(route)
    const path = pathOf(route)
    if (route.method === 'GET') router.head(path, handle)
    router[methods[route.method]](path, handle)
  }
  router.use(answerBadPath)
  return router

  function handlerOf(route: MountedRoute): RequestHandler {
    return async (request, response, next) => {
      try {
        const result = await app.respond(route, toHttpRequest(request, route), {
          url: request.originalUrl,
          raw: request as Raw,
        })
        await writeResult(response, result, request.method)
      } catch (error) {
        next(error)
      }
    }
  }
}

/**
 * An expression that captures nothing where all that follows is taken: Express decodes what is captured, and refuses
 * what cannot be.
 */
const pathOf = ({ path, before }: MountedRoute): string | RegExp =>
  before === undefined ? path : new RegExp(`^${before.replace(/[^\w/-]/g, '\\$&')}`)

/**
 * Express decodes path parameters itself; what cannot be decoded belongs to nothing. All other errors are the host's.
 */
const answerBadPath: ErrorRequestHandler = (error, request, response, next) => {
  if (!(error instanceof URIError)) return next(error)
  void writeResult(response, nothingHere(), request.method)
}

const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const

/**
 * Options of `attachLive`: those of the router it belongs to (`authorize`, `names`), and where that router is mounted,
 * because the server sees whole paths. `only` changes nothing here: leave `attachLive` out beside a router of public
 * routes alone.
 */
export interface AttachLiveOptions<Raw extends Request = Request> extends MountOptions<Raw> {
  /** Where the router is mounted, such as `/mail`. @default the path of `baseUrl` */
  path?: string | undefined
  /**
   * Middleware of the app that runs before `authorize`, in this order, because upgrades never pass through the app:
   * `[sessions]`. They are given Express's own request and response. One that answers, or fails, ends the upgrade with
   * its status; headers that one sets for a connection that opens, such as cookies, are not sent. @default none
   */
  before?: readonly RequestHandler[] | undefined
}

const checks: expect.Checks<AttachLiveOptions> = {
  ...mountChecks,
  path: mountPath,
  before: expect.list(expect.func<RequestHandler>),
}

/**
 * Serves the live route as a WebSocket on the host's own server. Upgrades never pass through Express, so no middleware
 * but that of `before` has run when `authorize` is asked. Upgrades of other paths are left to the host's own listeners,
 * and answered 404 where it has none. `close()` ends the connections. Throws `invalid_option`.
 */
export function attachLive<Raw extends Request = Request>(
  server: Server,
  sillage: Sillage,
  options: AttachLiveOptions<Raw> = {},
): Pick<LiveSocket, 'close'> {
  const { path, before = [], ...mount } = expect.checkOptions('attachLive', options, checks)
  const live = liveSocket(sillage, { ...mount, prefix: path, before: runBefore(before) })
  const stopListening = listenForUpgrades(server, live)
  return {
    close() {
      stopListening()
      live.close()
    },
  }
}

function toHttpRequest(request: Request, { before }: MountedRoute): HttpRequest {
  return {
    method: request.method,
    params:
      before === undefined ? (request.params as Record<string, string>) : { token: request.path.slice(before.length) },
    query: queryOf(request.originalUrl),
    headers: firstHeaders(request.headers),
    remoteAddress: request.socket.remoteAddress,
    body: readOrParsed(request),
  }
}

/** What the host's parser made of the body, if one read it; else the bytes as they come. */
function readOrParsed(request: Request): HttpRequest['body'] {
  const { body } = request as Request & { body: unknown }
  return request.readableDidRead ? { parsed: body } : bodyOf(request)
}
