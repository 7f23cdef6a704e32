import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { type ClientOptions, createClient } from '../../src/client/index.ts'
import { frenchNames } from '../../src/domain/names.ts'
import type { CampaignStats, LiveEvents, MountOptions } from '../../src/index.ts'
import { type FetchServer, fetchServer } from '../http/fetch-server.ts'
import { kit } from '../test-sillage/kit.ts'

// The waits of the client; those of the installation are on a clock of its own.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function remote(options: Partial<ClientOptions> = {}, mount: Partial<MountOptions<Request>> = {}) {
  const near = await kit()
  const authorize: MountOptions<Request>['authorize'] = ({ route, headers }) => {
    routes.push(headers.upgrade ?? route)
    return true
  }
  const routes: string[] = []
  const server: FetchServer = await fetchServer(near.sillage, { authorize, ...mount })
  onTestFinished(() => server.close())
  const client = createClient({ baseUrl: server.url, ...options })
  const subscribers = (count: number) => expect.poll(() => near.sillage.metrics().live.subscribers).toBe(count)
  return { ...near, server, client, routes, subscribers }
}

it.each([
  ['a WebSocket', 'websocket', {}, {}],
  ['an event stream, with headers', 'live', { headers: { 'x-key': 'k' } }, {}],
  ['a WebSocket, with French names', 'websocket', { names: frenchNames }, { names: frenchNames }],
] as const)('hears the live feed by %s, over one connection', async (_, source, options, mount) => {
  const { client, subscribers, settle, mailOf, open, routes } = await remote(options, mount)
  const [progress, complete, stats]: [LiveEvents['campaign_progress'][], string[], LiveEvents['campaign_stats'][]] = [
    [],
    [],
    [],
  ]
  const offs = [
    client.live.on('campaign_progress', (data) => progress.push(data)),
    client.live.on('campaign_complete', ({ campaignId }) => complete.push(campaignId)),
    client.live.on('campaign_stats', (data) => stats.push(data)),
  ]
  await subscribers(1)
  const { id, mail } = await mailOf()
  await open(mail)
  await settle()
  await expect.poll(() => [complete, stats.at(-1)?.opens.unique]).toEqual([[id], 1])
  await expect.poll(() => progress.at(-1)).toMatchObject({ campaignId: id, sent: 1 })
  for (const off of offs) off()
  vi.advanceTimersByTime(4_999)
  await subscribers(1)
  const again = client.live.on('campaign_stats', () => {})
  vi.advanceTimersByTime(60_000)
  await subscribers(1)
  again()
  again()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
  expect(routes).toEqual([source])
})

it('a listener that throws is reported, and stops no other', async () => {
  const { client, subscribers, campaign, settle } = await remote()
  const [reported, seen]: [unknown[], string[]] = [[], []]
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const off = client.live.on('campaign_progress', () => {
    throw new Error('of the host')
  })
  const other = client.live.on('campaign_progress', ({ campaignId }) => seen.push(campaignId))
  await subscribers(1)
  const id = await campaign('ada@example.org')
  await settle()
  await expect.poll(() => seen).toContain(id)
  expect(reported[0]).toMatchObject({ message: 'of the host' })
  off()
  other()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
})

it('watches a campaign: by request, then by frames, and by request again when it is over', async () => {
  const { client, sillage, campaign, subscribers, settle, mailTo, open, routes } = await remote()
  const id = await campaign('ada@example.org', { start: false })
  const { get, subscribe } = client.watch(id)
  expect([get(), routes]).toEqual([undefined, []])
  const seen: (CampaignStats | undefined)[] = []
  const leave = subscribe(() => seen.push(get()))
  const second = vi.fn()
  const leaveToo = subscribe(second)
  await expect.poll(() => get()).toEqual(await sillage.campaigns.stats(id))
  await subscribers(1)
  const requests = () => routes.filter((route) => route === 'getStats').length
  expect([seen.length, requests()]).toEqual([1, 1])
  expect(get()).toBe(seen[0])

  await sillage.campaigns.start(id)
  const mail = await mailTo('ada@example.org')
  await settle()
  await expect.poll(() => get()).toEqual(await sillage.campaigns.stats(id))
  expect(get()?.campaign).toMatchObject({ status: 'completed', finishedAt: expect.any(String) })
  const before = requests()

  await open(mail)
  await settle()
  await expect.poll(() => get()?.opens).toMatchObject({ unique: 1 })
  expect(get()?.openRate).toBe(1)
  expect(requests()).toBe(before)
  for (const [n, value] of seen.entries()) expect(value, `${n}`).not.toEqual(seen[n - 1])
  expect(second.mock.calls.length).toBe(seen.length)

  leave()
  leaveToo()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
})

it('watches a stream by a connection of its own, and its pause', async () => {
  const { client, sillage, subscribers, settle, mailTo, open, routes } = await remote()
  await sillage.streams.put('receipts', { subject: 'S', html: '<p>x</p>' })
  const { get, subscribe } = client.watch({ stream: 'receipts' })
  const leave = subscribe(() => {})
  const other = client.watch({ stream: 'receipts' }).subscribe(() => {})
  await expect.poll(() => get()).toEqual(await sillage.streams.stats('receipts'))
  await subscribers(1)
  const requests = () => routes.filter((route) => route === 'getStreamStats').length
  const before = requests()
  await sillage.messages.send({ stream: 'receipts', to: 'ada@example.org' })
  await open(await mailTo('ada@example.org'))
  await settle()
  await expect.poll(() => [get()?.sent, get()?.opens.unique, get()?.openRate]).toEqual([1, 1, 1])
  expect(requests()).toBe(before)
  await sillage.streams.pause('receipts')
  await expect.poll(() => get()?.stream.pauseReason).toBe('user')
  leave()
  other()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
})

it('frames about another campaign leave the object and call nobody', async () => {
  const { client, campaign, settle, subscribers } = await remote()
  const id = await campaign('ada@example.org')
  await settle()
  const watch = client.watch(id)
  const listener = vi.fn()
  const leave = watch.subscribe(listener)
  const frames: string[] = []
  const off = client.live.on('campaign_progress', ({ campaignId }) => frames.push(campaignId))
  await subscribers(1)
  await expect.poll(() => watch.get()).toBeDefined()
  const value = watch.get()
  const another = await campaign('zoe@example.org')
  await settle()
  await expect.poll(() => frames).toContain(another)
  expect([watch.get() === value, listener.mock.calls.length]).toEqual([true, 1])
  leave()
  off()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
})

it('asks again after the connection was away', async () => {
  const { client, sillage, server, campaign, subscribers, routes } = await remote({ headers: { 'x-key': 'k' } })
  const id = await campaign('ada@example.org', { start: false })
  const watch = client.watch(id)
  const leave = watch.subscribe(() => {})
  await subscribers(1)
  await expect.poll(() => watch.get()?.campaign.name).toBe('n0')
  server.server.closeAllConnections()
  await subscribers(0)
  await sillage.campaigns.update(id, { name: 'changed meanwhile' })
  // The client waits until it connects again.
  await expect.poll(() => vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(500)
  await subscribers(1)
  await expect.poll(() => watch.get()?.campaign.name).toBe('changed meanwhile')
  expect(routes.filter((route) => route === 'live')).toHaveLength(2)
  leave()
  vi.advanceTimersByTime(5_000)
  await subscribers(0)
})
