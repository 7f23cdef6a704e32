import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { memoryStore } from '../../src/index.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { mail, process, server, to } from './processes.ts'
import { stage } from './stage.ts'

const recipients = ({ smtp }: Awaited<ReturnType<typeof server>>) => smtp.received.map((one) => one.to)

describe('several transports by name', () => {
  it('send the campaigns that choose them, each by its own server', async () => {
    const [first, bulk] = [await server(), await server()]
    const sillage = process({ store: memoryStore(), transport: { default: first.transport, bulk: bulk.transport } })
    const news = await sillage.campaigns.create({ ...mail, recipients: to('ada', 'bob'), transport: 'bulk' })
    const receipt = await sillage.campaigns.create({ ...mail, recipients: to('zoe') })
    expect([news.transport, receipt.transport]).toEqual(['bulk', null])
    await sillage.sendDue()
    await sillage.campaigns.sendTest({ subject: 's', html: '<p>x</p>', to: 'me@shop.example' })
    expect(recipients(bulk).sort()).toEqual(['ada@example.org', 'bob@example.org'])
    expect(recipients(first)).toEqual(['zoe@example.org', 'me@shop.example'])
    for (const { id } of [news, receipt]) expect((await sillage.campaigns.get(id)).status).toBe('completed')
    expect(sillage.metrics().sender).toMatchObject({ sent: 3, inFlight: 0, outage: false })
  })

  it('an outage of one, or its refusal of our login, is no matter of the other', async () => {
    const first = await server()
    const away = await server(({ at }) => (at === 'greeting' ? { at, drop: true } : undefined))
    const locked = await server(({ at }) =>
      at === 'mail' ? { at, reply: '535 5.7.8 Authentication credentials invalid' } : undefined,
    )
    const transport = { default: first.transport, away: away.transport, locked: locked.transport }
    const sillage = process({ store: memoryStore(), transport })
    const waiting = await sillage.campaigns.create({ ...mail, recipients: to('ada'), transport: 'away' })
    const paused = await sillage.campaigns.create({ ...mail, recipients: to('bob'), transport: 'locked' })
    const sent = await sillage.campaigns.create({ ...mail, recipients: to('zoe', 'eve') })
    await sillage.sendDue({ until: new Date(Date.now() + 1_000) })
    expect(recipients(first).sort()).toEqual(['eve@example.org', 'zoe@example.org'])
    expect((await sillage.campaigns.get(sent.id)).status).toBe('completed')
    expect(await sillage.campaigns.get(waiting.id)).toMatchObject({ status: 'sending', queued: 1, failed: 0 })
    expect(await sillage.campaigns.get(paused.id)).toMatchObject({ status: 'paused', pauseReason: 'smtp_auth' })
    expect(sillage.metrics().sender?.outage).toBe(true)
  })

  it('a process that does not have the transport of a campaign leaves it to one that has', async () => {
    const [first, bulk] = [await server(), await server()]
    const store = memoryStore()
    const web = process({ store, transport: first.transport, transportNames: ['bulk'] })
    expect(await web.transports.list()).toEqual({ items: [{ name: 'default' }, { name: 'bulk' }], next: null })
    const { id } = await web.campaigns.create({ ...mail, recipients: to('ada'), transport: 'bulk' })
    expect(await web.sendDue()).toBe(0)
    expect(await web.campaigns.get(id)).toMatchObject({ status: 'sending', queued: 1 })
    const sender = process({ store, transport: { default: first.transport, bulk: bulk.transport } })
    await sender.sendDue({ campaignId: id })
    expect(recipients(bulk)).toEqual(['ada@example.org'])
    expect(recipients(first)).toEqual([])
  })

  it('a draft may be given to another one', async () => {
    const [first, bulk] = [await server(), await server()]
    const sillage = process({ store: memoryStore(), transport: { default: first.transport, bulk: bulk.transport } })
    const { id } = await sillage.campaigns.create({ ...mail, recipients: to('ada'), start: false, transport: 'bulk' })
    expect(await sillage.campaigns.update(id, { transport: null })).toMatchObject({ transport: null })
    await sillage.campaigns.start(id)
    await sillage.sendDue()
    expect(recipients(first)).toEqual(['ada@example.org'])
  })

  it('one that was paused for the login of its own goes by another from where it stopped', async () => {
    const first = await server()
    const locked = await server(({ at }) =>
      at === 'mail' && locked.smtp.received.length > 0 ? { at, reply: '535 5.7.8 Login invalid' } : undefined,
    )
    const transport = { default: first.transport, locked: locked.transport }
    const sillage = process({ store: memoryStore(), transport, sending: { concurrency: 1 } })
    const { id } = await sillage.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'zoe'), transport: 'locked' })
    await sillage.sendDue()
    expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'paused', pauseReason: 'smtp_auth', sent: 1 })
    await sillage.campaigns.update(id, { transport: null })
    await sillage.campaigns.resume(id)
    await sillage.sendDue()
    expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'completed', sent: 3 })
    expect([recipients(locked).length, recipients(first).length]).toEqual([1, 2])
  })

  it('a name that no process is known to have is refused, and so are options that name none', async () => {
    const { transport } = await server()
    const sillage = process({ store: memoryStore(), transport })
    const creating = sillage.campaigns.create({ ...mail, recipients: to('ada'), transport: 'bulk' })
    await expect(creating).rejects.toMatchObject({
      code: 'invalid_field',
      field: 'transport',
      message: expect.stringMatching(/^transport: expected one of default, got bulk/),
    })
    for (const [given, field] of [
      [{ transport: { bulk: transport } }, 'transport'],
      [{ transport: { default: transport, bulk: 5 } }, 'transport.bulk'],
      [{ transport: { default: transport, 'b u l k': transport } }, 'transport'],
      [{ transportNames: ['b u l k'] }, 'transportNames[0]'],
      [{ transportNames: 'bulk' }, 'transportNames'],
    ] as const)
      expect(() => process({ store: memoryStore(), ...(given as object) })).toThrow(
        expect.objectContaining({ code: 'invalid_option', field }) as Error,
      )
  })
})

describe('in processes that go on', () => {
  const many = (domain: string) => Array.from({ length: 200 }, (_, n) => ({ email: `p${n}@${domain}` }))
  const own = { default: 'first.example', bulk: 'bulk.example' }
  type Name = keyof typeof own

  async function campaigns(sillage: ReturnType<typeof process>, more: object = {}) {
    const created = (['default', 'bulk'] as const).map((transport) =>
      sillage.campaigns.create({ ...mail, ...more, recipients: many(own[transport]), transport }),
    )
    return (await Promise.all(created)).map(({ id }) => id)
  }
  const strays = (one: Awaited<ReturnType<typeof server>>, name: Name) =>
    recipients(one).filter((email) => !email.endsWith(own[name]))
  const over = async (sillage: ReturnType<typeof process>, ids: string[]) => {
    const status = await Promise.all(ids.map(async (id) => (await sillage.campaigns.get(id)).status))
    return status.every((one) => one === 'completed')
  }

  it.each<[string, () => object]>([
    ['at once', () => ({})],
    ['with a delay', () => ({ delayMs: 5 })],
    ['with limits', () => ({ limits: { perSecond: 300 } })],
    ['when their time comes', () => ({ scheduledAt: new Date(Date.now() + 500).toISOString() })],
  ])('each campaign goes by its own, %s', async (_, more) => {
    const [first, bulk] = [await server(), await server()]
    const sillage = process({ store: memoryStore(), transport: { default: first.transport, bulk: bulk.transport } })
    await sillage.start()
    const ids = await campaigns(sillage, more())
    await vi.waitUntil(() => over(sillage, ids), { timeout: 15_000, interval: 20 })
    expect([strays(first, 'default'), strays(bulk, 'bulk')]).toEqual([[], []])
    expect([first.smtp.received.length, bulk.smtp.received.length]).toEqual([200, 200])
  })

  it('each goes by its own when it is paused and resumed, and waits where no process has its transport', async () => {
    const first = await server()
    const sillage = process({ store: memoryStore(), transport: first.transport, transportNames: ['bulk'] })
    await sillage.start()
    const ids = await campaigns(sillage, { delayMs: 3 })
    for (let times = 0; times < 3; times += 1)
      for (const id of ids) {
        const { status } = await sillage.campaigns.get(id)
        if (status !== 'sending') continue
        await sillage.campaigns.pause(id)
        await sillage.campaigns.resume(id)
      }
    await vi.waitUntil(() => over(sillage, ids.slice(0, 1)), { timeout: 15_000, interval: 20 })
    expect(strays(first, 'default')).toEqual([])
    expect(await sillage.campaigns.get(ids[1] ?? '')).toMatchObject({ status: 'sending', queued: 200, sent: 0 })
  })
})

it('a sender reads no content of a campaign that another transport sends, and writes nothing of it', async () => {
  const set = stage({ transport: recordingTransport({ clock: systemClock }), transportName: 'bulk' })
  const { id } = await set.campaign(['ada@example.org'])
  const got = vi.spyOn(set.store.campaigns, 'get')
  const summary = vi.spyOn(set.store.campaigns, 'summary')
  const moved = vi.spyOn(set.store.messages, 'bringForward')
  await set.sender.start()
  set.sender.wake(id)
  await vi.waitUntil(() => summary.mock.calls.length > 0)
  await set.sender.stop()
  expect(got).not.toHaveBeenCalled()
  expect(moved.mock.calls.filter(([request]) => request.campaignId === id)).toEqual([])
})
