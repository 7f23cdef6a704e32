import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLiveConnection, type LiveFrameOf } from '../../src/client/live-connection.ts'
import type { LiveSource, LiveSourceHandlers } from '../../src/client/live-source.ts'
import { englishNames, frenchNames } from '../../src/domain/names.ts'

/** A source whose every attempt a test opens, feeds and ends by hand. */
function handSource() {
  const attempts: (LiveSourceHandlers & { since: string | undefined; closed: boolean })[] = []
  const source: LiveSource = (since, handlers) => {
    const attempt = { ...handlers, since, closed: false }
    attempts.push(attempt)
    return () => {
      attempt.closed = true
    }
  }
  return { source, attempts }
}

const progress = { campaignId: '1', status: 'sending', sent: 3 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('one connection serves all listeners, outlives the last by the grace period, then closes', () => {
  const { source, attempts } = handSource()
  const live = createLiveConnection({ names: englishNames, sources: [source] })
  const first = live.subscribe({})
  const second = live.subscribe({})
  expect(attempts).toHaveLength(1)
  first()
  second()
  vi.advanceTimersByTime(4_999)
  expect(attempts[0]?.closed).toBe(false)
  const third = live.subscribe({})
  vi.advanceTimersByTime(60_000)
  expect(attempts[0]?.closed).toBe(false)
  third()
  vi.advanceTimersByTime(5_000)
  expect(attempts[0]?.closed).toBe(true)
  live.subscribe({})
  expect(attempts).toHaveLength(2)
})

test('frames arrive under their own name, whatever they are called on the wire; unknown ones are ignored', () => {
  const { source, attempts } = handSource()
  const live = createLiveConnection({ names: frenchNames, sources: [source] })
  const seen: LiveFrameOf[] = []
  live.subscribe({ frame: (frame) => seen.push(frame) })
  attempts[0]?.open()
  attempts[0]?.frame({ id: 'a-1', event: 'campagne_progress', data: progress })
  attempts[0]?.frame({ id: 'a-2', event: 'campaign_progress', data: progress })
  attempts[0]?.frame({ id: 'a-3', event: 'campagne_progress', data: null })
  expect(seen).toEqual([{ name: 'campaign_progress', data: progress }])
})

test('a broken connection is made again with growing waits, naming the last frame, and listeners refresh', () => {
  const { source, attempts } = handSource()
  const live = createLiveConnection({ names: englishNames, sources: [source] })
  const refresh = vi.fn()
  live.subscribe({ refresh })
  attempts[0]?.open()
  attempts[0]?.frame({ id: 'a-7', event: 'campaign_progress', data: progress })
  expect(refresh).not.toHaveBeenCalled()
  attempts[0]?.end()
  vi.advanceTimersByTime(500)
  expect(attempts).toHaveLength(2)
  expect(attempts[1]?.since).toBe('a-7')
  attempts[1]?.end()
  vi.advanceTimersByTime(499)
  expect(attempts).toHaveLength(2)
  vi.advanceTimersByTime(501)
  expect(attempts).toHaveLength(3)
  attempts[2]?.open()
  expect(refresh).toHaveBeenCalledTimes(1)
})

test('a source that never opens is given up for the next, the last for polling, and later tried again', () => {
  const sockets = handSource()
  const streams = handSource()
  const live = createLiveConnection({ names: englishNames, sources: [sockets.source, streams.source] })
  const refresh = vi.fn()
  live.subscribe({ refresh })
  sockets.attempts[0]?.end()
  vi.advanceTimersByTime(500)
  sockets.attempts[1]?.end()
  expect(streams.attempts).toHaveLength(1)
  streams.attempts[0]?.end()
  vi.advanceTimersByTime(1_000)
  streams.attempts[1]?.end()
  vi.advanceTimersByTime(11_000)
  expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(2)
  vi.advanceTimersByTime(60_000)
  expect(sockets.attempts).toHaveLength(3)
})

test('a source that was open once is kept while the server is down, and listeners are notified that they may be out of date', () => {
  const sockets = handSource()
  const streams = handSource()
  const live = createLiveConnection({ names: englishNames, sources: [sockets.source, streams.source] })
  const refresh = vi.fn()
  live.subscribe({ refresh })
  sockets.attempts[0]?.open()
  for (let n = 0; n < 6; n += 1) {
    sockets.attempts.at(-1)?.end()
    vi.advanceTimersByTime(10_000)
  }
  expect(streams.attempts).toHaveLength(0)
  expect(sockets.attempts).toHaveLength(7)
  expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(4)
  refresh.mockClear()
  sockets.attempts.at(-1)?.open()
  expect(refresh).toHaveBeenCalledTimes(1)
})

test('when the network is back, reconnecting does not wait any longer', () => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  const { source, attempts } = handSource()
  const live = createLiveConnection({ names: englishNames, sources: [source] })
  const leave = live.subscribe({})
  attempts[0]?.open()
  for (let n = 0; n < 5; n += 1) {
    attempts.at(-1)?.end()
    vi.advanceTimersByTime(10_000)
  }
  attempts.at(-1)?.end()
  const before = attempts.length
  page.dispatchEvent(new Event('online'))
  expect(attempts).toHaveLength(before + 1)
  attempts.at(-1)?.open()
  page.dispatchEvent(new Event('online'))
  expect(attempts).toHaveLength(before + 1)
  leave()
  vi.advanceTimersByTime(5_000)
  page.dispatchEvent(new Event('online'))
  expect(attempts).toHaveLength(before + 1)
})
