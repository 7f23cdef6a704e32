import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Sillage, WebhookInput } from '../../src/index.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import { type Receiver, receiver } from './receiver.ts'
import { goOn, send, stage } from './stage.ts'

let hook: Receiver
let sillage: Sillage
let clock: FakeClock
beforeEach(async () => {
  hook = await receiver()
  ;({ sillage, clock } = await stage())
})
afterEach(async () => {
  await sillage.close()
  await hook.close()
})

const webhooks = () => sillage.for('acme').webhooks
const make = (more: Partial<WebhookInput> = {}) =>
  webhooks().create({ url: hook.url, events: ['message.sent'], ...more })
const until = (done: () => boolean | Promise<boolean>, stepMs = 1_000, steps = 400) =>
  goOn(clock, done, { between: hook.pass, stepMs, steps })
const came = (count: number, stepMs?: number) => until(() => hook.received.length >= count, stepMs)
const idsOf = () => hook.received.map(({ event }) => event.id)
const hour = 3_600_000

it('delivers what happens, signed, in order and once', async () => {
  const { id, secret } = await make({ events: ['*'] })
  await send(sillage, clock, 2)
  await came(4)
  const events = await hook.verified(secret)
  expect(events.map(({ type }) => type)).toEqual([
    'campaign.started',
    'message.sent',
    'message.sent',
    'campaign.completed',
  ])
  expect(events[1]).toMatchObject({ owner: 'acme', data: { ref: 'user 0', stream: null } })
  expect(hook.received.map(({ headers }) => headers['webhook-id'])).toEqual(idsOf())
  expect(hook.received[0]?.headers['content-type']).toBe('application/json')
  expect(JSON.stringify(events)).not.toContain('@')
  await until(async () => (await webhooks().deliveries(id)).items.length === 4)
  const { items } = await webhooks().deliveries(id)
  expect(items.map(({ eventId, status, attempts, answer }) => [eventId, status, attempts, answer])).toEqual(
    idsOf()
      .reverse()
      .map((eventId) => [eventId, 'delivered', 1, 204]),
  )
  expect(sillage.metrics().webhooks).toEqual({ delivered: 4, failed: 0, lagMs: 0 })
  await clock.advance(20_000)
  await hook.pass()
  expect(hook.received.length).toBe(4)
})

it('gets nothing of another tenant, of other types, or from before it was made', async () => {
  await send(sillage, clock)
  await make()
  await send(sillage, clock, 1, 'other')
  await send(sillage, clock)
  await came(1)
  await clock.advance(10_000)
  await hook.pass()
  expect(hook.received.map(({ event }) => [event.type, event.owner])).toEqual([['message.sent', 'acme']])
})

it.each([
  ['refuses connections', undefined],
  ['answers 500', 500],
  ['answers 408', 408],
  ['answers 429', 429],
  ['leads elsewhere', 302],
])('a fact is tried again under the same id while the URL %s, and the rest waits', async (_, status) => {
  const { id } = await make({ url: status === undefined ? 'http://127.0.0.1:9/' : hook.url })
  hook.answers((response) => void response.writeHead(status ?? 500, { location: hook.url }).end())
  await send(sillage, clock, 2)
  const tried = async () => (await webhooks().deliveries(id)).items[0]?.attempts ?? 0
  await until(async () => (await tried()) === 3)
  const failing = await webhooks().get(id)
  expect([failing.lagging, failing.enabled]).toEqual([true, true])
  expect(sillage.metrics().webhooks.lagMs).toBeGreaterThan(0)
  const [waiting, ...others] = (await webhooks().deliveries(id, { failed: true })).items
  expect(others).toEqual([])
  expect(waiting).toMatchObject({ status: 'waiting', attempts: 3, answer: status ?? null })
  expect(waiting?.error).not.toContain('127.0.0.1')
  hook.answers(204)
  await webhooks().update(id, { url: hook.url })
  const before = hook.received.length
  await came(before + 2, 5_000)
  const [first, second] = idsOf().slice(before)
  expect([first, first === second]).toEqual([waiting?.eventId, false])
  await until(async () => !(await webhooks().get(id)).lagging)
  expect(sillage.metrics().webhooks.lagMs).toBe(0)
})

it('waits longer from try to try, up to an hour', async () => {
  await make()
  const at: number[] = []
  hook.answers((response) => {
    at.push(clock.now())
    response.writeHead(503).end()
  })
  await send(sillage, clock)
  // As fine as the wait is long.
  for (let n = 1; n <= 10; n += 1) await came(n, Math.min(500 * 3 ** Math.max(0, n - 2), 300_000))
  const waits = at.slice(1).map((time, n) => time - (at[n] ?? 0))
  for (const [n, wait] of waits.entries()) {
    const expected = Math.min(5_000 * 3 ** n, hour)
    expect(wait, String(n)).toBeGreaterThanOrEqual(expected)
    expect(wait, String(n)).toBeLessThan(expected * 1.2 + 6_000)
  }
})

it.each<[number, string, number]>([
  [429, '600', 600_000],
  [503, 'Thu, 01 Jan 2026 00:20:00 GMT', 0],
  [429, '999999', hour],
  [429, '1', 5_000],
  [429, 'soon', 5_000],
  [429, '-60', 5_000],
  [500, '600', 5_000],
])('of %d with Retry-After: %s the next try is no sooner', async (status, after, leastMs) => {
  await make()
  const at: number[] = []
  hook.answers((response) => {
    at.push(clock.now())
    response.writeHead(status, { 'retry-after': after }).end()
  })
  await send(sillage, clock)
  await came(1)
  await came(2, Math.max(leastMs, 600_000) / 120)
  const [first = 0, second = 0] = at
  const least = leastMs === 0 ? Date.parse(after) - first : leastMs
  expect(second - first).toBeGreaterThanOrEqual(least)
  expect(second - first).toBeLessThan(least * 1.1 + 6_000)
})

it('is tried as soon as before when the clock was set back meanwhile', async () => {
  await make()
  hook.answers(500)
  await send(sillage, clock)
  await came(3)
  clock.jump(-30 * 24 * hour)
  const before = clock.monotonic()
  await came(5)
  expect(clock.monotonic() - before).toBeLessThan(300_000)
})

it('what is refused for an hour is given up, and kept among the deliveries', async () => {
  const { id } = await make()
  hook.answers(422)
  await send(sillage, clock, 2)
  await came(1)
  const [refused] = idsOf()
  await until(async () => idsOf().some((one) => one !== refused), 60_000)
  expect(clock.now()).toBeGreaterThanOrEqual(Date.parse((await webhooks().get(id)).createdAt) + hour)
  const [, last] = (await webhooks().deliveries(id, { failed: true })).items
  expect([last?.eventId ?? refused, (await webhooks().get(id)).enabled]).toEqual([refused, true])
})

it.each([
  ['gone', 410, 1],
  ['failing', 500, 72],
])(
  'it is switched off as %s when the URL answers %d, after %d hours at most, and says so',
  async (reason, status, hours) => {
    const told: unknown[] = []
    sillage.subscribe('watch', ['webhook.disabled'], ({ data }) => void told.push(data))
    const { id } = await make()
    hook.answers(status)
    await send(sillage, clock)
    const began = clock.now()
    await came(1)
    await until(async () => !(await webhooks().get(id)).enabled, 600_000, 600)
    expect(clock.now() - began).toBeLessThanOrEqual((hours + 2) * hour)
    if (status === 500) expect(clock.now() - began).toBeGreaterThan(70 * hour)
    expect(await webhooks().get(id)).toMatchObject({ disabledReason: reason, lagging: false })
    await until(() => told.length > 0)
    expect(told).toEqual([{ webhookId: id, reason }])
    const count = hook.received.length
    hook.answers(204)
    await send(sillage, clock)
    await webhooks().update(id, { enabled: true })
    await send(sillage, clock)
    await came(count + 1)
    await clock.advance(10_000)
    await hook.pass()
    expect(hook.received.length).toBe(count + 1)
    expect((await webhooks().get(id)).disabledReason).toBe(null)
  },
)

it('waits ten seconds for an answer, and reads no more than a little of it', async () => {
  const { id } = await make()
  hook.answers(() => {})
  const test = webhooks().test(id)
  await hook.until(1)
  await clock.advance(9_999)
  await hook.pass()
  expect((await webhooks().deliveries(id)).items).toEqual([])
  await clock.advance(1)
  expect(await test).toMatchObject({
    status: 'failed',
    answer: null,
    error: 'The URL did not answer within 10 seconds.',
    durationMs: 10_000,
  })
  let ended = false
  hook.answers((response) => {
    response.writeHead(200)
    const more = () => void (ended ? undefined : response.write('x'.repeat(65_536), more))
    response.on('close', () => {
      ended = true
    })
    more()
  })
  expect(await webhooks().test(id)).toMatchObject({ status: 'delivered', answer: 200 })
  // The server's socket learns it a moment later.
  while (!ended) await hook.pass()
})

it('signs with both secrets while one is replaced, and then with the new one', async () => {
  const { id, secret } = await make()
  const { secret: next } = await webhooks().rotateSecret(id, { overlapMs: 60_000 })
  await webhooks().test(id)
  expect(await hook.verified(secret)).toEqual(await hook.verified(next))
  await clock.advance(60_001)
  hook.received.splice(0)
  await webhooks().test(id)
  await hook.verified(next)
  await expect(hook.verified(secret)).rejects.toMatchObject({ code: 'bad_signature' })
})

it('one that is replaced twice signs as long as it was promised, and not at all when it is taken back', async () => {
  const { id, secret } = await make()
  const { secret: second } = await webhooks().rotateSecret(id, { overlapMs: 60_000 })
  const { secret: third } = await webhooks().rotateSecret(id, { overlapMs: 90_000 })
  const signing = async () => {
    hook.received.splice(0)
    await webhooks().test(id)
    const each = [secret, second, third].map((one) =>
      hook.verified(one).then(
        () => true,
        () => false,
      ),
    )
    return await Promise.all(each)
  }
  expect(await signing()).toEqual([true, true, true])
  await clock.advance(60_000)
  expect(await signing()).toEqual([false, true, true])
  const { secret: last } = await webhooks().rotateSecret(id, { overlapMs: 0 })
  expect(await signing()).toEqual([false, false, false])
  await hook.verified(last)
  for (let n = 0; n < 20; n += 1) await webhooks().rotateSecret(id)
  await signing()
  expect(String(hook.received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(10)
})

it('sends a fact once more under its id when it is asked to', async () => {
  const { id, secret } = await make()
  await send(sillage, clock)
  await came(1)
  await until(async () => (await webhooks().deliveries(id)).items.length === 1)
  const [delivered] = (await webhooks().deliveries(id)).items
  expect(await webhooks().redeliver(id, delivered?.id ?? '')).toMatchObject({ status: 'delivered', attempts: 2 })
  const [first, second] = await hook.verified(secret)
  expect(second).toEqual(first)
})

it('stores a secret that only the installation can read, and never answers it again', async () => {
  const given = `whsec_${'QUJD'.repeat(8)}`
  const { store } = await stage()
  const made = await make({ secret: given })
  expect(made.secret).toBe(given)
  expect(JSON.stringify([await webhooks().get(made.id), await webhooks().list()])).not.toContain('whsec_')
  await webhooks().test(made.id)
  await hook.verified(given)
  expect(JSON.stringify(await store.webhooks.list({ limit: 10 }))).not.toContain('QUJD')
})
