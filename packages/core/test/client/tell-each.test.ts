import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLiveConnection } from '../../src/client/live-connection.ts'
import type { LiveSourceHandlers } from '../../src/client/live-source.ts'
import { tellEach } from '../../src/client/tell-each.ts'
import { englishNames } from '../../src/domain/names.ts'

const reported: unknown[] = []
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  reported.length = 0
})
const failure = new Error('of the host')
const fail = () => {
  throw failure
}

test('a live listener that throws is reported, the others are called, and the connection is made again', () => {
  const attempts: LiveSourceHandlers[] = []
  const source = (_: string | undefined, handlers: LiveSourceHandlers) => {
    attempts.push(handlers)
    return () => {}
  }
  const live = createLiveConnection({ names: englishNames, sources: [source] })
  const seen: string[] = []
  live.subscribe({ frame: fail, refresh: fail })
  live.subscribe({ frame: ({ name }) => void seen.push(name), refresh: () => void seen.push('refresh') })
  attempts[0]?.open()
  attempts[0]?.frame({ id: 'a-1', event: 'campaign_progress', data: { campaignId: '1' } })
  expect([seen, reported]).toEqual([['campaign_progress'], [failure]])
  // The second miss of a source that was open notifies all before it waits for the next attempt.
  for (const expected of [2, 3, 4]) {
    attempts.at(-1)?.end()
    vi.advanceTimersByTime(20_000)
    expect(attempts).toHaveLength(expected)
  }
  expect(seen.filter((name) => name === 'refresh').length).toBeGreaterThan(0)
})

test('where there is no page, it is thrown where nobody catches it, as of a listener of an EventTarget', () => {
  vi.unstubAllGlobals()
  const later: (() => void)[] = []
  vi.stubGlobal('queueMicrotask', (act: () => void) => later.push(act))
  const seen: number[] = []
  tellEach([fail, () => void seen.push(1)], (listener) => listener())
  expect([seen, reported, later.length]).toEqual([[1], [], 1])
  expect(later[0]).toThrow(failure)
})
