import { expect, it } from 'vitest'
import { memoryStore, type SillageOptions, type Store } from '../../src/index.ts'
import { testSillage } from '../../src/testing/index.ts'
import { kit } from './kit.ts'

const start = Date.UTC(2026, 0, 1)
const day = 86_400_000
const recipients = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.org`)

/** The time of an installation, as what it makes shows it. */
async function timeOf({ sillage }: Awaited<ReturnType<typeof kit>>): Promise<number> {
  const { createdAt } = await sillage.templates.create({ name: 't', subject: 's', html: '<p>x</p>' })
  return Date.parse(createdAt) - start
}

it('settle sends all that is due, and moves the clock by a moment at most', async () => {
  const all = await kit()
  await all.campaign(recipients(300))
  await all.settle()
  expect(all.outbox).toHaveLength(300)
  expect(await timeOf(all)).toBeLessThanOrEqual(1_000)
  await all.settle()
  expect(all.outbox).toHaveLength(300)
})

it('settle also sends what a mail brings about, and leaves what waits for its time', async () => {
  const { campaign, clock, outbox, settle, sillage } = await kit()
  const next = Array.from({ length: 12 }, (_, n) => `after ${n}`)
  sillage.on('campaign.completed', async () => {
    const subject = next[outbox.length - 1]
    if (subject !== undefined) await campaign('ada@example.org', { subject })
  })
  await campaign('ada@example.org', { subject: 'first' })
  await campaign('bob@example.org', { subject: 'later', scheduledAt: new Date(start + 60_000).toISOString() })
  await settle()
  expect(outbox.map(({ subject }) => subject)).toEqual(['first', ...next])
  await clock.advance(60_000)
  expect(outbox.map(({ subject }) => subject)).toEqual(['first', ...next, 'later'])
})

it('what a campaign holds back comes with the time, each mail in its own', async () => {
  const { campaign, clock, messages, outbox, settle } = await kit()
  const id = await campaign(recipients(4), { delayMs: 60_000 })
  await settle()
  expect(outbox).toHaveLength(1)
  await clock.advance(60_000)
  expect(outbox).toHaveLength(2)
  await clock.advance(day)
  const times = (await messages(id)).map(({ sentAt }) => Date.parse(sentAt ?? '')).sort((a, b) => a - b)
  const [first = 0] = times
  expect(times.map((at) => at - first)).toEqual([0, 60_000, 120_000, 180_000])
})

it('passes over weeks in which nothing is due, and stops at what is', async () => {
  const all = await kit()
  const scheduledAt = new Date(start + 30 * day + 1).toISOString()
  const id = await all.campaign('ada@example.org', { scheduledAt })
  await all.clock.advance(30 * day)
  expect([all.outbox.length, await timeOf(all)]).toEqual([0, 30 * day])
  await all.clock.advance(30 * day)
  expect(await timeOf(all)).toBe(60 * day)
  expect(await all.messages(id)).toMatchObject([{ sentAt: expect.stringMatching(/^2026-01-31T00:00:00\.\d+Z$/) }])
})

it.each([0, 1, 49, 4_999, 5_000, 5_001, 12_345.5])('advance(%d) moves by so much, also in parts', async (ms) => {
  const all = await kit()
  await all.campaign(recipients(3), { delayMs: 700 })
  await all.clock.advance(ms)
  await Promise.all([all.clock.advance(1_000), all.clock.advance(500)])
  expect(await timeOf(all)).toBe(Math.floor(ms + 1_500))
})

it.each([-1, Number.NaN, '5', undefined])('advance(%s) is refused', async (ms) => {
  const { clock } = await kit()
  await expect(clock.advance(ms as number)).rejects.toThrow('ms: expected a number of milliseconds from 0, got ')
})

it.each<[unknown, string]>([
  [{ fron: 'a@b.example' }, 'fron: expected one of store, '],
  [{ transport: {} }, 'transport: expected none, because the outbox takes the mails, got an object'],
  [{ clock: { now: Date.now } }, 'clock: expected none, because the test moves its own, got an object'],
  [{ from: 'no address' }, 'from: expected '],
  [{ sending: 'fast' }, 'sending: expected an object, got a string'],
  [{ sending: { marks: { bounceAddress: 'x' } } }, 'sending.marks.bounceAddress: expected '],
  [null, 'options: expected an object with the options of testSillage, got null'],
  [[], 'options: expected an object with the options of testSillage, got an array'],
])('testSillage(%j) is refused', async (options, message) => {
  await expect(testSillage(options as Partial<SillageOptions>)).rejects.toMatchObject({
    code: 'invalid_option',
    message: expect.stringContaining(message),
  })
})

it('takes the options of createSillage, and its own for those that are undefined', async () => {
  const none: object = { from: undefined, baseUrl: undefined, store: undefined, transport: undefined, clock: undefined }
  const { mailOf, sillage } = await kit({ ...none, tenants: 'required' })
  await expect(sillage.campaigns.list()).rejects.toMatchObject({ code: 'missing_owner' })
  await expect(mailOf()).rejects.toMatchObject({ code: 'missing_owner' })
})

it('waits for a store whose answers take their time', async () => {
  const { campaign, click, mailTo, outbox, settle, sillage } = await kit({ store: slow(memoryStore()) })
  const id = await campaign(recipients(20))
  await settle()
  expect(outbox).toHaveLength(20)
  await click(await mailTo('p3@example.org'), /see/)
  expect((await sillage.campaigns.stats(id)).clicks.total).toBe(1)
})

it('is closed at the end of its block, also while a mail waits for its slot', async () => {
  let sillage: Awaited<ReturnType<typeof testSillage>>['sillage']
  const store = memoryStore()
  let closed = 0
  store.close = async () => {
    closed += 1
  }
  {
    await using mail = await testSillage({ store })
    sillage = mail.sillage
    const list = recipients(3).map((email) => ({ email }))
    const input = { name: 'n', subject: 's', html: '<p>x</p>', delayMs: 1_000 }
    await sillage.campaigns.create({ ...input, recipients: list })
    await mail.clock.advance(950)
    while (sillage.metrics().sender?.inFlight === 0) await mail.clock.advance(1)
  }
  expect(closed).toBe(1)
  expect(sillage.metrics().sender?.inFlight).toBe(0)
})

/** The same store, each of whose answers comes so many turns of the event loop later. */
function slow(store: Store, turns = 60): Store {
  const later = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value === 'object' && value !== null) return later(value)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
          return Reflect.apply(value, target, args)
        }
      },
    })
  return later(store)
}
