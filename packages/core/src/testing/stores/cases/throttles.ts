import assert from 'node:assert/strict'
import type { Reservation, ThrottleLimit } from '../../../store/port/throttle-store.ts'
import { assertRejects, at, bothStores, DAY, HOUR, MINUTE } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const throttles = caseGroup('throttles')
const settings = caseGroup('settings')

const limit = (key: string, intervalMs: number, burst = 1): ThrottleLimit => ({ key, intervalMs, burst })

/** Slots from now on, in ms. */
async function reserve(
  h: StoreHarness,
  limits: readonly ThrottleLimit[],
  count: number,
  { maxWaitMs = HOUR, jitterMs = [] as number[], now = h.now, store = h.store } = {},
): Promise<Reservation> {
  const reservation = await store.throttles.reserve({ limits, count, maxWaitMs, now, jitterMs })
  return { ...reservation, slots: reservation.slots.map((slot) => slot - h.now) }
}

/**
 * The time between two reservations of a database with its own clock shows in its slots; the distances here are far
 * longer.
 */
const SLACK = 5_000

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length, `expected ${expected}, got ${actual}`)
  actual.forEach((slot, i) => {
    assert.ok(Math.abs(slot - at(expected, i)) <= SLACK, `expected ${expected}, got ${actual}`)
  })
}

export const throttleCases: readonly StoreCase[] = [
  throttles('successive slots are an interval apart, also across reservations', async (h) => {
    assertNear((await reserve(h, [limit('a', MINUTE)], 3)).slots, [0, MINUTE, 2 * MINUTE])
    assertNear((await reserve(h, [limit('a', MINUTE)], 2)).slots, [3 * MINUTE, 4 * MINUTE])
    assertNear((await reserve(h, [limit('b', MINUTE)], 1)).slots, [0])
  }),

  throttles('the slots of one reservation are exactly an interval apart', async (h) => {
    const { slots } = await reserve(h, [limit('a', 1000 / 3)], 10)
    const first = at(slots, 0)
    for (const [i, slot] of slots.entries())
      assert.ok(slot >= first + (i * 1000) / 3 - 1 && slot <= first + (i * 1000) / 3 + 2, `${slots}`)
    assert.ok(
      slots.every((slot, i) => i < 3 || slot - at(slots, i - 3) >= 1000),
      'no second holds more than three',
    )
  }),

  throttles('after a pause a burst may go at once, then one per interval', async (h) => {
    assertNear((await reserve(h, [limit('a', MINUTE, 3)], 5)).slots, [0, 0, 0, MINUTE, 2 * MINUTE])
  }),

  throttles(
    'a pause restores the burst slot by slot',
    async (h) => {
      await reserve(h, [limit('a', 1000, 3)], 3)
      const { slots } = await reserve(h, [limit('a', 1000, 3)], 4, { now: h.now + 2000 })
      assert.deepEqual(slots, [2000, 2000, 3000, 4000])
      const rested = await reserve(h, [limit('a', 1000, 3)], 4, { now: h.now + 60_000 })
      assert.deepEqual(rested.slots, [60_000, 60_000, 60_000, 61_000])
    },
    ['callerClock'],
  ),

  throttles('every limit holds at once, and a key is shared by all that name it', async (h) => {
    const all = [limit('campaign', MINUTE), limit('domain', 4 * MINUTE, 2)]
    assertNear((await reserve(h, all, 4)).slots, [0, MINUTE, 4 * MINUTE, 8 * MINUTE])
    assertNear((await reserve(h, [limit('other', MINUTE), limit('domain', 4 * MINUTE, 2)], 1)).slots, [12 * MINUTE])
    assertNear((await reserve(h, [limit('campaign', MINUTE)], 1)).slots, [9 * MINUTE])
  }),

  throttles('no slot later than the longest wait is reserved, and the answer says how long to wait', async (h) => {
    const limits = [limit('a', MINUTE), limit('b', MINUTE)]
    const first = await reserve(h, limits, 5, { maxWaitMs: 2.5 * MINUTE })
    assertNear(first.slots, [0, MINUTE, 2 * MINUTE])
    assert.ok(first.waitMs > 0 && first.waitMs <= MINUTE / 2 + SLACK, `waitMs ${first.waitMs}`)
    const none = await reserve(h, limits, 5, { maxWaitMs: 2.5 * MINUTE })
    assert.deepEqual(none.slots, [])
    assert.ok(Math.abs(none.waitMs - MINUTE / 2) <= SLACK, `waitMs ${none.waitMs}`)
    assertNear((await reserve(h, [limit('b', MINUTE)], 1)).slots, [3 * MINUTE])
    assert.equal((await reserve(h, [limit('free', 0)], 1)).waitMs, 0)
  }),

  throttles('a slot that one limit refuses is charged to none', async (h) => {
    await h.store.throttles.hold('closed', { now: h.now, until: h.now + 2 * HOUR })
    const refused = await reserve(h, [limit('open', MINUTE), limit('closed', 0)], 3, { maxWaitMs: HOUR })
    assert.deepEqual(refused.slots, [])
    assert.ok(Math.abs(refused.waitMs - HOUR) <= SLACK)
    assert.equal(refused.waitsFor, 'closed')
    assertNear((await reserve(h, [limit('open', MINUTE)], 1)).slots, [0])
  }),

  throttles('jitter lengthens the distance after its slot under the first limit only', async (h) => {
    const limits = [limit('a', MINUTE), limit('b', MINUTE)]
    const { slots } = await reserve(h, limits, 3, { jitterMs: [30_000, 10_000] })
    assertNear(slots, [0, 1.5 * MINUTE, 1.5 * MINUTE + 70_000])
    await reserve(h, [limit('c', MINUTE), limit('d', MINUTE)], 1, { jitterMs: [10 * MINUTE] })
    assertNear((await reserve(h, [limit('d', MINUTE)], 1)).slots, [MINUTE])
    assertNear((await reserve(h, [limit('c', MINUTE)], 1)).slots, [11 * MINUTE])
  }),

  throttles('a hold keeps a key back, and an earlier hold does not shorten it', async (h) => {
    await h.store.throttles.hold('a', { now: h.now, until: h.now + 10 * MINUTE })
    await h.store.throttles.hold('a', { now: h.now, until: h.now + 5 * MINUTE })
    assertNear((await reserve(h, [limit('a', MINUTE)], 2)).slots, [10 * MINUTE, 11 * MINUTE])
    await h.store.throttles.hold('a', { now: h.now, until: h.now + 30 * MINUTE })
    assertNear((await reserve(h, [limit('a', MINUTE)], 1)).slots, [30 * MINUTE])
  }),

  throttles(
    'a position that a clock far ahead left is moved back once: sending continues after an interval',
    async (h) => {
      const limits = [limit('a', MINUTE), limit('b', 2 * MINUTE, 3)]
      // The state that a clock a day ahead leaves, on every store: also on one with a clock of its own.
      await reserve(h, limits, 800, { maxWaitMs: 2 * DAY })
      const ask = () => h.store.throttles.reserve({ limits, count: 1, maxWaitMs: 1000, now: h.now })
      const first = await ask()
      assert.deepEqual(first.slots, [])
      assert.ok(Math.abs(first.waitMs - 2 * MINUTE) <= SLACK, `waitMs ${first.waitMs}`)
      // Far apart compared with the tolerance: were it not stored, each call would move it back to the same distance
      // from its own time.
      assertNear((await reserve(h, limits, 3, { maxWaitMs: 10 * MINUTE })).slots, [2 * MINUTE, 4 * MINUTE, 6 * MINUTE])
      const near = { limits: [limit('c', MINUTE)], count: 1, maxWaitMs: 1000 }
      await h.store.throttles.reserve({ ...near, now: h.now + DAY })
      await h.store.throttles.reserve({ ...near, now: h.now })
      assertNear((await reserve(h, [limit('c', MINUTE)], 1)).slots, [MINUTE])
    },
  ),

  throttles(
    'a position that was moved back is stored, so that it comes nearer by each moment that passes',
    async (h) => {
      const ask = (at: number) =>
        h.store.throttles.reserve({ limits: [limit('a', MINUTE)], count: 1, maxWaitMs: 1000, now: at })
      await ask(h.now + DAY)
      const { slots, waitMs } = await ask(h.now)
      assert.deepEqual(slots, [])
      assert.equal((await ask(h.now + waitMs)).slots.length, 1)
    },
    ['callerClock'],
  ),

  throttles(
    'a position is kept as far ahead as its burst, the longest wait and the jitter can have put it',
    async (h) => {
      const ask = (limits: ThrottleLimit[], count: number, jitter = {}) =>
        h.store.throttles.reserve({ limits, count, maxWaitMs: 1000, now: h.now, ...jitter })
      const day = [limit('day', DAY)]
      assert.equal((await ask(day, 1, { jitterMs: [2 * DAY], mostJitterMs: 2 * DAY })).slots.length, 1)
      const { waitMs } = await ask(day, 1, { jitterMs: [0], mostJitterMs: 2 * DAY })
      assert.ok(Math.abs(waitMs - 3 * DAY) <= SLACK, `waitMs ${waitMs}`)
      const hours = [limit('hours', HOUR, 20)]
      assert.equal((await ask(hours, 20)).slots.length, 20)
      const next = await ask(hours, 1)
      assert.ok(Math.abs(next.waitMs - HOUR) <= SLACK, `waitMs ${next.waitMs}`)
    },
  ),

  throttles(
    'a hold lasts as long as it was meant to, also when the clock was far ahead; it is not cut otherwise',
    async (h) => {
      const waitOf = async (key: string, intervalMs = 1000) =>
        (await h.store.throttles.reserve({ limits: [limit(key, intervalMs)], count: 1, maxWaitMs: 0, now: h.now }))
          .waitMs
      await h.store.throttles.hold('right', { now: h.now, until: h.now + 3 * HOUR })
      assert.ok(Math.abs((await waitOf('right')) - 3 * HOUR) <= SLACK)
      await h.store.throttles.hold('ahead', { now: h.now + DAY, until: h.now + DAY + 5 * MINUTE })
      assert.ok(Math.abs((await waitOf('ahead')) - 5 * MINUTE) <= SLACK)
      // Held a day ahead on every store, beside a position that is a day ahead.
      await reserve(h, [limit('both', HOUR)], 24, { maxWaitMs: 2 * DAY })
      await h.store.throttles.hold('both', { now: h.now, until: h.now + DAY + 5 * MINUTE })
      assert.ok(Math.abs((await waitOf('both', HOUR)) - HOUR - 5 * MINUTE) <= SLACK)
    },
  ),

  throttles('no limit at all lets everything go at once', async (h) => {
    assert.deepEqual(await reserve(h, [], 3), { slots: [0, 0, 0], waitMs: 0, waitsFor: undefined })
    assertNear((await reserve(h, [limit('a', 0)], 3)).slots, [0, 0, 0])
  }),

  throttles('a limit that makes no sense, or two under one key, is invalid_option', async (h) => {
    const bad = [
      [limit('a', -1)],
      [limit('a', Number.NaN)],
      [limit('a', 1, 0)],
      [limit('a', 1, 1.5)],
      [limit('a', 1), limit('a', 2)],
    ]
    for (const limits of bad) await assertRejects('invalid_option', reserve(h, limits, 1))
  }),

  throttles('many reservations at once keep the spacing together', async (h) => {
    const stores = await bothStores(h)
    const limits = [limit('a', MINUTE), limit('b', MINUTE, 5)]
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        reserve(h, i % 3 === 0 ? limits.toReversed() : limits, 3, { store: at(stores, i % 2), maxWaitMs: 10 * HOUR }),
      ),
    )
    const slots = results.flatMap((result) => result.slots).sort((a, b) => a - b)
    assert.equal(slots.length, 60)
    slots.forEach((slot, i) => {
      assert.ok(i === 0 || slot - at(slots, i - 1) >= MINUTE - SLACK, `slots ${i - 1} and ${i} are too close: ${slots}`)
    })
    assert.ok(Math.abs(at(slots, 59) - 59 * MINUTE) <= SLACK, 'and lose no slot')
  }),

  throttles('keys idle since before are deleted, the others kept', async (h) => {
    await reserve(h, [limit('busy', HOUR)], 2, { maxWaitMs: 10 * HOUR })
    await h.store.throttles.hold('held', { now: h.now, until: h.now + HOUR })
    await reserve(h, [limit('idle', 1)], 1)
    assert.equal(await h.store.throttles.prune(h.now - MINUTE), 0)
    assert.equal(await h.store.throttles.prune(h.now + MINUTE), 1)
    assertNear((await reserve(h, [limit('busy', HOUR)], 1, { maxWaitMs: 10 * HOUR })).slots, [2 * HOUR])
    assertNear((await reserve(h, [limit('held', HOUR)], 1, { maxWaitMs: 10 * HOUR })).slots, [HOUR])
  }),

  settings('a setting is stored, read and replaced', async (h) => {
    const { settings: store } = h.store
    assert.equal(await store.get('k'), undefined)
    await store.put('k', 'one “é”')
    assert.equal(await store.get('k'), 'one “é”')
    await store.put('k', 'two')
    assert.equal(await store.get('k'), 'two')
    assert.equal(await store.getOrPut('k', 'three'), 'two')
    assert.equal(await store.getOrPut('other', 'x'), 'x')
  }),

  settings('of many puts at once one wins and all get its value', async (h) => {
    const stores = await bothStores(h)
    const values = await Promise.all(
      Array.from({ length: 20 }, (_, i) => at(stores, i % 2).settings.getOrPut('secret', `value ${i}`)),
    )
    assert.equal(new Set(values).size, 1)
    assert.equal(await h.store.settings.get('secret'), values[0])
  }),

  settings('a lease is given to one of many at once, and to its holder again', async (h) => {
    const stores = await bothStores(h)
    const ask = (n: number) => at(stores, n % 2).settings.lease('work', lease(h, `holder ${n}`))
    const has = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n)))
    assert.equal(has.filter(Boolean).length, 1)
    assert.deepEqual(await Promise.all(has.map((_, n) => ask(n))), has)
    assert.equal(await h.store.settings.lease('other work', lease(h, 'another')), true)
    assert.equal(await h.store.settings.get('work'), undefined, 'it is no value')
  }),

  settings('a lease that is given back, or ended, is free; whoever has none gives none back', async (h) => {
    const { settings: store } = h.store
    assert.equal(await store.lease('work', lease(h, 'one')), true)
    assert.equal(await store.lease('work', lease(h, 'two', { lengthMs: 0 })), false)
    assert.equal(await store.lease('work', lease(h, 'two')), false)
    assert.equal(await store.lease('work', lease(h, 'one', { lengthMs: 0 })), false)
    assert.equal(await store.lease('work', lease(h, 'two')), true)
    assert.equal(await store.lease('work', lease(h, 'one')), false)
  }),

  settings(
    'a lease ends at its time, and one of a clock that was ahead within its length',
    async (h) => {
      const { settings: store } = h.store
      assert.equal(await store.lease('work', lease(h, 'one')), true)
      assert.equal(await store.lease('work', lease(h, 'two', { afterMs: MINUTE - 1 })), false)
      assert.equal(await store.lease('work', lease(h, 'two', { afterMs: MINUTE })), true)
      assert.equal(await store.lease('work', lease(h, 'two', { afterMs: 365 * 24 * HOUR })), true)
      assert.equal(await store.lease('work', lease(h, 'one')), false)
      assert.equal(await store.lease('work', lease(h, 'one', { afterMs: MINUTE })), true)
      const year = 365 * 24 * HOUR
      assert.equal(await store.lease('work', lease(h, 'one', { afterMs: year, lengthMs: 0 })), false)
      assert.equal(await store.lease('work', lease(h, 'two')), true, 'given back is free, whatever the clock said')
    },
    ['callerClock'],
  ),
]

/** What a holder asks for: a minute, or another length, from a time after the case's. */
function lease(h: StoreHarness, holder: string, { afterMs = 0, lengthMs = MINUTE } = {}) {
  const now = h.now + afterMs
  return { holder, now, until: now + lengthMs }
}
