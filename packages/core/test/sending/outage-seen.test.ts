import { expect, it, vi } from 'vitest'
import { silentLogger } from '../../src/domain/logger.ts'
import { memoryStore } from '../../src/index.ts'
import { createOutageReport } from '../../src/sending/engine/outage-report.ts'
import type { SmtpScript } from '../../src/testing/smtp/smtp-fault.ts'
import { mail, process, server, to } from './processes.ts'

const away: SmtpScript = ({ at }) =>
  at === 'greeting' ? { at, replyAndClose: '421 4.3.2 Down for repairs' } : undefined

it('is seen by a process that only shows: since when, which server, what it said, when it is asked again', async () => {
  const store = memoryStore()
  const { smtp, transport } = await server(away)
  const web = process({ store })
  const sender = process({ store, transport })
  const { id } = await web.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'eve', 'zoe') })
  const other = await web.campaigns.create({ ...mail, recipients: to('ada'), start: false })
  const begun = Date.now()
  await sender.start()
  const seen = await vi.waitUntil(async () => (await web.campaigns.get(id)).outage, 5_000)
  expect(seen).toEqual({
    transport: 'default',
    server: `127.0.0.1:${smtp.port}`,
    since: expect.any(String),
    error: {
      kind: 'rate',
      message: 'The mail server takes no connection at the moment.',
      code: 421,
      enhancedCode: '4.3.2',
    },
    nextTryAt: expect.any(String),
  })
  const [since, next] = [Date.parse(seen?.since ?? ''), Date.parse(seen?.nextTryAt ?? '')]
  expect(since).toBeGreaterThanOrEqual(begun)
  expect(next).toBeGreaterThan(since)
  expect((await web.campaigns.list()).items.map(({ outage }) => outage?.server ?? null)).toEqual([null, seen?.server])
  expect((await web.campaigns.stats(id)).campaign.outage?.since).toBe(seen?.since)
  expect((await web.campaigns.get(other.id)).outage).toBeNull()

  smtp.setScript(undefined)
  await vi.waitUntil(async () => (await web.campaigns.get(id)).status === 'completed', 10_000)
  expect((await web.campaigns.get(id)).outage).toBeNull()
  expect(await store.outages.list(0)).toEqual([])
})

it('says when it is asked next after each try, and since when it was away from the first', async () => {
  const store = memoryStore()
  const { transport } = await server(away)
  const sender = process({ store, transport })
  const { id } = await sender.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'eve', 'zoe') })
  await sender.start()
  const first = await vi.waitUntil(async () => (await sender.campaigns.get(id)).outage, 5_000)
  const second = await vi.waitUntil(async () => {
    const { outage } = await sender.campaigns.get(id)
    return outage?.nextTryAt === first?.nextTryAt ? undefined : outage
  }, 5_000)
  expect(second?.since).toBe(first?.since)
  expect(Date.parse(second?.nextTryAt ?? '')).toBeGreaterThan(Date.parse(first?.nextTryAt ?? ''))
})

it('is over when the process that said it stops, and of one that was killed soon after its next try', async () => {
  const store = memoryStore()
  const { transport } = await server(away)
  const web = process({ store })
  const sender = process({ store, transport })
  const { id } = await web.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'eve', 'zoe') })
  await sender.start()
  await vi.waitUntil(async () => (await web.campaigns.get(id)).outage, 5_000)
  await sender.stop()
  expect((await web.campaigns.get(id)).outage).toBeNull()

  const said = {
    transport: 'default',
    sender: 'killed',
    server: null,
    error: { kind: 'other', message: 'gone' },
  } as const
  const now = Date.now()
  await store.outages.put({ ...said, since: now - 600_000, nextTryAt: now - 60_000 })
  expect((await web.campaigns.get(id)).outage).toMatchObject({ error: { message: 'gone' }, server: null })
  await store.outages.put({ ...said, since: now - 600_000, nextTryAt: now - 180_000 })
  expect((await web.campaigns.get(id)).outage).toBeNull()
})

it('of another transport, and of the host’s own server, is no matter of a tenant’s', async () => {
  const store = memoryStore()
  const [well, down] = [await server(), await server(away)]
  const transport = { default: well.transport, bulk: down.transport }
  const sillage = process({ store, transport, tenants: 'required' })
  const acme = sillage.for('acme')
  const bulk = await acme.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'eve', 'zoe'), transport: 'bulk' })
  const own = await acme.campaigns.create({ ...mail, recipients: to('ada'), scheduledAt: '2099-01-01T00:00:00Z' })
  await sillage.start()
  const seen = await vi.waitUntil(async () => (await acme.campaigns.get(bulk.id)).outage, 5_000)
  expect(seen).toMatchObject({
    transport: 'bulk',
    server: null,
    error: { code: 421 },
  })
  expect((await acme.campaigns.get(own.id)).outage).toBeNull()
})

it('is over for sendDue, too, whose first act is to ask the server', async () => {
  const store = memoryStore()
  const { smtp, transport } = await server(away)
  const sender = process({ store, transport })
  const { id } = await sender.campaigns.create({ ...mail, recipients: to('ada', 'bob', 'eve', 'zoe') })
  expect(await sender.sendDue()).toBe(0)
  const { outage } = await sender.campaigns.get(id)
  smtp.setScript(undefined)
  await vi.waitUntil(() => Date.now() > Date.parse(outage?.nextTryAt ?? ''), 5_000)
  expect(await sender.sendDue()).toBe(4)
  expect((await sender.campaigns.get(id)).outage).toBeNull()
})

it('whose end could not be stored is over with the next message', async () => {
  const { outages } = memoryStore()
  const report = createOutageReport({
    store: { ...outages, end: vi.fn(outages.end).mockRejectedValueOnce(new Error('away')) },
    logger: silentLogger,
    sender: 'one',
    transport: 'default',
    server: null,
  })
  const error = { kind: 'connection', message: 'away' } as const
  await report.away({ error, nextTryAt: 5 }, 1)
  await report.over()
  expect([report.isAway, (await outages.list(0)).length]).toEqual([true, 1])
  await report.over()
  expect([report.isAway, (await outages.list(0)).length]).toEqual([false, 0])
  await report.away({ error, nextTryAt: 9 }, 8)
  expect(await outages.list(0)).toMatchObject([{ since: 8 }])
})
