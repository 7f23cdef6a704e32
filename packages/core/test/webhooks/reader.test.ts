import { afterEach, expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { FakeClock } from '../../src/testing/fake-clock.ts'
import { type Receiver, receiver } from './receiver.ts'
import { goOn, send, stage } from './stage.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
async function staged(...args: Parameters<typeof stage>) {
  const made = await stage(...args)
  opened.push(made.sillage)
  return made
}
async function received(): Promise<Receiver> {
  const made = await receiver()
  opened.push(made)
  return made
}

/** The first of three facts is on its way, and is answered when the test says so. */
async function behind({ sillage, clock }: Awaited<ReturnType<typeof stage>>, hook: Receiver) {
  hook.answers(500)
  await send(sillage, clock, 3)
  await goOn(clock, () => hook.received.length > 0, { between: hook.pass })
  let answer: (() => void) | undefined
  hook.answers((response) => {
    answer = () => void response.writeHead(204).end()
  })
  await goOn(clock, () => answer !== undefined, { between: hook.pass })
  hook.received.splice(0)
  return () => answer?.()
}

it('a webhook that is changed while it is behind is read on as it is then', async () => {
  const here = await staged()
  const { sillage, clock } = here
  const [before, after] = [await received(), await received()]
  const { webhooks } = sillage.for('acme')
  const { id } = await webhooks.create({ url: before.url, events: ['message.sent', 'campaign.completed'] })
  const answer = await behind(here, before)
  const { secret } = await webhooks.rotateSecret(id, { overlapMs: 0 })
  await webhooks.update(id, { url: after.url, events: ['message.sent'] })
  await clock.settle()
  answer()
  await goOn(clock, () => after.received.length === 2, { between: after.pass })
  await clock.advance(10_000)
  await after.pass()
  expect([before.received.length, after.received.length]).toEqual([0, 2])
  expect((await after.verified(secret)).map(({ type }) => type)).toEqual(['message.sent', 'message.sent'])
})

it('a webhook that is deleted, or switched off, while it is behind gets what is on its way and no more', async () => {
  const here = await staged()
  const { sillage, clock } = here
  const hook = await received()
  const { webhooks } = sillage.for('acme')
  for (const end of ['delete', 'switch off']) {
    const { id } = await webhooks.create({ url: hook.url, events: ['message.sent'] })
    const answer = await behind(here, hook)
    if (end === 'delete') await webhooks.delete(id)
    else await webhooks.update(id, { enabled: false })
    answer()
    await clock.advance(10_000)
    await hook.pass()
    expect(hook.received.length, end).toBe(0)
  }
})

/** A store with more to read than ever ends, none of it asked for. */
function endless(store: Store): { store: Store; read: () => number } {
  let event = 0
  const outbox: Store['outbox'] = {
    ...store.outbox,
    async read(after) {
      await new Promise((resolve) => setImmediate(resolve))
      event = after.event + 1
      return { items: [], to: { event, outbox: after.outbox }, more: true }
    },
  }
  return { store: { ...store, outbox }, read: () => event }
}

it('of what is not asked for, however much it is, the place is stored now and then, and closing waits for none of it', async () => {
  const { store, read } = endless(memoryStore())
  const { sillage, clock } = await staged({ store })
  sillage.subscribe('crm', ['message.sent'], () => {})
  await goOn(clock, () => read() > 0)
  const placeOf = async () => {
    const lease = { holder: 'nobody', now: clock.now() + 3_600_000, until: clock.now() + 3_600_001, webhooks: false }
    const [reading] = await store.webhooks.take({ ...lease, subscriptions: ['sub:crm'] })
    return reading?.place.event ?? 0
  }
  await clock.advance(12_000)
  const closing = sillage.close()
  await clock.settle()
  await closing
  const stored = await placeOf()
  expect(stored).toBeGreaterThan(0)
  expect(stored).toBeLessThanOrEqual(read())
  const last = read()
  await clock.settle()
  expect(read()).toBe(last)
})

/** The lease is asked for, and had when the test says so. */
async function asking({ webhooks }: Store, clock: FakeClock): Promise<() => void> {
  const { take } = webhooks
  let go: (() => void) | undefined
  webhooks.take = async (request) => {
    await new Promise<void>((resolve) => {
      go = resolve
    })
    return await take(request)
  }
  await goOn(clock, () => go !== undefined)
  webhooks.take = take
  return () => go?.()
}

async function isFree({ webhooks }: Store, clock: FakeClock): Promise<boolean> {
  const lease = { holder: 'another', now: clock.now(), until: clock.now() + 1_000, webhooks: false }
  return (await webhooks.take({ ...lease, subscriptions: ['sub:crm'] })).length > 0
}

it('a subscription that ends while its lease is asked for ends after the fact at hand, and leaves it to others', async () => {
  const { sillage, clock, store } = await staged()
  const handled: string[] = []
  let handle: (() => void) | undefined
  const end = sillage.subscribe('crm', ['message.sent'], async ({ id }) => {
    handled.push(id)
    await new Promise<void>((resolve) => {
      handle = resolve
    })
  })
  await clock.advance(2_000)
  await send(sillage, clock, 2)
  await goOn(clock, () => handled.length === 1)
  const taken = await asking(store, clock)
  const ended = end()
  taken()
  await clock.settle()
  handle?.()
  await ended
  expect(handled.length).toBe(1)
  expect(await isFree(store, clock)).toBe(true)
})

it('of one without a fact at hand, too', async () => {
  const { sillage, clock, store } = await staged()
  const end = sillage.subscribe('crm', ['message.sent'], () => {})
  await clock.advance(2_000)
  const taken = await asking(store, clock)
  const ended = end()
  await clock.settle()
  taken()
  await ended
  expect(await isFree(store, clock)).toBe(true)
})
