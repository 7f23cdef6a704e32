import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type FetchOptions,
  listenForUpgrades,
  liveSocket,
  type Mountable,
  type MountOptions,
  sillageFetch,
  unbroken,
  writeResult,
} from '../../src/http/index.ts'

export interface FetchServer {
  /** Its address, with the prefix. */
  url: string
  server: Server
  close(): Promise<void>
}

/**
 * The routes without an adapter: a server that knows Fetch only, as Hono and Next.js do on Node, on a free port. The
 * live socket is put on the server beneath.
 */
export async function fetchServer(sillage: Mountable, options: FetchOptions = {}): Promise<FetchServer> {
  const { prefix = '', ...mount } = options
  const remoteAddress = (_: Request, { socket }: IncomingMessage) => socket.remoteAddress
  const handle = sillageFetch(sillage, { remoteAddress, prefix, ...mount })
  const server = createServer(async (request, response) => {
    const answer = await handle(requestOf(request), request)
    const headers = Object.fromEntries(answer.headers)
    const result = { kind: 'stream' as const, status: answer.status, headers, body: bytesOf(answer.body) }
    await writeResult(response, result, request.method ?? 'GET')
  })
  const live = liveSocket(sillage, { prefix, ...(mount as MountOptions) })
  if (options.only !== 'public') listenForUpgrades(server, live)
  // Tests open thousands of connections at once; of those that do not fit in the usual backlog, a busy machine resets
  // some.
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    server,
    close() {
      live.close()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function requestOf(request: IncomingMessage): Request {
  const { method = 'GET', headers, url } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: headers as Record<string, string>,
    ...(hasBody ? { body: ReadableStream.from(unbroken(request)) as ReadableStream, duplex: 'half' as const } : {}),
  })
}

/** What a server on Node does with an answer: reads while the client is there, cancels when it is not. */
function bytesOf(body: Response['body']): AsyncIterable<Uint8Array> {
  const reader = (body ?? new Blob([]).stream()).getReader()
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const { done, value } = await reader.read()
        return done ? { done, value: undefined } : { done, value }
      },
      return: async () => {
        await reader.cancel()
        return { done: true, value: undefined }
      },
    }),
  }
}
