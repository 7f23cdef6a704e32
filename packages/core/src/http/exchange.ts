/**
 * A request as every framework can give it; made by an adapter from its own. Nothing of it has been read or checked:
 * bodies are read by the core, JSON and files up to 16 MB, forms of recipients up to 256 KB, and forwarded headers are
 * trusted according to `http.trustProxy`.
 */
export interface HttpRequest {
  method: string
  /** Path parameters of the route, decoded; where the route has `before`, `token` as it came. */
  params: Readonly<Record<string, string>>
  /** The query string, without `?`. */
  query: string
  /** By lower-case name; the first value where a header came several times. */
  headers: Readonly<Record<string, string | undefined>>
  /** The address of the socket; forwarded headers are read by the core, according to `http.trustProxy`. */
  remoteAddress: string | undefined
  /** What the host's body parser made of the body, or the bytes as a stream; undefined when there is none. */
  body: { parsed: unknown } | { stream: AsyncIterable<Uint8Array>; atOnce?: number } | undefined
}

/**
 * What a handler answers; an adapter writes each of the four kinds in its framework's way, with `status` and `headers`
 * unchanged. To HEAD it sends the same headers and no body, and reads nothing of a stream. `respond` has already
 * serialised JSON, as `bytes`.
 */
export type HttpResult =
  | { kind: 'empty'; status: number; headers: HttpHeaders }
  | { kind: 'json'; status: number; headers: HttpHeaders; body: unknown }
  /** Text is sent as UTF-8: Node writes it together with the headers, where bytes take a write of their own. */
  | { kind: 'bytes'; status: number; headers: HttpHeaders; body: Uint8Array | string }
  /** The adapter reads at the pace of the client and calls the iterator's `return` when the client is gone. */
  | { kind: 'stream'; status: number; headers: HttpHeaders; body: AsyncIterable<Uint8Array | string> }
/** An answer of bytes or text. */
export type BytesResult = Extract<HttpResult, { kind: 'bytes' }>
/** An answer that is complete at once; every kind but `stream`. */
export type WholeResult = Exclude<HttpResult, { kind: 'stream' }>
/** Headers of an answer, by lower-case name. */
export type HttpHeaders = Readonly<Record<string, string>>
