import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenForUpgrades, liveSocket, type NodeOptions, sillageNode } from '../../src/http/index.ts'
import type { MountSillage } from '../../src/testing/index.ts'

type Handler = (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => unknown

/** A server of Node alone, on a free port. */
export async function nodeServer(handler: Handler) {
  const server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** The routes on it by `sillageNode`, with the live socket. */
export const mountOnNode =
  (prefix: string): MountSillage =>
  async (sillage, options) => {
    const { server, url, close } = await nodeServer(sillageNode(sillage, { prefix, ...(options as NodeOptions) }))
    const live = liveSocket(sillage, { prefix, ...options })
    if (options.only !== 'public') listenForUpgrades(server, live)
    return {
      url: url + prefix,
      close() {
        live.close()
        return close()
      },
    }
  }
