import type { WebSocketClass } from '@sillage/core/client'

/** WebSockets that a test opens, feeds and breaks by hand; new ones open by themselves unless `accept` is false. */
export function createFakeSockets() {
  const open = new Set<FakeSocket>()
  const control = { accept: true, urls: [] as string[] }

  class FakeSocket extends EventTarget {
    constructor(url: string) {
      super()
      control.urls.push(url)
      queueMicrotask(() => {
        if (control.accept) {
          open.add(this)
          this.dispatchEvent(new Event('open'))
        } else {
          this.dispatchEvent(new Event('error'))
        }
      })
    }

    close(): void {
      open.delete(this)
    }
  }

  return {
    control,
    open,
    WebSocket: FakeSocket as unknown as WebSocketClass,
    send(frame: object): void {
      for (const socket of open) socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
    },
    /** Breaks every connection, as a network failure does. */
    drop(): void {
      for (const socket of [...open]) {
        open.delete(socket)
        socket.dispatchEvent(new Event('close'))
      }
    },
  }
}
