import { expect, test } from 'vitest'
import { createPatience, type Patient } from './patience.ts'
import { ThreadLost } from './sqlite-errors.ts'

const busy = () => Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })

/** Patience of a second on a clock that moves by the sleeps alone, and by what the test adds. */
function patienceOnAClock() {
  let time = 0
  const waits: number[] = []
  const patience = createPatience({
    patienceMs: 1000,
    now: () => time,
    async sleep(ms) {
      waits.push(ms)
      time += ms
    },
  })
  return {
    ...patience,
    waits,
    time: () => time,
    pass: (ms: number) => {
      time += ms
    },
  }
}

test('a request fails when it was refused for as long as the patience, counted from the first refusal', async () => {
  const { patiently, time, pass, waits } = patienceOnAClock()
  let tries = 0
  const refused = patiently(async () => {
    // What the first try waits for besides the lock.
    if (tries++ === 0) pass(7000)
    throw busy()
  })
  await expect(refused).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(time()).toBeGreaterThanOrEqual(8000)
  expect(time()).toBeLessThan(8020)
  expect(Math.max(...waits)).toBeLessThan(20)
})

test('a request does not fail by an answer that was read late: it is tried once more', async () => {
  const { patiently, pass } = patienceOnAClock()
  let tries = 0
  const answer = patiently(async () => {
    tries += 1
    if (tries === 3) return 'free'
    if (tries === 2) pass(5000)
    throw busy()
  })
  expect(await answer).toBe('free')
})

test('those behind it are refused with it, and no longer once the lock was obtained', async () => {
  const { patiently, pass } = patienceOnAClock()
  const [first, second, later]: Patient[] = [{}, {}, {}]
  const queue = [first, second]
  let tries = 0
  await patiently(
    async () => {
      tries += 1
      if (tries === 1) throw busy()
      if (tries === 2) {
        expect([first?.refusedAt, second?.refusedAt]).toEqual([0, 0])
        pass(100)
        queue.push(later)
        throw busy()
      }
      expect(second?.refusedAt).toBe(0)
      expect(later?.refusedAt).toBeGreaterThan(100)
    },
    () => queue as Patient[],
  )
  expect(queue).toEqual([{}, {}, {}])
})

test('others count as contending for a second after a refusal', async () => {
  const { patiently, contended, pass } = patienceOnAClock()
  expect(contended()).toBe(false)
  let tries = 0
  await patiently(async () => {
    if (tries++ === 0) throw busy()
  })
  expect(contended()).toBe(true)
  pass(1000)
  expect(contended()).toBe(false)
})

test('what a lost thread had not stored is tried once more, and other errors are not', async () => {
  const { patiently, waits } = patienceOnAClock()
  const causes: unknown[] = [new ThreadLost('not made'), new ThreadLost('not made')]
  let tries = 0
  const attempt = async () => {
    tries += 1
    throw causes.shift()
  }
  await expect(patiently(attempt)).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(tries).toBe(2)
  causes.push(new RangeError('no'), busy())
  await expect(patiently(attempt)).rejects.toThrow(RangeError)
  expect([tries, waits]).toEqual([3, []])
})
