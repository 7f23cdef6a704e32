import { expect, it } from 'vitest'
import { monotonic } from '../domain/clock.ts'
import { fakeClock } from './fake-clock.ts'

it('stands still until it is moved, and advances both times together', async () => {
  const clock = fakeClock(5_000_000)
  const begun = clock.monotonic()
  await clock.settle()
  expect([clock.now(), monotonic(clock)]).toEqual([5_000_000, begun])
  await clock.advance(250)
  expect([clock.now(), monotonic(clock)]).toEqual([5_000_250, begun + 250])
})

it.each([3_600_000, -3_600_000])(
  'a jump of %d ms moves wall time only; sleepers wake after the time they were given',
  async (ms) => {
    const clock = fakeClock()
    const [wall, mono] = [clock.now(), clock.monotonic()]
    const woken: string[] = []
    void clock.sleep(100).then(() => woken.push('before'))
    clock.jump(ms)
    void clock.sleep(200).then(() => woken.push('after'))
    expect([clock.now(), clock.monotonic()]).toEqual([wall + ms, mono])
    await clock.advance(99)
    expect(woken).toEqual([])
    expect(await clock.advanceToNext(1)).toBe(true)
    expect(woken).toEqual(['before'])
    expect(await clock.advanceToNext()).toBe(true)
    expect(woken).toEqual(['before', 'after'])
    expect([clock.now(), clock.monotonic(), clock.sleeping]).toEqual([wall + ms + 200, mono + 200, 0])
  },
)

it('wakes sleepers in the order of their time, each at its own, and returns false when none is left', async () => {
  const clock = fakeClock(0)
  const woken: number[] = []
  for (const ms of [30, 10, 20]) void clock.sleep(ms).then(() => woken.push(clock.now()))
  const given = new AbortController()
  void clock.sleep(5, given.signal).then(() => woken.push(-1))
  given.abort()
  await clock.advance(25)
  expect(woken).toEqual([-1, 10, 20])
  expect(await clock.advanceToNext(4)).toBe(false)
  expect(await clock.advanceToNext(5)).toBe(true)
  expect(woken).toEqual([-1, 10, 20, 30])
  expect(await clock.advanceToNext()).toBe(false)
})

it('leaps to a time, and wakes then, once and in order, whoever slept until before it', async () => {
  const clock = fakeClock(0)
  const woken: [string, number][] = []
  const poll = async (name: string, ms: number) => {
    for (;;) {
      await clock.sleep(ms)
      woken.push([name, clock.now()])
    }
  }
  void poll('every 20', 20)
  void poll('every 10', 10)
  void clock.sleep(2_001).then(() => woken.push(['later', clock.now()]))
  const begun = clock.monotonic()
  await clock.leap(2_000)
  expect(woken).toEqual([
    ['every 10', 2_000],
    ['every 20', 2_000],
  ])
  expect([clock.now(), clock.monotonic()]).toEqual([2_000, begun + 2_000])
  await clock.advance(1)
  expect(woken.at(-1)).toEqual(['later', 2_001])
})

it('comes to the next sleeper also where a time has a fraction', async () => {
  const clock = fakeClock()
  for (let n = 1; n <= 50; n += 1) {
    let awake = false
    void clock.sleep(n * n * 1000 + n / 7).then(() => {
      awake = true
    })
    await clock.advanceToNext()
    expect(awake, String(n)).toBe(true)
  }
})

it('goes on in a sleep that is shorter than what its time can hold', async () => {
  const clock = fakeClock()
  await clock.leap(1e9)
  const before = clock.monotonic()
  void clock.sleep(1e-9)
  await clock.advanceToNext()
  expect(clock.monotonic()).toBeGreaterThan(before)
})
