import type { OwnNames, WireNames } from '../../domain/names.ts'
import type { AuthorizeInput, MountOptions } from '../../http/types.ts'
import type { SillageOptions } from '../../options.ts'
import type { Sillage } from '../../sillage.ts'

/**
 * Mounts an installation on the framework under test, as its users would, with the live socket where it has one, and
 * listens on a free port of 127.0.0.1. Called once or more by each case; `close` ends the server, connections that are
 * still open included, before the case goes on.
 */
export type MountSillage = (
  sillage: Sillage,
  options: MountOptions,
) => Promise<{
  /** Address of the mount, with its path and without a trailing slash. */
  url: string
  close(): Promise<void>
}>

/**
 * How the conformance cases of adapters reach the framework under test: run them at the root and under a prefix, with
 * `englishNames` and `frenchNames`, and with the host's body parsers before and behind the mount. What a framework
 * cannot do is declared here, and the cases about it are left out.
 */
export interface AdapterHarness {
  mount: MountSillage
  names: OwnNames
  /** Only the cases of these groups; default all. */
  groups?: readonly string[]
  /** True where the framework gives the handler no socket: no WebSocket, no client address. */
  withoutSocket?: boolean
  /** True where the host's parsers read the body first; what they refuse is answered by the host. */
  hostParses?: boolean
}

/**
 * One promise of every adapter: its name is the sentence, `group: name` is unique. Cases are independent, each on an
 * installation of its own, and send real HTTP; they hold no state and may run in any order.
 */
export interface AdapterCase {
  group: string
  name: string
  /** Needs a socket of the server's own. */
  socket?: boolean
  /** Is about reading the body, which a host's parser may have done. */
  ownBody?: boolean
  /** Mounts, requests, and throws when the promise is broken. */
  run(context: AdapterContext): Promise<void>
}

/**
 * What a case is given to work with: `start` may be called several times for several mounts. All that it started is
 * closed after the case, also when that failed.
 */
export interface AdapterContext {
  names: WireNames
  /**
   * An installation on a memory store with a transport that keeps what it is given, mounted; closed after the case. On
   * the system's clock and with the store's directory, unless `installation` has others.
   */
  start(
    options?: MountOptions,
    installation?: Partial<
      Pick<
        SillageOptions,
        'assets' | 'clock' | 'directory' | 'store' | 'secrets' | 'privacy' | 'feedback' | 'tracking' | 'webhooks'
      >
    >,
  ): Promise<MountedSillage>
}

/**
 * An installation that is mounted on the framework under test. Its base URL is `http://mail.example/s`, so tracking
 * paths are taken out of the mails and requested at `url`; visitors' addresses are kept whole.
 */
export interface MountedSillage {
  sillage: Sillage
  url: string
  /** Requests a route by its id; `:name` in its path is filled in from `params`. */
  request(id: keyof WireNames['paths'], options?: RequestOptions): Promise<Answer>
  /** What was handed to the transport, as text. */
  mails(): string[]
}

/** A request of a case: that of `fetch`, with the parameters of the route's path. */
export interface RequestOptions extends Omit<RequestInit, 'body'> {
  params?: Record<string, string>
  query?: Record<string, string>
  /** An object is sent as JSON. */
  body?: unknown
}

/** The answer, read to its end. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The body read as JSON; throws where it is not JSON. */
  json(): { [key: string]: never } & { error?: { code: string; message: string; field?: string; details?: unknown } }
}

/** Lets every request in; for tests that are not about access. */
export const allow = (_: AuthorizeInput) => true
