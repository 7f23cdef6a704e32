import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Sillage } from '../../src/index.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import { type Receiver, receiver } from './receiver.ts'
import { send, stage } from './stage.ts'

let hook: Receiver
let sillage: Sillage
let clock: FakeClock
beforeEach(async () => {
  hook = await receiver()
})
afterEach(async () => {
  await sillage.close()
  await hook.close()
})

it.each([408, 429, 500])('a fact that is answered %d is not given up after an hour', async (status) => {
  ;({ sillage, clock } = await stage())
  await sillage.for('acme').webhooks.create({ url: hook.url, events: ['message.sent'] })
  hook.answers(status)
  await send(sillage, clock, 2)
  for (let minutes = 0; minutes < 120; minutes += 5) {
    await clock.leap(300_000)
    await hook.pass()
  }
  expect(hook.received.length).toBeGreaterThan(3)
  expect(new Set(hook.received.map(({ event }) => event.id)).size).toBe(1)
})

it('ten tests and deliveries once more are sent in a minute for a tenant, and no more', async () => {
  ;({ sillage, clock } = await stage())
  const { webhooks } = sillage.for('acme')
  const { id } = await webhooks.create({ url: hook.url, events: ['message.sent'] })
  const delivery = await webhooks.test(id)
  for (let n = 0; n < 4; n += 1) await webhooks.test(id)
  for (let n = 0; n < 5; n += 1) await webhooks.redeliver(id, delivery.id)
  const refused = { code: 'rate_limited', details: { retryAfterSeconds: 60 } }
  await expect(webhooks.test(id)).rejects.toMatchObject(refused)
  await expect(webhooks.redeliver(id, delivery.id)).rejects.toMatchObject(refused)
  expect(hook.received.length).toBe(10)
  const other = sillage.for('other').webhooks
  await other.test((await other.create({ url: hook.url, events: ['*'] })).id)
  await clock.advance(60_000)
  await webhooks.test(id)
})

it('a tenant has at most a hundred webhooks, and others have theirs', async () => {
  ;({ sillage, clock } = await stage())
  const input = { url: hook.url, events: ['*'] as ['*'] }
  const { webhooks } = sillage.for('acme')
  const made = []
  for (let n = 0; n < 100; n += 1) made.push(await webhooks.create(input))
  await expect(webhooks.create(input)).rejects.toMatchObject({ code: 'invalid_field', field: 'url' })
  await sillage.for('other').webhooks.create(input)
  await sillage.webhooks.create(input)
  await webhooks.delete(made[7]?.id ?? '')
  await webhooks.create(input)
  for (let n = 0; n < 99; n += 1) await sillage.webhooks.create(input)
  await expect(sillage.webhooks.create(input)).rejects.toMatchObject({ code: 'invalid_field', field: 'url' })
})

it('what a webhook says has bounds', async () => {
  ;({ sillage, clock } = await stage())
  const { webhooks } = sillage.for('acme')
  const { id } = await webhooks.create({ url: hook.url, events: ['*'] })
  const types = (count: number) => Array.from({ length: count }, () => 'message.sent' as const)
  const url = (length: number) => `${hook.url}/`.padEnd(length, 'x')
  await webhooks.update(id, { url: url(2_000), events: types(100), description: 'd'.repeat(500) })
  for (const [field, patch] of [
    ['url', { url: url(2_001) }],
    ['events', { events: types(101) }],
    ['events', { events: [] }],
    ['description', { description: 'd'.repeat(501) }],
  ] as const)
    await expect(webhooks.update(id, patch as never), field).rejects.toMatchObject({ code: 'invalid_field', field })
  await expect(webhooks.rotateSecret(id, { overlapMs: 7 * 86_400_000 + 1 })).rejects.toMatchObject({
    field: 'overlapMs',
  })
})

it.each(['http://127.0.0.1/', 'https://localhost/', 'http://[::1]:8080/', 'http://10.0.0.7/', 'http://0x7f.1/'])(
  'the URL %s is refused when a webhook is made, and when it is changed',
  async (url) => {
    ;({ sillage, clock } = await stage({ webhooks: {} }))
    const { webhooks } = sillage.for('acme')
    const refused = { code: 'invalid_field', field: 'url' }
    await expect(webhooks.create({ url, events: ['*'] })).rejects.toMatchObject(refused)
    const { id } = await webhooks.create({ url: 'https://hook.invalid/', events: ['*'] })
    await expect(webhooks.update(id, { url })).rejects.toMatchObject(refused)
    expect((await webhooks.get(id)).url).toBe('https://hook.invalid/')
  },
)
