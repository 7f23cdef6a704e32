import { afterEach, expect, it } from 'vitest'
import type { Sillage, SillageEvent } from '../../src/index.ts'
import { memoryStoreOn } from '../../src/store/memory/memory-store.ts'
import { createMemoryState } from '../../src/store/memory/state.ts'
import { hit, record } from '../../src/testing/stores/hits.ts'
import { goOn, send, stage } from './stage.ts'

const opened: Sillage[] = []
afterEach(async () => {
  for (const sillage of opened.splice(0)) await sillage.close()
})
async function staged(...args: Parameters<typeof stage>) {
  const made = await stage(...args)
  opened.push(made.sillage)
  return made
}
const typesOf = (events: readonly SillageEvent[]) => events.map(({ type }) => type)

it('gives a handler all that is stored, in order, with what `on` gives', async () => {
  const { sillage, clock, store } = await staged()
  const told: SillageEvent[] = []
  sillage.subscribe('crm', ['message.sent', 'campaign.completed', 'message.opened', 'message.clicked'], (event) => {
    told.push(event)
  })
  await clock.advance(0)
  const heard: SillageEvent[] = []
  for (const type of ['message.sent', 'campaign.completed'] as const)
    sillage.on(type, (event) => void heard.push(event))
  const campaignId = await send(sillage, clock, 2)
  await goOn(clock, () => told.length === 3)
  expect(typesOf(told)).toEqual(['message.sent', 'message.sent', 'campaign.completed'])
  expect(told.map(({ data }) => data)).toEqual(heard.map(({ data }) => data))
  const [link] = await store.campaigns.addLinks(Number(campaignId), [
    { url: 'https://a.example/', personalised: false },
  ])
  const [id] = (await sillage.messages.list({ campaignId })).items.map((item) => Number(item.id))
  await record(store, [hit('click', id ?? 0, { linkId: link?.id ?? null, at: clock.now() })])
  await record(store, [hit('click', id ?? 0, { linkId: link?.id ?? null, at: clock.now(), verdict: 'scanner' })])
  await goOn(clock, () => told.length === 5)
  const [click, open] = told.slice(3).toSorted((a, b) => (a.type < b.type ? -1 : 1))
  const about = {
    messageId: String(id),
    campaignId,
    stream: null,
    ref: 'user 0',
    key: null,
    verdict: 'human',
    first: true,
  }
  expect([open?.type, open?.data]).toEqual(['message.opened', about])
  expect([click?.type, click?.data]).toEqual([
    'message.clicked',
    { ...about, link: { id: String(link?.id), url: link?.url } },
  ])
  expect(new Set(told.map(({ id }) => id)).size).toBe(5)
  for (const { id, owner } of told) expect([owner, /^evt_[\w-]{24}$/.test(id)]).toEqual(['acme', true])
  await clock.advance(20_000)
  expect(told.length).toBe(5)
})

it('leaves machines out unless they are asked for', async () => {
  const { sillage, clock, store } = await staged()
  const [people, all]: [SillageEvent[], SillageEvent[]] = [[], []]
  sillage.subscribe('people', ['message.opened'], (event) => void people.push(event))
  sillage.subscribe('all', ['message.opened'], (event) => void all.push(event), { machines: true })
  const campaignId = await send(sillage, clock)
  const [item] = (await sillage.messages.list({ campaignId })).items
  for (const verdict of ['scanner', 'human'] as const)
    await record(store, [hit('open', Number(item?.id), { at: clock.now(), verdict })])
  await goOn(clock, () => all.length === 2 && people.length === 1)
  expect(people[0]).toEqual(all[1])
})

it('gives the same fact again, ever later, to a handler that fails, and nothing before it', async () => {
  const { sillage, clock } = await staged()
  const tries: [string, number][] = []
  sillage.subscribe('crm', ['message.sent'], (event) => {
    tries.push([event.id, clock.now()])
    if (tries.length < 4) throw new Error('not yet')
  })
  await clock.advance(0)
  await send(sillage, clock, 2)
  await goOn(clock, () => tries.length === 5)
  const [first = ['', 0]] = tries
  expect(tries.map(([id]) => id === first[0])).toEqual([true, true, true, true, false])
  const waits = tries.slice(1, 4).map(([, at], n) => at - (tries[n]?.[1] ?? 0))
  for (const [n, least] of [1_000, 3_000, 9_000].entries()) {
    expect(waits[n]).toBeGreaterThanOrEqual(least)
    expect(waits[n]).toBeLessThan(least + 2_000)
  }
})

it('is served by one process at a time, and by another when that one ends or is gone', async () => {
  const state = createMemoryState()
  const one = await staged({ store: memoryStoreOn(state) })
  const { clock } = one
  const two = await staged({ store: memoryStoreOn(state) }, clock)
  const told: [string, string][] = []
  for (const [name, { sillage }] of [
    ['one', one],
    ['two', two],
  ] as const)
    sillage.subscribe('crm', ['message.sent'], (event) => void told.push([name, event.id]))
  await clock.advance(0)
  await send(one.sillage, clock, 3)
  await goOn(clock, () => told.length === 3)
  const [[holder] = ['']] = told
  expect(told.map(([name]) => name)).toEqual([holder, holder, holder])
  const [served, other] = holder === 'one' ? [one, two] : [two, one]
  // Its store is away for it alone: as if it were gone.
  const { webhooks } = served.store
  webhooks.take = () => Promise.reject(new Error('gone'))
  webhooks.save = () => Promise.reject(new Error('gone'))
  await send(other.sillage, clock, 2)
  await goOn(clock, () => told.length >= 5 && told.slice(3).filter(([name]) => name !== holder).length === 2)
  const ids = told.map(([, id]) => id)
  expect(new Set(ids).size).toBe(5)
  // Those that the first one was given, and could not note, came twice under one id.
  expect(ids.length).toBeLessThanOrEqual(6)
})

it('goes on where it was after all processes ended, and misses nothing of the time between', async () => {
  const state = createMemoryState()
  const first = await staged({ store: memoryStoreOn(state) })
  const { clock } = first
  const told: SillageEvent[] = []
  const end = first.sillage.subscribe('crm', ['message.sent'], (event) => void told.push(event))
  await clock.advance(0)
  await send(first.sillage, clock)
  await goOn(clock, () => told.length === 1)
  await end()
  await send(first.sillage, clock, 2)
  await first.sillage.close()
  expect(told.length).toBe(1)
  const second = await staged({ store: memoryStoreOn(state) }, clock)
  second.sillage.subscribe('crm', ['message.sent'], (event) => void told.push(event))
  await goOn(clock, () => told.length === 3)
  expect(new Set(told.map(({ id }) => id)).size).toBe(3)
})

it('says what a provider says has arrived', async () => {
  const { sillage, clock } = await staged()
  const told: SillageEvent[] = []
  const heard: SillageEvent[] = []
  sillage.on('message.delivered', (event) => void heard.push(event))
  sillage.subscribe('crm', ['message.delivered'], (event) => void told.push(event))
  const campaignId = await send(sillage, clock)
  const [{ id: messageId } = { id: '' }] = (await sillage.messages.list({ campaignId })).items
  const result = await sillage.feedback.record([{ type: 'delivered', refs: { messageId } }], { source: 'test' })
  expect(result.ignored).toBe(1)
  await goOn(clock, () => told.length === 1)
  expect(told[0]?.data).toEqual({ messageId, campaignId, stream: null, ref: 'user 0', key: null })
  expect(heard.map(({ data }) => data)).toEqual([told[0]?.data])
})

it('a name is subscribed once in a process, and again after it ended', async () => {
  const { sillage } = await staged()
  const end = sillage.subscribe('crm', ['message.sent'], () => {})
  expect(() => sillage.subscribe('crm', ['message.sent'], () => {})).toThrow('name: expected a name that this process')
  await end()
  await sillage.subscribe('crm', ['message.sent'], () => {})()
})

it('keeps no row of facts that all have read, and asks no store for what nobody subscribes', async () => {
  const state = createMemoryState()
  const { sillage, clock } = await staged({ store: memoryStoreOn(state) })
  await send(sillage, clock)
  expect(state.outbox).toEqual([])
  let told = 0
  sillage.subscribe('crm', ['message.sent'], () => void told++)
  await clock.advance(0)
  await send(sillage, clock, 5)
  await goOn(clock, () => told === 5)
  await clock.advance(130_000)
  expect(state.outbox).toEqual([])
})
