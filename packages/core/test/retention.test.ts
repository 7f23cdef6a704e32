import { expect, it } from 'vitest'
import { createSillage, memoryStore, type RetentionOptions, type Sillage } from '../src/index.ts'
import type { Store } from '../src/store/index.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { at, sent } from '../src/testing/stores/fixtures.ts'
import { hit, record } from '../src/testing/stores/hits.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A store with old opens of a message, and processes on it whose steps and words are noted. */
async function stage({ opens = 40 } = {}) {
  const clock = fakeClock()
  const store = memoryStore()
  await store.migrate()
  const { ids } = await sent({ store, now: clock.now() }, 1)
  const old = Array.from({ length: opens }, () => hit('open', at(ids, 0), { at: clock.now() - 100 * DAY_MS }))
  await record(store, old)
  const opensLeft = async () => (await store.events.list(at(ids, 0), { limit: 1000 })).items.length
  return { clock, store, opensLeft, process: (days: RetentionOptions | undefined) => process(clock, store, days) }
}

interface Process {
  sillage: Sillage
  /** What was said at `info`. */
  said: { details: Record<string, unknown>; text: string }[]
  /** Times of its steps, by the clock. */
  steps: number[]
  /** Awaited in each step. */
  inStep: { wait: () => Promise<void> }
}

async function process(clock: FakeClock, store: Store, retention: RetentionOptions | undefined): Promise<Process> {
  const said: Process['said'] = []
  const steps: number[] = []
  const inStep = { wait: async () => {} }
  const privacy: Store['privacy'] = {
    ...store.privacy,
    async purge(rules, limit, now) {
      // Whom messages were to that are gone is no option.
      if (rules.goneBefore === undefined) {
        steps.push(clock.now())
        await inStep.wait()
      }
      return store.privacy.purge(rules, limit, now)
    },
  }
  const nothing = () => {}
  const info = (details: object, text: string) => said.push({ details: { ...details }, text })
  const sillage = createSillage({
    store: { ...store, privacy, close: async () => {} },
    clock,
    logger: { debug: nothing, info, warn: info, error: info },
    baseUrl: 'https://mail.example',
    privacy: { retention },
  })
  await sillage.start({ send: false })
  await clock.settle()
  return { sillage, said, steps, inStep }
}

it('says an hour ahead how many rows will go, then deletes them and says how many went', async () => {
  const { clock, opensLeft, process } = await stage()
  const { sillage, said, steps } = await process({ eventDays: { open: 90, click: 30 }, personalDays: 300 })
  const from = new Date(clock.now() + HOUR_MS).toISOString()
  expect(said).toEqual([
    {
      details: {
        from,
        days: { open: 90, click: 30, personal: 300 },
        rows: { open: 40, click: 0, personal: 0 },
        atLeast: false,
      },
      text: 'privacy.retention deletes in an hour: 40 open, 0 click, 0 personal; to keep them, change it before then',
    },
  ])
  await clock.advance(HOUR_MS - 1)
  expect([steps, await opensLeft()]).toEqual([[], 40])
  await clock.advance(MINUTE_MS)
  expect(await opensLeft()).toBe(0)
  expect(said.slice(1)).toEqual([
    { details: { rows: { open: 40 }, done: true }, text: 'privacy.retention deleted 40 rows' },
  ])
  await clock.advance(3 * HOUR_MS)
  expect(said).toHaveLength(2)
  await sillage.close()
})

it('counts no more than a bound, and says that there are at least so many', async () => {
  const { clock, store, process } = await stage({ opens: 0 })
  store.privacy.purgeable = async () => ({ rows: { open: 30_000 }, read: 30_000, next: 'on' })
  const { sillage, said } = await process({ eventDays: { open: 90 } })
  await clock.advance(MINUTE_MS)
  expect(said[0]?.details).toMatchObject({ rows: { open: 120_000 }, atLeast: true })
  expect(said[0]?.text).toContain('at least 120,000 open')
  store.privacy.purgeable = async () => ({ rows: {}, read: 300_000, next: 'on' })
  const other = await process({ eventDays: { open: 90, click: 1 } })
  await clock.advance(MINUTE_MS)
  expect(other.said[0]?.details).toMatchObject({ rows: { click: 0 }, atLeast: true })
  await sillage.close()
  await other.sillage.close()
})

it('a restart with the same options announces nothing again and waits no longer', async () => {
  const { clock, opensLeft, process } = await stage()
  const first = await process({ eventDays: 90 })
  await clock.advance(HOUR_MS / 2)
  await first.sillage.close()
  await clock.leap(DAY_MS)
  const second = await process({ eventDays: 90 })
  expect([second.said.map(({ text }) => text), await opensLeft()]).toEqual([['privacy.retention deleted 40 rows'], 0])
  await second.sillage.close()
})

it.each([
  ['removed', undefined],
  ['made longer', { eventDays: 200 }],
])(
  'options that are %s within the hour delete nothing, and are announced anew when they come back',
  async (_, later) => {
    const { clock, opensLeft, process } = await stage()
    const first = await process({ eventDays: 90 })
    await clock.advance(HOUR_MS / 2)
    await first.sillage.close()
    const second = await process(later)
    await clock.advance(3 * HOUR_MS)
    expect([second.said, await opensLeft()]).toEqual([[], 40])
    await second.sillage.close()
    const third = await process({ eventDays: 90 })
    expect(third.said).toHaveLength(1)
    await clock.advance(HOUR_MS - 1)
    expect(await opensLeft()).toBe(40)
    await clock.advance(MINUTE_MS)
    expect(await opensLeft()).toBe(0)
    await third.sillage.close()
  },
)

it('options that become stricter are announced, of the classes that did', async () => {
  const { clock, process, opensLeft } = await stage()
  const first = await process({ eventDays: { open: 200 }, personalDays: 300 })
  await clock.advance(2 * HOUR_MS)
  await first.sillage.close()
  const second = await process({ eventDays: { open: 90 }, personalDays: 300 })
  expect(second.said.map(({ details }) => details.rows)).toEqual([{ open: 40 }])
  expect(await opensLeft()).toBe(40)
  await second.sillage.close()
})

it('with different options each process deletes by its own, and each is announced once', async () => {
  const { clock, opensLeft, process } = await stage()
  const longer = await process({ eventDays: 200 })
  const shorter = await process({ eventDays: 90 })
  await clock.advance(5 * HOUR_MS)
  expect([longer.said.length, shorter.said.length, await opensLeft()]).toEqual([1, 2, 0])
  await shorter.sillage.close()
  await longer.sillage.close()
})

it('of several processes one works at a time, and all come to their turn', async () => {
  const { clock, process } = await stage({ opens: 300 })
  const all = [await process({ eventDays: 90 }), await process({ eventDays: 90 }), await process({ eventDays: 90 })]
  let [now, most] = [0, 0]
  for (const { inStep } of all) {
    inStep.wait = async () => {
      most = Math.max(most, ++now)
      await clock.sleep(100)
      now--
    }
  }
  await clock.advance(HOUR_MS + 5 * MINUTE_MS)
  expect(all.map(({ said }) => said.length)).toEqual([2, 0, 0])
  expect(all.map(({ steps }) => steps.length > 0)).toEqual([true, true, true])
  expect(most).toBe(1)
  for (const { sillage } of all) await sillage.close()
})

it('when a process dies in its turn, another goes on within 70 seconds', async () => {
  const { clock, process, opensLeft } = await stage()
  const [first, second] = [await process({ eventDays: 90 }), await process({ eventDays: 90 })]
  // It never answers again, and prolongs nothing.
  first.inStep.wait = () => new Promise(() => {})
  await clock.advance(HOUR_MS + 1_000)
  expect([first.steps.length, second.steps.length]).toEqual([1, 0])
  await clock.advance(70_000)
  expect(second.steps.length).toBeGreaterThan(0)
  expect(await opensLeft()).toBe(0)
  await second.sillage.close()
})

it('a clock that was ahead does not hold the lease', async () => {
  const { clock, store, process, opensLeft } = await stage()
  const first = await process({ eventDays: 90 })
  await first.sillage.close()
  const now = clock.now() + 3650 * DAY_MS
  await store.settings.lease('retention', { holder: 'died ahead', now, until: now + MINUTE_MS })
  await clock.leap(HOUR_MS)
  const second = await process({ eventDays: 90 })
  expect(await opensLeft()).toBe(40)
  await clock.advance(70_000)
  expect(await opensLeft()).toBe(0)
  await second.sillage.close()
})

it('a clock that is set forward within the hour does not shorten it', async () => {
  const { clock, process, opensLeft } = await stage()
  const { sillage } = await process({ eventDays: 90 })
  clock.jump(3650 * DAY_MS)
  await clock.advance(HOUR_MS - 1)
  expect(await opensLeft()).toBe(40)
  clock.jump(-3650 * DAY_MS)
  await clock.advance(MINUTE_MS)
  expect(await opensLeft()).toBe(0)
  await sillage.close()
})

it('what was announced by a clock that was ahead holds deletion back for an hour, not for years', async () => {
  const { clock, process, opensLeft } = await stage()
  clock.jump(3650 * DAY_MS)
  const first = await process({ eventDays: 90 })
  await first.sillage.close()
  clock.jump(-3650 * DAY_MS)
  const second = await process({ eventDays: 90 })
  await clock.advance(HOUR_MS - 1)
  expect(await opensLeft()).toBe(40)
  await clock.advance(MINUTE_MS)
  expect([second.said.length, await opensLeft()]).toEqual([1, 0])
  await second.sillage.close()
})

it('closing in the middle of a step lets it end, takes no other, and gives the lease back at once', async () => {
  const { clock, process, opensLeft, store } = await stage({ opens: 300 })
  const first = await process({ eventDays: 90 })
  let end = () => {}
  first.inStep.wait = () => new Promise((resolve) => (end = resolve))
  await clock.advance(HOUR_MS + 1_000)
  const closed = first.sillage.close()
  await clock.settle()
  const now = clock.now()
  expect(await store.settings.lease('retention', { holder: 'next', now, until: now + MINUTE_MS })).toBe(false)
  end()
  await closed
  expect(first.steps).toHaveLength(1)
  expect(await opensLeft()).toBe(250)
  expect(await store.settings.lease('retention', { holder: 'next', now, until: now + MINUTE_MS })).toBe(true)
})

it('steps that are slow become smaller, and pauses as long', async () => {
  const { clock, store, process } = await stage({ opens: 900 })
  const limits: number[] = []
  const purge = store.privacy.purge
  store.privacy.purge = async (rules, limit, now) => {
    if (rules.goneBefore === undefined) limits.push(limit)
    return purge(rules, limit, now)
  }
  const { sillage, inStep, steps } = await process({ eventDays: { open: 90 } })
  inStep.wait = async () => {
    if (steps.length > 3) await clock.sleep(40)
  }
  await clock.advance(HOUR_MS + MINUTE_MS)
  expect(limits.slice(0, 6)).toEqual([50, 75, 112, 168, 50, 50])
  expect(steps.slice(0, 6).map((time) => time - (steps[0] ?? 0))).toEqual([0, 5, 10, 15, 95, 175])
  await sillage.close()
})

it('purge() deletes at once what was not announced', async () => {
  const { process, opensLeft } = await stage()
  const { sillage } = await process({ eventDays: 90 })
  expect(await sillage.maintenance.purge()).toEqual({ rows: 40 })
  expect(await opensLeft()).toBe(0)
  await sillage.close()
})

it('where everything is kept, forgets only whom messages were to that are gone for 60 days, and soft bounces of 90', async () => {
  const { clock, store, process } = await stage()
  const purged: unknown[] = []
  store.privacy.purge = async (rules) => {
    purged.push({ ...rules })
    return { rows: 0, more: false }
  }
  const { sillage, said } = await process(undefined)
  const [gone, soft] = [clock.now() - 60 * DAY_MS, clock.now() - 90 * DAY_MS]
  expect(purged).toEqual([{ goneBefore: gone, softBouncesBefore: soft }])
  await clock.advance(HOUR_MS)
  expect(purged).toHaveLength(2)
  await sillage.close()
  await clock.advance(2 * HOUR_MS)
  expect([purged.length, said]).toEqual([2, []])
})

it('what a subscription has not got yet stays for it, three days at most, but for addresses and browsers', async () => {
  const clock = fakeClock()
  const store = memoryStore()
  const { ids } = await sent({ store, now: clock.now() }, 1)
  const id = at(ids, 0)
  await store.webhooks.subscribe('sub:crm', { types: ['*'], machines: true }, clock.now())
  const options = { eventDays: 1, messageDays: 1, personalDays: 1 }
  const sillage = createSillage({ store, clock, baseUrl: 'https://mail.example', privacy: { retention: options } })
  await record(store, [hit('open', id, { at: clock.now(), ip: '192.0.2.1' })])
  const left = async () => (await store.events.list(id, { limit: 10 })).items.map(({ ip }) => ip)
  const after = async (days: number) => {
    await clock.leap(days * DAY_MS)
    await sillage.maintenance.purge()
    return await left()
  }
  expect(await after(0.9)).toEqual(['192.0.2.1'])
  expect(await after(0.2)).toEqual([null])
  expect(await after(2.8)).toEqual([null])
  expect(await after(0.2)).toEqual([])
  expect(await store.messages.get(id)).toBe(undefined)

  const next = at((await sent({ store, now: clock.now() }, 1)).ids, 0)
  await record(store, [hit('open', next, { at: clock.now() })])
  await clock.leap(1.1 * DAY_MS)
  await store.webhooks.forget(clock.now() + 1)
  await sillage.maintenance.purge()
  expect(await store.messages.get(next)).toBe(undefined)
  await sillage.close()
})
