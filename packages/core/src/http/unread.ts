import type { IncomingMessage } from 'node:http'

/**
 * The rest of a body that is read and discarded, so that its connection can be used again; beyond it a new connection
 * is cheaper.
 */
const LITTLE_BYTES = 64 * 1024
/** How long and how much a client may go on sending, so that it has read its answer before its connection is cut. */
const LINGER_MS = 2_000
const LINGER_BYTES = 32 * 1024 * 1024

/** True where the headers of a request say that it has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers
  return encoding !== undefined || (length !== undefined && length !== '0')
}

/**
 * What is left unread of the request's body. Node waits with the connection's next request until the body was read, so
 * after an answer a little has to be discarded (`request.resume()`), and much means an answer with `connection: close`,
 * which `writeResult` gives. HTTP/2 has a stream for each request and needs neither.
 */
export function unreadOf(request: IncomingMessage): 'nothing' | 'little' | 'much' {
  if (request.httpVersionMajor > 1 || request.readableEnded || request.destroyed || !hasBody(request)) return 'nothing'
  const length = request.headers['content-length']
  return request.complete || (length !== undefined && Number(length) <= LITTLE_BYTES) ? 'little' : 'much'
}

/**
 * Discards what the client still sends, for at most two seconds and 32 MB. A connection that is cut while bytes come in
 * is reset, and a client whose connection was reset may lose an answer that it had not read yet.
 */
export function linger(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let read = 0
    const count = (chunk: Uint8Array) => {
      read += chunk.length
      if (read > LINGER_BYTES) done()
    }
    const done = () => {
      clearTimeout(timer)
      request.off('data', count).off('end', done).off('close', done).pause()
      resolve()
    }
    const timer = setTimeout(done, LINGER_MS)
    request.on('data', count).on('end', done).on('close', done).resume()
  })
}
