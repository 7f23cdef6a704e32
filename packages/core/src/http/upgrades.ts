import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { SillageError } from '../domain/errors.ts'
import type { LiveSocket } from './live-socket.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'

type Listener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
const mounted = new WeakMap<EventEmitter, { sockets: Set<LiveSocket>; listener: Listener }>()

/**
 * Offers the upgrades of a host's server to a live socket; however many are mounted, they share one listener. Upgrades
 * of other paths are left to the host's own listeners; where there are none, they are answered 404, because Node leaves
 * such connections open for ever. Returns the function that undoes it.
 */
export function listenForUpgrades(server: EventEmitter, live: LiveSocket): () => void {
  const { sockets, listener } = mounted.get(server) ?? listen(server)
  sockets.add(live)
  return () => {
    if (!sockets.delete(live) || sockets.size > 0) return
    server.off('upgrade', listener)
    mounted.delete(server)
  }
}

function listen(server: EventEmitter): { sockets: Set<LiveSocket>; listener: Listener } {
  const sockets = new Set<LiveSocket>()
  const listener: Listener = (request, socket, head) => {
    for (const live of sockets) if (live.handleUpgrade(request, socket, head)) return
    if (server.listenerCount('upgrade') > 1) return
    socket.on('error', () => socket.destroy())
    refuseUpgrade(socket, new SillageError('not_found', 'There is nothing to connect to at this address.'))
  }
  const made = { sockets, listener }
  server.on('upgrade', listener)
  mounted.set(server, made)
  return made
}
