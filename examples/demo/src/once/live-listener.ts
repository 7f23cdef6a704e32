import { EventEmitter, once } from 'node:events'
import type { LiveFrame } from '@sillage/core/browser'
import WebSocket from 'ws'

export interface LiveListener {
  /** Every frame so far, oldest first. */
  frames: readonly LiveFrame[]
  /** Resolves with the first frame, past or future, that `wanted` accepts; rejects after `timeoutMs`. */
  until(wanted: (frame: LiveFrame) => boolean, timeoutMs: number, what: string): Promise<LiveFrame>
  close(): void
}

/** Listens to the live feed over a WebSocket; resolves when it is connected. */
export async function listenLive(url: string): Promise<LiveListener> {
  const socket = new WebSocket(url)
  const frames: LiveFrame[] = []
  const arrivals = new EventEmitter<{ frame: [LiveFrame] }>()
  socket.on('message', (message) => {
    const frame = JSON.parse(String(message)) as LiveFrame
    frames.push(frame)
    arrivals.emit('frame', frame)
  })
  await once(socket, 'open')

  return {
    frames,
    until(wanted, timeoutMs, what) {
      const seen = frames.find(wanted)
      if (seen !== undefined) return Promise.resolve(seen)
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer)
          arrivals.off('frame', look)
          socket.off('close', lost)
        }
        const look = (frame: LiveFrame) => {
          if (!wanted(frame)) return
          done()
          resolve(frame)
        }
        const lost = () => {
          done()
          reject(new Error(`the live connection was lost while waiting for ${what}`))
        }
        const timer = setTimeout(() => {
          done()
          reject(new Error(`no ${what} within ${timeoutMs / 1000} s`))
        }, timeoutMs)
        arrivals.on('frame', look)
        socket.on('close', lost)
      })
    },
    close: () => socket.terminate(),
  }
}
