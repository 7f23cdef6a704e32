import { expect, it } from 'vitest'
import { createSillage, memoryStore, type SillageOptions } from '../src/index.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** An installation in which a person decided something 31 days ago, an hour after it was started. */
async function afterAMonth(privacy: SillageOptions['privacy']) {
  const clock = fakeClock()
  const store = memoryStore()
  const purged: unknown[] = []
  const purge = store.privacy.purge.bind(store.privacy)
  store.privacy.purge = (retention, ...rest) => {
    purged.push(retention)
    return purge(retention, ...rest)
  }
  const sillage = createSillage({ store, clock, baseUrl: 'https://mail.example', privacy })
  await sillage.migrate()
  await sillage.start({ send: false })
  await clock.settle()
  const atStart = purged.splice(0).length
  clock.jump(31 * DAY_MS)
  await clock.advance(HOUR_MS)
  await sillage.close()
  const closed = purged.length
  await clock.advance(2 * HOUR_MS)
  return { atStart, purged: [...purged], later: purged.length - closed, now: clock.now() - 2 * HOUR_MS }
}

it('deletes by itself, when it starts and every hour, what is kept no longer', async () => {
  const { atStart, purged, later, now } = await afterAMonth({ retention: { personalDays: 30 } })
  expect(atStart).toBe(1)
  expect(purged).toEqual([{ personalBefore: now - 30 * DAY_MS, goneBefore: now - 60 * DAY_MS }])
  expect(later).toBe(0)
})

it('where everything is kept, forgets only whom messages were to that are gone for 60 days', async () => {
  const { purged, now } = await afterAMonth({})
  expect(purged).toEqual([{ goneBefore: now - 60 * DAY_MS }])
})
