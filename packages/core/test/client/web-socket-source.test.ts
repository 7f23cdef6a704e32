import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWebSocketSource } from '../../src/client/web-socket-source.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A socket that does nothing by itself. */
class HandSocket extends EventTarget {
  static last: HandSocket
  closed = false
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    HandSocket.last = this
  }
  close(): void {
    this.closed = true
  }
}
function attempt() {
  const told: string[] = []
  const stop = createWebSocketSource('https://app.example/mail/api/live', HandSocket as never)('f-7', {
    open: () => told.push('open'),
    frame: ({ id }) => told.push(`frame ${id}`),
    end: () => told.push('end'),
  })
  return { told, stop, socket: HandSocket.last }
}

test('names the last frame, and reports opening, frames and the end, once', () => {
  const { told, socket } = attempt()
  expect(socket.url).toBe('wss://app.example/mail/api/live?since=f-7')
  socket.dispatchEvent(new Event('open'))
  socket.dispatchEvent(new MessageEvent('message', { data: '{"id":"f-8"}' }))
  socket.dispatchEvent(new MessageEvent('message', { data: 'no JSON' }))
  vi.advanceTimersByTime(60_000)
  socket.dispatchEvent(new Event('error'))
  socket.dispatchEvent(new Event('close'))
  expect(told).toEqual(['open', 'frame f-8', 'end'])
})

test('gives up a handshake without an answer', () => {
  const { told, socket } = attempt()
  vi.advanceTimersByTime(9_999)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect([told, socket.closed]).toEqual([['end'], true])
  socket.dispatchEvent(new Event('open'))
  expect(told).toEqual(['end'])
})

test('reports nothing any more once it is stopped', () => {
  const { told, socket, stop } = attempt()
  stop()
  vi.advanceTimersByTime(60_000)
  socket.dispatchEvent(new Event('close'))
  expect([told, socket.closed, vi.getTimerCount()]).toEqual([[], true, 0])
})
