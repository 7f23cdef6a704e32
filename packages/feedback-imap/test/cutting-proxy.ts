import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

/** Passes connections on to a server, and cuts them off. */
export interface CuttingProxy {
  port: number
  /** Called with what a client says; where it answers false, the server never hears that. */
  heard: (text: string) => boolean
  cut(): void
  close(): Promise<void>
}

export async function cuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const proxy: CuttingProxy = {
    port: 0,
    heard: () => true,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      server.close()
      proxy.cut()
      await once(server, 'close')
    },
  }
  const server = createServer((client) => {
    const upstream = createConnection(target, '127.0.0.1')
    keep(client)
    keep(upstream)
    client.on('data', (data) => {
      if (proxy.heard(data.toString('latin1'))) upstream.write(data)
    })
    upstream.pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy.port = (server.address() as AddressInfo).port
  return proxy
}
