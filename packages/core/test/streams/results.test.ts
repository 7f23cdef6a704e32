import { expect, it, onTestFinished } from 'vitest'
import { createSillage, memoryStore } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const HOUR = 3_600_000
const content = { subject: 's', html: '<a href="https://shop.example/">A</a>' }

async function shop() {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const options = { store: memoryStore(), clock, transport, from: 'a@port.example', baseUrl: 'https://mail.example' }
  const sillage = createSillage(options)
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  await sillage.streams.put('receipts', content)
  const send = async (to: string) => {
    const { id } = await sillage.messages.send({ stream: 'receipts', to })
    await sillage.sendDue()
    return id
  }
  return { sillage, clock, send }
}

it('has the figures of the messages that were sent in a period, by whole hours', async () => {
  const { sillage, clock, send } = await shop()
  const start = Math.ceil(clock.now() / HOUR) * HOUR
  await clock.advance(start - clock.now() + 60_000)
  const first = await send('a@example.org')
  await clock.advance(2 * HOUR)
  const bounced = { type: 'bounce', bounce: { permanent: true, error: { kind: 'mailbox', message: 'm' } } } as const
  await sillage.feedback.record([{ ...bounced, refs: { messageId: first } }], { source: 't' })
  await send('b@example.org')
  await send('c@example.org')
  const stats = async (since?: number, until?: number) => {
    const at = (ms: number | undefined) => (ms === undefined ? undefined : new Date(start + ms))
    const { sent, bounces, opens, links, unsubscribeReasons, readTime } = await sillage.streams.stats('receipts', {
      since: at(since),
      until: at(until),
    })
    return {
      sent,
      hard: bounces.hard,
      tracked: opens.tracked,
      machine: opens.machine,
      links,
      unsubscribeReasons,
      readTime,
    }
  }
  const part = { machine: null, links: null, unsubscribeReasons: null, readTime: null }
  expect(await stats()).toMatchObject({ sent: 3, hard: 1, tracked: 3, machine: 0, links: [] })
  const periods: [number | undefined, number | undefined, object][] = [
    [0, undefined, { sent: 3, hard: 1, tracked: 3 }],
    [undefined, HOUR, { sent: 1, hard: 1, tracked: 1 }],
    // Of hours that it cuts, the whole.
    [59 * 60_000, 60 * 60_000, { sent: 1, hard: 1, tracked: 1 }],
    [HOUR, undefined, { sent: 2, hard: 0, tracked: 2 }],
    [HOUR, 2 * HOUR, { sent: 0, hard: 0, tracked: 0 }],
    [2 * HOUR, 2 * HOUR + 1, { sent: 2, hard: 0, tracked: 2 }],
  ]
  for (const [since, until, figures] of periods) expect(await stats(since, until)).toEqual({ ...part, ...figures })
  const timeline = async (query: object) =>
    (await sillage.streams.timeline('receipts', query)).items.map(({ sent }) => sent)
  expect(await timeline({})).toEqual([1, 2])
  expect((await sillage.streams.timeline('receipts')).bucket).toBe('hour')
  expect(await timeline({ since: new Date(start + HOUR) })).toEqual([2])
  expect(await timeline({ until: new Date(start + HOUR), bucket: 'day' })).toEqual([1])
})

it('refuses a period that ends before it begins', async () => {
  const { sillage } = await shop()
  const period = { since: '2026-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }
  const refused = { code: 'invalid_field', field: 'until' }
  await expect(sillage.streams.stats('receipts', period)).rejects.toMatchObject(refused)
  await expect(sillage.streams.timeline('receipts', period)).rejects.toMatchObject(refused)
})

it('shows at most 1,000 buckets of a stream, the newest', async () => {
  const { sillage, clock } = await shop()
  for (let n = 0; n < 1_010; n++) {
    await sillage.messages.track({ stream: 'receipts', to: 'a@example.org', html: '<p>x</p>' })
    await clock.advance(HOUR)
  }
  const { items } = await sillage.streams.timeline('receipts')
  expect(items).toHaveLength(1_000)
  expect(Date.parse(items.at(-1)?.at ?? '')).toBeGreaterThan(clock.now() - 2 * HOUR)
})

it('lists a person’s history, of campaigns and streams, by the address that the contact has now', async () => {
  const { sillage, send } = await shop()
  const receipt = await send('zoe@example.net')
  const recipients = [{ email: 'ZOE@example.net' }, { email: 'other@example.org' }]
  const { id: campaignId } = await sillage.campaigns.create({ name: 'n', ...content, recipients })
  await sillage.sendDue()
  const { id: contactId } = await sillage.contacts.create({ email: 'zoe@example.net' })
  const history = async () => {
    const found = []
    for await (const { stream, campaignId: of, status } of sillage.messages.list({ contactId, limit: 1 }))
      found.push([stream ?? of, status])
    return found
  }
  expect(await history()).toEqual([
    [campaignId, 'sent'],
    ['receipts', 'sent'],
  ])
  expect((await sillage.messages.list({ contactId, limit: 1 })).items[0]?.id).not.toBe(receipt)
  await sillage.contacts.update(contactId, { email: 'new@example.net' })
  expect(await history()).toEqual([])
  const missing = sillage.messages.list({ contactId: '999' })
  await expect(missing).rejects.toMatchObject({ code: 'not_found' })
  const wrong: [object, string][] = [
    [{ contactId, stream: 'receipts' }, 'campaignId'],
    [{}, 'campaignId'],
    [{ contactId, status: 'sent' }, 'status'],
  ]
  for (const [query, field] of wrong)
    await expect(sillage.messages.list(query as never)).rejects.toMatchObject({ code: 'invalid_field', field })
})
