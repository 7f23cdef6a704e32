import { expect, test } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { createReadTime } from './read-time.ts'
import { createTokenLimit } from './token-limit.ts'
import type { Tracker } from './tracker.ts'
import type { Visit } from './visit.ts'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const visit: Visit = {
  ip: null,
  userAgent: BROWSER,
  head: false,
  prefetch: false,
  optedOut: false,
  source: '192.0.2.1',
}

function setUp() {
  const clock = fakeClock()
  const durations: (number | null | undefined)[] = []
  const record: Tracker['record'] = async (_type, _content, _visit, more) => void durations.push(more?.durationMs)
  const limit = createTokenLimit(clock)
  const exceeds: Tracker['exceeds'] = (type, { messageId }) =>
    limit.isExceeded({ type, messageId, campaignId: null, linkId: null, head: false })
  const readTime = createReadTime({ record, exceeds } as Tracker, clock)
  const open = (messageId = 1) => {
    const bytes = readTime.open({ kind: 'read', messageId, linkId: 0 }, visit)
    if (bytes === undefined) throw new Error('expected a stream, got a still image')
    return bytes[Symbol.asyncIterator]()
  }
  return { clock, durations, readTime, open }
}

test('a reader who leaves between two heartbeats is measured to that moment and frees the place at once', async () => {
  const { clock, durations, readTime, open } = setUp()
  const bytes = open()
  await bytes.next()
  const waiting = bytes.next()
  await clock.advance(400)
  await bytes.return?.()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect([durations, readTime.streams()]).toEqual([[400], 0])
})

test.each([3_600_000, -3_600_000])(
  'a clock that is set by %d ms while a mail is read does not change the time',
  async (ms) => {
    const { clock, durations, readTime, open } = setUp()
    const bytes = open()
    await bytes.next()
    const waiting = bytes.next()
    await clock.advance(400)
    clock.jump(ms)
    await clock.advance(500)
    await bytes.return?.()
    await waiting
    expect([durations, readTime.streams()]).toEqual([[900], 0])
    const capped = open()
    await capped.next()
    void capped.next()
    clock.jump(-ms)
    let last: IteratorResult<Uint8Array> | undefined
    const all = (async () => {
      for (last = await capped.next(); last.done !== true; ) last = await capped.next()
    })()
    await clock.advance(25_000)
    await all
    expect(durations).toEqual([900, 20_000])
  },
)

test('a reader who leaves before the first byte was read uses no place', async () => {
  const { readTime, open } = setUp()
  const bytes = open()
  expect(readTime.streams()).toBe(1)
  await bytes.return?.()
  expect(readTime.streams()).toBe(0)
})

test('a mail that is opened and left again and again is measured twenty times a minute, and others still are', async () => {
  const { clock, durations, open } = setUp()
  const openAndLeave = async (messageId?: number) => {
    const bytes = open(messageId)
    await bytes.next()
    await bytes.return?.()
  }
  for (let n = 0; n < 20; n++) await openAndLeave()
  expect(() => open()).toThrow('a still image')
  await openAndLeave(2)
  expect(durations).toHaveLength(21)
  await clock.advance(60_000)
  await openAndLeave()
  expect(durations).toHaveLength(22)
})
