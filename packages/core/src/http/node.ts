import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { HttpHeaders, HttpRequest, HttpResult, WholeResult } from './exchange.ts'
import { written } from './results.ts'
import { hasBody, linger, unreadOf } from './unread.ts'

/**
 * The query string of a URL as Node gives it (`request.url`), without `?`; empty where there is none. It is not
 * decoded: the core reads it, and refuses fields that come twice.
 */
export function queryOf(url: string | undefined): string {
  const at = url?.indexOf('?') ?? -1
  return url === undefined || at < 0 ? '' : url.slice(at + 1)
}

/**
 * Node's headers with one value each, by lower-case name. Node has joined or dropped what came twice already, except
 * `set-cookie`, of which the first is taken; the object is Node's own where nothing had to change, so do not write to
 * it.
 */
export function firstHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  // `set-cookie`, which no request has by right, is the only header that Node gives as a list.
  if (headers['set-cookie'] === undefined) return headers as Record<string, string | undefined>
  const first: Record<string, string | undefined> = {}
  for (const name in headers) {
    const value = headers[name]
    first[name] = Array.isArray(value) ? value[0] : value
  }
  return first
}

/**
 * The body of Node's request as a stream, for `HttpRequest.body`; undefined when its headers say that there is none.
 * Nothing is read before the handler reads. Stopping in the middle leaves the connection whole, so that the answer
 * still reaches the client.
 */
export function bodyOf(request: IncomingMessage): HttpRequest['body'] {
  return hasBody(request) ? { stream: unbroken(request) } : undefined
}

/**
 * Reads a request's bytes without destroying it when the reading stops early: a body refused at 16 MB is still answered
 * 413. For frameworks that give the body as a stream of Node; `bodyOf` does it for Node's own request.
 */
export function unbroken(stream: Readable): AsyncIterable<Uint8Array> {
  return stream.iterator({ destroyOnReturn: false })
}

/**
 * The whole of a result that is not a stream, with the headers for its type and length: JSON is written as UTF-8 text,
 * bytes are given unchanged, and `empty` has no body. For adapters that answer by their framework's own `send`.
 */
export function wholeOf(result: WholeResult): {
  headers: HttpHeaders
  body: Uint8Array | string | undefined
} {
  if (result.kind === 'empty') return { headers: result.headers, body: undefined }
  const { headers, body } = result.kind === 'json' ? written(result) : result
  return { headers: 'content-length' in headers ? headers : { ...headers, ...lengthOf(body) }, body }
}

const lengthOf = (body: Uint8Array | string) => ({ 'content-length': String(Buffer.byteLength(body)) })

/**
 * Writes a result to Node's response: streams at the pace of the client, and a client that leaves ends the stream's
 * iterator. Resolves when all is written or the client is gone, and never rejects because of the client. A stream that
 * breaks off breaks the connection, because its headers are sent. For HEAD, headers only. Unread parts of the request's
 * body are discarded, so that the connection stays usable; where more than 64 KB may come, the answer says
 * `connection: close` and the connection ends when the client has had the time to read it.
 */
export async function writeResult(response: ServerResponse, result: HttpResult, method: string): Promise<void> {
  if (result.kind === 'stream') return writeStream(response, result, method)
  const { headers, body } = wholeOf(result)
  const { req: request } = response
  const unread = unreadOf(request)
  const sent = method === 'HEAD' ? undefined : body
  response.writeHead(result.status, unread === 'much' ? { ...headers, connection: 'close' } : headers)
  if (unread === 'much') {
    // Node cuts the connection where the response ends.
    if (sent === undefined) response.flushHeaders()
    else response.write(sent)
    await linger(request)
  }
  response.end(unread === 'much' ? undefined : sent)
  if (unread === 'little') request.resume()
}

async function writeStream(
  response: ServerResponse,
  result: Extract<HttpResult, { kind: 'stream' }>,
  method: string,
): Promise<void> {
  const iterator = result.body[Symbol.asyncIterator]()
  let gone: () => void = () => {}
  const left = new Promise<{ done: true; value: undefined }>((resolve) => {
    gone = () => resolve({ done: true, value: undefined })
  })
  response.once('close', gone)
  try {
    const unread = unreadOf(response.req)
    response.writeHead(result.status, unread === 'much' ? { ...result.headers, connection: 'close' } : result.headers)
    // Read now: while bytes wait in the socket, Node does not notice that the client left.
    if (unread !== 'nothing') response.req.resume()
    if (method === 'HEAD') return
    response.flushHeaders()
    for (;;) {
      // The client may leave while the iterator waits for the next chunk.
      const next = await Promise.race([iterator.next(), left])
      if (next.done === true || response.destroyed) return
      if (!response.write(next.value)) await Promise.race([once(response, 'drain'), left])
    }
  } catch {
    // Headers are sent, so the only honest answer left is to break the connection. The app has logged why.
    response.destroy()
  } finally {
    response.off('close', gone)
    iterator.return?.().catch(() => {})
    response.end()
  }
}
