import type { OwnNames, RouteId, WireNames } from '../domain/names.ts'
import type { HttpRequest, HttpResult } from './exchange.ts'
import type { Services } from './services.ts'
import type { Ui } from './ui.ts'

/**
 * Who may reach a route: the host's own users, whoever holds a token, or anyone at all (`ui`), for the files of the
 * interface, which hold no data.
 */
export type RouteAccess = 'manage' | 'public' | 'ui'

/**
 * What a handler is given. By then the host has authorised a management request, its media type is one that another
 * origin's page cannot send without a preflight, and the token keys are loaded; parameters, query and body are still
 * unchecked.
 */
export interface HandlerInput {
  services: Services
  request: HttpRequest
  /** The tenant that `authorize` named; undefined where the host has none. */
  owner: string | undefined
  names: WireNames
  /** The interface that the mount was given. */
  ui: Ui | undefined
  /** As requested, with the mount path. */
  url: string
  /** The path of the mount in that URL; '' for the root. */
  mountPath(): string
  /** The OpenAPI document of all routes under these names. */
  document(): Readonly<Record<string, unknown>>
}

/**
 * Answers one route. It may throw: a `SillageError` becomes its status and `{ error: { code, message, field?, details?
 * } }`; one of status 500 and anything else are logged and answered 500 `internal`, without internal details.
 */
export type Handler = (input: HandlerInput) => HttpResult | Promise<HttpResult>

/**
 * One line of the list of routes: `id` is the OpenAPI operationId and the key of its path in the wire names; `access`
 * says whether the host's `authorize` is called (`manage`), a sealed token is enough (`public`) or nothing is asked for
 * (`ui`). GET answers HEAD
 * too; no GET changes a subscription or consent.
 */
export interface Route {
  id: RouteId
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  access: RouteAccess
  /** False where nothing is changed or sent: every GET, and previews. Passed to `authorize`. */
  writes: boolean
  /** The media type that a body must have; undefined where none is read, and on public routes, which take any. */
  bodyType: string | undefined
  /** What a body is made of, which says how long it may be; `mail` and `people` may hold the files of a mail too. */
  bodyHolds: 'people' | 'selection' | 'mail' | 'content' | 'fields' | 'file' | 'picture'
  handle: Handler
}

/**
 * A route with its path in the wire names chosen, below the mount: `/api/campaigns/:id`, where `:id` is one segment
 * that the adapter decodes and gives as `params.id`. In the list, fixed segments stand before parameters in their
 * place.
 */
export interface MountedRoute extends Route {
  path: string
  /**
   * Where recipients' paths end in a token, what stands before it: `/track/click/`. Whatever follows in the path is
   * `params.token`, slashes too, because mail programs leave text behind a URL. It need not be decoded, and a path that
   * cannot be is taken as it is: the core finds the token at its beginning.
   */
  before?: string | undefined
}

/** What `authorize` may decide by. */
export interface AuthorizeInput<Raw = unknown> {
  /** Which route is asked for, under any names; `live` for a live connection. */
  route: RouteId
  /** Whether it changes or sends something: false is what a role may do that only reads. */
  writes: boolean
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>
  /** As requested, with the mount path. */
  url: string
  /**
   * The framework's own request, with what the host's middleware added. For a WebSocket it is Node's request, on which
   * no middleware has run but those of `before` (Express).
   */
  raw: Raw
}

/**
 * Decides on each management request and each live connection: `false` refuses (403), `{ owner }` sees one tenant's
 * rows, and what is created is that tenant's, `{ all: true }` sees everything, as does `true` where tenants are not
 * required. Without it every management route answers
 * 403; one that throws is answered 500 and logged. It is called each time; a live connection keeps the answer it was
 * opened with. It is not called for public routes.
 */
export type Authorize<Raw = unknown> = (input: AuthorizeInput<Raw>) => Access | Promise<Access>
/** What `authorize` decides: refused, allowed everything, or allowed what belongs to this tenant. */
export type Access = boolean | { owner: string } | { all: true }

/**
 * Options of every mount, whatever the framework; checked when it is made, `invalid_option`. One installation may be
 * mounted several times, such as its tracking on a public host (`only: 'public'`) and its management behind a VPN. The
 * elements of a page are given the same `names`. `Raw` is the framework's request.
 */
export interface MountOptions<Raw = unknown> {
  /** Who may manage. Absent: no one, each management route answers 403. */
  authorize?: Authorize<Raw> | undefined
  /** Paths of the routes and names of the live events, laid over the English ones. @default englishNames */
  names?: OwnNames | undefined
  /** Mounts only the tracking routes, or only the management ones with the interface. Default: both. */
  only?: Exclude<RouteAccess, 'ui'> | undefined
  /**
   * The interface at `/ui` below the mount, and its files: `ui` of `@sillage/ui-elements/serve`. They are given to
   * everybody, because they hold no data; a page asks for its data behind `authorize`. Left out under `only: 'public'`.
   * @default none
   */
  ui?: Ui | undefined
}
