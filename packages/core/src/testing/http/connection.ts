import { connect } from 'node:net'

/**
 * One connection to a mount, over which a case writes requests byte by byte: `fetch` can neither stop amid a body nor
 * show which connection it uses.
 */
export interface Connection {
  /** Writes a request's head, to a path below the mount. */
  request(method: string, path: string, headers: Readonly<Record<string, string | number>>): void
  write(bytes: string | Uint8Array): void
  /** Everything received. */
  text(): string
  /** The status of each answer. */
  answers(): number[]
  /** Resolves when it holds, or when the connection is closed. */
  until(done: () => boolean): Promise<void>
  isClosed(): boolean
  end(): void
}

export async function connectTo(url: string): Promise<Connection> {
  const { hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  const listeners = new Set<() => void>()
  let text = ''
  let closed = false
  const tell = () => {
    for (const listener of listeners) listener()
  }
  // A server may cut a connection that is still written to; what was read by then counts.
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    tell()
  })
  socket.on('close', () => {
    closed = true
    tell()
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  return {
    request(method, path, headers) {
      const lines = Object.entries({ host: 'mail.example', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(`${method} ${pathname.replace(/\/$/, '')}${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    },
    write: (bytes) => void socket.write(bytes),
    text: () => text,
    answers: () => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1])),
    until: (done) =>
      new Promise((resolve) => {
        const listener = () => {
          if (!done() && !closed) return
          listeners.delete(listener)
          resolve()
        }
        listeners.add(listener)
        listener()
      }),
    isClosed: () => closed,
    end: () => void socket.destroy(),
  }
}
