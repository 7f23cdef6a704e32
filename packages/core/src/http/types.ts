import type { RouteId, WireNames } from '../domain/names.ts'
import type { Services } from './services.ts'

/** A request as every framework can give it. */
export interface HttpRequest {
  method: string
  /** Path parameters of the route, decoded. */
  params: Readonly<Record<string, string>>
  /** The query string, without `?`. */
  query: string
  /** By lower-case name; the first value where a header came several times. */
  headers: Readonly<Record<string, string | undefined>>
  /** The address of the socket; forwarded headers are read by the core, as `trustProxy` says. */
  remoteAddress: string | undefined
  /** What the host's body parser made of the body, or the bytes as they come; undefined when there is none. */
  body: { parsed: unknown } | { stream: AsyncIterable<Uint8Array> } | undefined
}

/** What a handler answers; an adapter writes each of the four kinds in its framework's way. */
export type HttpResult =
  | { kind: 'empty'; status: number; headers: HttpHeaders }
  | { kind: 'json'; status: number; headers: HttpHeaders; body: unknown }
  /** Text goes out as UTF-8: Node writes it together with the headers, where bytes take a write of their own. */
  | { kind: 'bytes'; status: number; headers: HttpHeaders; body: Uint8Array | string }
  /** The adapter reads at the pace of the client and calls the iterator's `return` when the client is gone. */
  | { kind: 'stream'; status: number; headers: HttpHeaders; body: AsyncIterable<Uint8Array | string> }
/** An answer of bytes or text. */
export type BytesResult = Extract<HttpResult, { kind: 'bytes' }>
/** An answer that is there as a whole; every kind but `stream`. */
export type WholeResult = Exclude<HttpResult, { kind: 'stream' }>
/** Headers of an answer, by lower-case name. */
export type HttpHeaders = Readonly<Record<string, string>>

/** Who may reach a route: the host's own people, or whoever holds a token. */
export type Access = 'manage' | 'public'

/** What a handler is given. */
export interface HandlerInput {
  services: Services
  request: HttpRequest
  /** The tenant that `authorize` named; undefined where the host has none. */
  owner: string | undefined
  names: WireNames
  /** All routes there are, for the document that describes them. */
  routes: readonly Route[]
}

/** Answers one route. It may throw: a `SillageError` becomes its status, anything else 500 `internal`. */
export type Handler = (input: HandlerInput) => HttpResult | Promise<HttpResult>

/** One line of the list of routes. `id` is the OpenAPI operationId; the path comes from the wire names. */
export interface Route {
  id: RouteId
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  access: Access
  handle: Handler
}

/** A route with its path in the wire names chosen; `:name` marks a parameter. */
export interface MountedRoute extends Route {
  path: string
}

/** What `authorize` may look at; `raw` is the framework's own request (for an upgrade, Node's). */
export interface AuthorizeInput {
  headers: Readonly<Record<string, string | undefined>>
  url: string
  raw: unknown
}

/**
 * Decides over each management request and each live connection: `false` refuses, `true` sees everything, `{ owner }` sees one tenant's rows.
 * Without it every management route answers 403.
 */
export type Authorize = (input: AuthorizeInput) => AuthorizeResult | Promise<AuthorizeResult>
/** What `authorize` decides: refused, allowed everything, or allowed what belongs to this tenant. */
export type AuthorizeResult = boolean | { owner: string }

/** Options of every mount, whatever the framework. */
export interface MountOptions {
  authorize?: Authorize | undefined
  /** Default `englishNames`. */
  names?: WireNames | undefined
  /** Mounts only the tracking routes, or only the management ones. Default: both. */
  only?: Access | undefined
}
