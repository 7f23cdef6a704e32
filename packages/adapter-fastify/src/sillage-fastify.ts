import type { Sillage } from '@sillage/core'
import {
  bodyOf,
  createHttpApp,
  firstHeaders,
  type HttpRequest,
  liveSocket,
  type MountedRoute,
  type MountOptions,
  writeResult,
} from '@sillage/core/http'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'

export interface SillageFastifyOptions extends MountOptions {
  sillage: Sillage
}

/**
 * Mounts every route, and the live socket, under the plugin's `prefix`. Encapsulated: the body parsers and errors in here are its own, those of the
 * host stay as they are. Without `authorize` the management routes answer 403.
 */
export const sillageFastify: FastifyPluginAsync<SillageFastifyOptions> = async (fastify, { sillage, ...mount }) => {
  const app = createHttpApp(sillage, mount)
  // The core reads bodies itself: with its own limits, and as a stream for imports.
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null))

  for (const route of app.routes) {
    fastify.route({
      method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
      url: route.path,
      exposeHeadRoute: false,
      handler: (request, reply) => answer(route, request, reply),
    })
  }

  if (mount.only !== 'public') {
    const live = liveSocket(sillage, { ...mount, prefix: fastify.prefix })
    fastify.server.on('upgrade', live.handleUpgrade)
    fastify.addHook('preClose', async () => live.close())
    fastify.addHook('onClose', async () => void fastify.server.off('upgrade', live.handleUpgrade))
  }

  async function answer(route: MountedRoute, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const result = await app.respond(route, toHttpRequest(request), { url: request.url, raw: request })
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    await writeResult(reply.raw, result, request.method)
    return reply
  }
}

function toHttpRequest(request: FastifyRequest): HttpRequest {
  const { raw, body } = request
  return {
    method: request.method,
    params: request.params as Record<string, string>,
    query: request.url.split('?', 2)[1] ?? '',
    headers: firstHeaders(raw.headers),
    remoteAddress: raw.socket.remoteAddress,
    body: body === undefined || body === null ? bodyOf(raw) : { parsed: body },
  }
}
