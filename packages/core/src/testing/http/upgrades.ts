import assert from 'node:assert/strict'
import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'

/**
 * A server of a host on which live routes are mounted, at the addresses `live`, whose `authorize` lets every request
 * in. It has no other upgrade listener yet: `expectUpgradesShared` adds one, as a host with sockets of its own would.
 */
export interface UpgradingServer {
  server: Server
  url: string
  live: readonly string[]
  /** Ends the server and every mount on it. */
  close(): Promise<void>
}

/**
 * Checks that a mount does not affect the host's other upgrades: each live route opens, an upgrade of an unknown path
 * is answered 404 instead of hanging, a listener that the host adds gets its own path, and the mount's listener is gone
 * when it closes. Throws when that is broken.
 */
export async function expectUpgradesShared(start: () => Promise<UpgradingServer>): Promise<void> {
  const { server, url, live, close } = await start()
  for (const address of live) assert.equal(await outcome(address), 'open', address)
  assert.equal(await outcome(`${url}/host/socket`), 404)
  const own = new WebSocketServer({ noServer: true })
  const listener: Parameters<typeof server.on>[1] = (request, socket, head) => {
    if (request.url === '/host/socket') own.handleUpgrade(request, socket, head, () => {})
  }
  server.on('upgrade', listener)
  assert.equal(await outcome(`${url}/host/socket`), 'open')
  for (const address of live) assert.equal(await outcome(address), 'open', address)
  server.off('upgrade', listener)
  for (const client of own.clients) client.terminate()
  await close()
  assert.equal(server.listenerCount('upgrade'), 0)
}

/** `open`, or the status of the refusal. */
function outcome(url: string): Promise<'open' | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'))
    socket.on('open', () => {
      resolve('open')
      socket.close()
    })
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
      socket.terminate()
    })
    socket.on('error', reject)
  })
}
