import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { RouteId, Sillage } from '@sillage/core'
import {
  basePath,
  createHttpApp,
  expect,
  firstHeaders,
  type HttpRequest,
  listenForUpgrades,
  liveSocket,
  type MountedRoute,
  type MountOptions,
  mountable,
  mountChecks,
  queryOf,
  unbroken,
  unreadOf,
  unsupportedType,
  type WholeResult,
  wholeOf,
  writeResult,
} from '@sillage/core/http'
import type {
  FastifyError,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  RegisterOptions,
} from 'fastify'
import { forgivePaths } from './forgive-paths.ts'

/**
 * Options of the Fastify plugin: the installation, and those of every mount (`authorize`, `names`, `only`, `ui`). The
 * path is Fastify's own `prefix`; where neither the registration nor a plugin around it gives one, the path of
 * `baseUrl`. Options that could not work make the registration reject with `invalid_option`. `raw` of `authorize` is
 * Node's request for a WebSocket, on which no hook has run.
 */
export interface SillageFastifyOptions extends MountOptions<FastifyRequest | IncomingMessage> {
  sillage: Sillage
}

/** What Fastify gives a plugin of its own options, and has checked. */
const fastifys = () => undefined as never
const checks: expect.Checks<SillageFastifyOptions & RegisterOptions> = {
  ...mountChecks,
  sillage: expect.required(mountable<Sillage>),
  prefix: fastifys,
  logLevel: fastifys,
  logSerializers: fastifys,
}

/**
 * Mounts every route, and the live socket, under the plugin's `prefix`. Encapsulated: the body parsers and errors in
 * here are its own, those of the host stay as they are. Without `authorize` the management routes answer 403.
 */
export const sillageFastify: FastifyPluginAsync<SillageFastifyOptions> = async (
  fastify,
  options: SillageFastifyOptions & { prefix?: string },
) => {
  const { sillage, authorize, names, only, ui } = expect.checkOptions('sillageFastify', options, checks)
  const mount: MountOptions<FastifyRequest | IncomingMessage> = { authorize, names, only, ui }
  const app = createHttpApp(sillage, mount)
  // Fastify's own prefix is the host's word, be it that of a plugin around this one.
  const base = options.prefix === undefined && fastify.prefix === '' ? basePath(sillage) : ''
  app.standsAt(fastify.prefix + base)
  /** Ends each stream that would go on until its reader leaves, for which Fastify would wait. */
  const lasting = new Set<() => void>()
  let closing = false
  // The core reads bodies itself: with its own limits, and as a stream for imports.
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  for (const route of withoutTwins(app.routes, fastify)) {
    fastify.route({
      method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
      url: base + (route.before === undefined ? route.path : `${route.before}*`),
      exposeHeadRoute: false,
      handler: (request, reply) => answer(route, request, reply),
      errorHandler: (error, request, reply) => {
        if (!isBadType(error)) throw error
        // What recipients' programs post is read whatever its type, or not at all.
        return route.access === 'public' ? answer(route, request, reply) : sendWhole(unsupportedType(), request, reply)
      },
    })
  }

  const stopForgiving = forgivePaths(
    fastify.server,
    app.routes.flatMap(({ before }) => (before === undefined ? [] : fastify.prefix + base + before)),
  )
  fastify.addHook('onClose', async () => stopForgiving())

  fastify.addHook('preClose', async () => {
    closing = true
    for (const leave of lasting) leave()
  })

  if (only !== 'public') {
    const live = liveSocket(sillage, { ...mount, prefix: fastify.prefix + base })
    const stopListening = listenForUpgrades(fastify.server, live)
    fastify.addHook('preClose', async () => {
      stopListening()
      live.close()
    })
  }

  async function answer(route: MountedRoute, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const result = await app.respond(route, toHttpRequest(request, route), { url: request.url, raw: request })
    if (result.kind !== 'stream') return sendWhole(result, request, reply)
    // Fastify has no way to send at the client's pace and to hear at once that it left.
    takeOver(reply)
    const body = result.body[Symbol.asyncIterator]()
    const leave = () => void body.return?.()
    if (LASTING.has(route.id)) lasting.add(leave)
    if (closing && lasting.has(leave)) leave()
    await writeResult(reply.raw, { ...result, body: { [Symbol.asyncIterator]: () => body } }, request.method)
    lasting.delete(leave)
    // The client would keep the connection for its next request, and the closing server wait for it.
    if (closing) request.raw.socket.destroySoon()
    return reply
  }
}

/** Without paths that differ from an earlier one by a slash at the end, where the host's Fastify takes them for one. */
function withoutTwins(routes: readonly MountedRoute[], { initialConfig }: FastifyInstance): MountedRoute[] {
  const { ignoreTrailingSlash, routerOptions } = initialConfig
  if (!(ignoreTrailingSlash ?? false) && !(routerOptions?.ignoreTrailingSlash ?? false)) return [...routes]
  const keyOf = ({ method, path }: MountedRoute) => `${method} ${path.replace(/\/$/, '')}`
  return routes.filter((route, at) => routes.findIndex((other) => keyOf(other) === keyOf(route)) === at)
}

/** Answers by Fastify, but where it would end a connection that the client still writes to. */
async function sendWhole(result: WholeResult, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const unread = unreadOf(request.raw)
  if (unread === 'much') {
    takeOver(reply)
    await writeResult(reply.raw, result, request.method)
    return reply
  }
  if (unread === 'little') (request.body instanceof Readable ? request.body : request.raw).resume()
  const { headers, body } = wholeOf(result)
  return reply.code(result.status).headers(headers).send(body)
}

/** Takes the answer out of Fastify's hands, with the headers that the host's hooks gave it. */
function takeOver(reply: FastifyReply): void {
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
}

/** Exports end by themselves. */
const LASTING: ReadonlySet<RouteId> = new Set(['live', 'read'])

/** Fastify refuses an invalid media type before a handler is called. All other errors are the host's. */
const isBadType = ({ code }: FastifyError): boolean => code?.startsWith('FST_ERR_CTP_') === true

function toHttpRequest(request: FastifyRequest, { before }: MountedRoute): HttpRequest {
  const { raw, body } = request
  const params = request.params as Record<string, string>
  // Fastify has decoded it, and the core would do so once more.
  const rest = () => (params['*'] ?? '').replaceAll('%', '%25')
  return {
    method: request.method,
    params: before === undefined ? params : { token: rest() },
    query: queryOf(request.url),
    headers: firstHeaders(raw.headers),
    remoteAddress: raw.socket.remoteAddress,
    body: body instanceof Readable ? { stream: unbroken(body) } : undefined,
  }
}
