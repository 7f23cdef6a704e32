import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { HttpRequest, HttpResult } from './types.ts'

/** Node's headers with one value each. */
export function firstHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const first: Record<string, string | undefined> = {}
  for (const name in headers) {
    const value = headers[name]
    first[name] = Array.isArray(value) ? value[0] : value
  }
  return first
}

/**
 * The body of Node's request as it comes; undefined when there is none. A handler that stops reading in the middle leaves the connection
 * whole, so that its answer still reaches the client.
 */
export function bodyOf(request: IncomingMessage): HttpRequest['body'] {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === '0')) return undefined
  return { stream: request.iterator({ destroyOnReturn: false }) }
}

/**
 * Writes a result to Node's response: streams at the pace of the client, and a client that leaves ends the stream's iterator.
 * Resolves when all is written or the client is gone. For HEAD, headers only.
 */
export async function writeResult(response: ServerResponse, result: HttpResult, method: string): Promise<void> {
  if (result.kind === 'stream') return writeStream(response, result, method)
  const body =
    result.kind === 'empty'
      ? undefined
      : result.kind === 'json'
        ? Buffer.from(JSON.stringify(result.body))
        : result.body
  const headers: Record<string, string> = { ...result.headers }
  if (result.kind === 'json') headers['content-type'] = 'application/json; charset=utf-8'
  if (body !== undefined) headers['content-length'] = String(body.length)
  response.writeHead(result.status, headers)
  response.end(method === 'HEAD' ? undefined : body)
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
    response.writeHead(result.status, result.headers)
    if (method === 'HEAD') return
    response.flushHeaders()
    for (;;) {
      // The client may leave while the iterator waits for something to say.
      const next = await Promise.race([iterator.next(), left])
      if (next.done === true || response.destroyed) return
      if (!response.write(next.value)) await Promise.race([once(response, 'drain'), left])
    }
  } catch {
    // Headers are out, so the only honest answer left is a broken end.
    response.destroy()
  } finally {
    response.off('close', gone)
    void iterator.return?.()
    response.end()
  }
}
