import { namesOver, type OwnNames, type RouteId, type WireNames } from '../domain/names.ts'
import { answerError, noAnswer, unexpectedAnswer } from './answer-error.ts'
import { type QueryValue, routeUrl } from './route-url.ts'

/**
 * Where an installation is, and how it is asked. Only `baseUrl` is needed: without `headers`, requests of a page carry
 * the cookies of its own origin and no others, which is what a session login needs. A mount on another origin needs
 * `headers` for its login, and to allow the page by CORS.
 */
export interface ClientOptions {
  /**
   * Where the routes are mounted, such as `https://mail.example/sillage`; in a page also a path, such as `/sillage`.
   * Redirects are not followed: they lead to a login, and reject with `unexpected_answer` and `details.signedOut`.
   */
  baseUrl: string
  /** Names of the routes and events, as the mount has them; laid over the English ones. @default englishNames */
  names?: OwnNames | undefined
  /**
   * Headers added to every request, such as Authorization. With any, live updates come by `fetch` instead of a
   * WebSocket, which cannot carry them. @default none
   */
  headers?: Readonly<Record<string, string>> | undefined
  /** Called like the global one. @default the global `fetch` */
  fetch?: typeof fetch | undefined
}

type Params = Record<string, string>
/** A query as a URL has it. */
type Values = Record<string, QueryValue>

/**
 * The request layer below client and elements. Everything rejects with a `SillageError`, the server's own or
 * `no_answer` or `unexpected_answer`, and an aborted request with the signal's reason. Nothing is retried and nothing
 * times out by itself.
 */
export interface Requests {
  readonly baseUrl: string
  readonly names: WireNames
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  /** The URL of a route; empty values of the query are left out. Throws `not_found` for an id that no URL can hold. */
  url(id: RouteId, params?: Params, query?: Values): string
  /** Asks with the headers of the options; resolves with an answer that is not an error. */
  request(target: string, init: RequestInit): Promise<Response>
  /** What a route answers to GET, as JSON: its shape is the server's promise, kept by its own contract tests. */
  get<T>(id: RouteId, params?: Params, query?: object, signal?: AbortSignal): Promise<T>
  /** What a route answers to a JSON body. */
  send<T>(method: string, id: RouteId, params: Params, input: unknown, signal?: AbortSignal): Promise<T>
  /** As `request`, of JSON. */
  read<T>(target: string, init: RequestInit): Promise<T>
  /** Deletes what a route names by its id or key. */
  remove(route: RouteId, id: string, query?: Record<string, QueryValue>): Promise<void>
}

/** Requests nothing by itself. */
export function createRequests({ baseUrl, names: ownNames, headers = {}, fetch: own }: ClientOptions): Requests {
  const names = namesOver(ownNames)
  const send = own ?? ((input: Parameters<typeof fetch>[0], init?: RequestInit) => fetch(input, init))

  async function request(target: string, init: RequestInit): Promise<Response> {
    let response: Response
    try {
      response = await send(target, {
        credentials: 'same-origin',
        redirect: 'manual',
        ...init,
        headers: { ...headers, ...init.headers },
      })
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      throw noAnswer(cause)
    }
    if (!response.ok) throw await answerError(response)
    return response
  }

  async function read<T>(target: string, init: RequestInit): Promise<T> {
    const response = await request(target, { ...init, headers: { accept: 'application/json', ...init.headers } })
    try {
      return (await response.json()) as T
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      // A connection that breaks amid the answer is another error than text that is not JSON.
      throw cause instanceof SyntaxError ? unexpectedAnswer('No JSON', response.status, cause) : noAnswer(cause)
    }
  }

  const url = (id: RouteId, params?: Params, query?: Values) => routeUrl(baseUrl, names, id, params, query)
  return {
    baseUrl,
    names,
    headers,
    fetch: send,
    url,
    request,
    read,
    // A query has one value in each of its fields: what has not is refused by the server.
    get: async (id, params, query, signal) => read(url(id, params, query as Values), given({ signal })),
    send: async (method, id, params, input, signal) =>
      read(url(id, params), {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
        ...given({ signal }),
      }),
    async remove(route, id, query) {
      const { status } = await request(url(route, { id, key: id }, query), { method: 'DELETE' })
      if (status !== 204) throw unexpectedAnswer('Not 204', status)
    },
  }
}

const given = ({ signal }: { signal: AbortSignal | undefined }): RequestInit => (signal === undefined ? {} : { signal })
