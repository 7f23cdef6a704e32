import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { SillageError } from '../domain/errors.ts'

/** Answers an upgrade request as plain HTTP and closes the connection, also when the client does not. */
export function refuseUpgrade(socket: Duplex, error: SillageError): void {
  const body = JSON.stringify(error)
  const lines = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'connection: close',
    'cache-control: no-store',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(error.status === 503 ? ['retry-after: 5'] : []),
  ]
  socket.once('finish', () => socket.destroy())
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
