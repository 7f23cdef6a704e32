import { checkOptions } from '../domain/expect/index.ts'
import type { Logger } from '../domain/logger.ts'
import { namesOver } from '../domain/names.ts'
import { bodyBounds, withinBounds } from './body.ts'
import { mountable, mountChecks } from './check-mount.ts'
import { errorResult, toSillageError } from './errors.ts'
import type { HttpRequest, HttpResult } from './exchange.ts'
import { authorizeRequest, requireWritableType } from './guard.ts'
import { mountPathOf } from './mount-path.ts'
import { mountedRoutes } from './mounted-routes.ts'
import { openApiDocument } from './openapi.ts'
import { written } from './results.ts'
import { routes } from './routes/index.ts'
import { type Mountable, services as parts } from './services.ts'
import type { MountedRoute, MountOptions } from './types.ts'

/**
 * One mount of the routes, framework-free: adapters loop over `routes`, in their order, and write what `respond`
 * returns. Made by `createHttpApp`; it holds nothing that has to be closed.
 */
export interface HttpApp<Raw = unknown> {
  routes: readonly MountedRoute[]
  /** Says the path of the mount, where the adapter knows it before the first request. */
  standsAt(path: string): void
  /**
   * Loads the token keys at the first request, authorises, runs the handler, turns errors into answers; never rejects.
   * `url`, as requested with the mount path, and `raw`, the framework's request, are for the host's `authorize`. The
   * body of a stream may still break while it is read; that is logged.
   */
  respond(route: MountedRoute, request: HttpRequest, origin: { url: string; raw: Raw }): Promise<HttpResult>
}

/**
 * Mounts the routes without a framework; adapters are made from it. Does no I/O. Without `authorize` every management
 * route answers 403. `only` leaves out the routes of the other kind of access, `names`, laid over `englishNames`, gives
 * their paths. Throws `invalid_option` for options that could not work, and for anything that is not an installation.
 */
export function createHttpApp<Raw = unknown>(sillage: Mountable, options: MountOptions<Raw> = {}): HttpApp<Raw> {
  mountable(sillage, 'sillage')
  const { authorize, names: own, only, ui } = checkOptions('the mount', options, mountChecks)
  const names = namesOver(own)
  const services = sillage[parts]
  // Management alone may stand anywhere.
  const mount = only === 'manage' ? undefined : services.mounts.add()
  let asked = false
  return {
    routes: mountedRoutes(
      routes
        .filter(({ access }) => only === undefined || (access === 'public') === (only === 'public'))
        .filter(({ access }) => access !== 'ui' || ui !== undefined),
      names,
    ),
    standsAt: (path) => mount?.standsAt(path),
    async respond(route, given, { url, raw }) {
      let request = given
      let done = () => {}
      try {
        if (!asked && route.access === 'manage') {
          asked = true
          mount?.askedAt(mountPathOf(url, route.path))
        }
        // The interface is shown also while the database, where the keys are, cannot be reached.
        const loading = route.access === 'ui' ? undefined : services.ready()
        if (loading !== undefined) await loading
        let owner: string | undefined
        if (route.access === 'manage') {
          const asked = { route: route.id, writes: route.writes, headers: request.headers, url, raw }
          owner = await authorizeRequest(authorize, asked, services.tenants)
          requireWritableType(route, request)
          // Lists of people are stored as they come, in bounded memory.
          if (route.bodyType === 'application/json' || ['file', 'picture'].includes(route.bodyHolds)) {
            const bounded = withinBounds(given, bodyBounds(route.bodyHolds, services.maxAttachmentBytes))
            ;({ request, done } = services.largeBodies.gate(bounded, owner))
          }
        }
        const result = await route.handle({
          services,
          request,
          owner,
          names,
          ui,
          url,
          mountPath: () => mountPathOf(url, route.path),
          document: () => openApiDocument(routes, names, services.urls.fixed ?? (mountPathOf(url, route.path) || '/')),
        })
        if (result.kind === 'stream') return { ...result, body: logged(result.body, services.logger) }
        // Serialised here, where a failure is still answered and logged.
        return result.kind === 'json' ? written(result) : result
      } catch (error) {
        return errorResult(toSillageError(error, services.logger))
      } finally {
        done()
      }
    },
  }
}

/** A stream that breaks can no longer be answered with an error, so it is logged. */
function logged<T>(body: AsyncIterable<T>, logger: Logger): AsyncIterable<T> {
  const iterator = body[Symbol.asyncIterator]()
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          return await iterator.next()
        } catch (error) {
          logger.error({ err: error }, 'an answer broke off')
          throw error
        }
      },
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    }),
  }
}
