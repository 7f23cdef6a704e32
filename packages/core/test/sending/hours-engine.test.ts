import { expect, it, vi } from 'vitest'
import { createSillage, memoryStore } from '../../src/index.ts'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, type Stage, type StageOptions, stage } from './stage.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const noon = Date.UTC(2026, 5, 1, 12)
const hours = { from: '09:00', to: '18:00', timeZone: 'UTC' }
const own = { ...hours, timeZone: '{{timeZone}}' }
const iso = (ms: number) => new Date(ms).toISOString()
const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const later: TransportResult = { kind: 'refused', stage: 'rcpt', code: 451, enhancedCode: '4.3.0', text: '451 later' }

function setUp(start: number, options: Partial<StageOptions> = {}, answer = () => accepted) {
  const clock = fakeClock(start)
  const transport = recordingTransport({ clock, keepContent: false, answer: async () => answer() })
  const set = stage({ transport, clock, concurrency: 1, pollMs: minute, ...options })
  const times = () => transport.sends.map(({ at }) => iso(at))
  return { clock, transport, set, times }
}

async function runUntil(clock: FakeClock, time: number): Promise<void> {
  while (clock.now() < time && (await clock.advanceToNext(time - clock.now())));
  await clock.advance(time - clock.now())
}

const completed = (set: Stage, id: number) => expect(set.status(id)).resolves.toBe('completed')

it('while a fixed zone is shut nothing is claimed, reserved or written, and it goes on when that opens', async () => {
  const { clock, set, times } = setUp(noon + 6 * hour - 3 * minute)
  const campaign = await set.campaign(addresses(6), { hours, delayMs: minute })
  await set.sender.start()
  await runUntil(clock, noon + 6 * hour + minute)
  expect(times()).toHaveLength(3)
  const { messages, campaigns, throttles } = set.store
  const writes = [
    ...(['claim', 'begin', 'settle', 'release', 'extend', 'expireLeases', 'makeDue', 'skipQueued'] as const).map(
      (name) => vi.spyOn(messages, name),
    ),
    vi.spyOn(messages, 'bringForward'),
    vi.spyOn(throttles, 'reserve'),
    vi.spyOn(campaigns, 'update'),
    vi.spyOn(campaigns, 'changeStatus'),
  ]
  const reads = vi.spyOn(campaigns, 'get')
  await runUntil(clock, noon + 21 * hour - minute)
  expect(writes.filter(({ mock }) => mock.calls.length > 0).map((spy) => spy.getMockName())).toEqual([])
  expect(reads).not.toHaveBeenCalled()
  await runUntil(clock, noon + 22 * hour)
  expect(times()[3]).toBe('2026-06-02T09:00:00.000Z')
  await completed(set, campaign.id)
  await set.sender.stop()
})

it('sendDue of a campaign that is shut ends at once', async () => {
  const { set, transport } = setUp(noon + 8 * hour)
  const campaign = await set.campaign(addresses(2), { hours })
  expect(await set.sender.sendDue({ campaignId: campaign.id })).toBe(0)
  expect(transport.sends).toEqual([])
})

it.each([
  ['of one zone', hours],
  ['of the recipients', own],
])('a retry waits for the hours %s', async (_what, given) => {
  let tries = 0
  const retry = { delaysMs: [4 * hour], shortestMs: hour }
  const { clock, set, times } = setUp(noon + 5 * hour, { retry }, () => (tries++ === 0 ? later : accepted))
  const campaign = await set.campaign(addresses(1), { hours: given })
  await set.sender.start()
  await runUntil(clock, noon + 23 * hour)
  expect(times()).toEqual(['2026-06-01T17:00:00.000Z', '2026-06-02T09:00:00.000Z'])
  await completed(set, campaign.id)
  await set.sender.stop()
})

it('a message that waited too long for its slot goes back as it came, and leaves at the next opening', async () => {
  const { clock, set, times, transport } = setUp(noon + 6 * hour - 400)
  const begin = set.store.messages.begin.bind(set.store.messages)
  // What marks it as being sent takes so long once.
  const slow = vi.spyOn(set.store.messages, 'begin').mockImplementationOnce(async (request) => {
    const result = await begin(request)
    await clock.sleep(6 * second)
    return result
  })
  const campaign = await set.campaign(addresses(1), { hours })
  await set.sender.start()
  await runUntil(clock, noon + 7 * hour)
  expect(slow).toHaveBeenCalledTimes(1)
  expect(transport.sends).toEqual([])
  const [message] = await set.messages(campaign.id)
  expect([message?.state, message?.attempts, message?.error]).toEqual(['queued', 0, null])
  expect(iso(message?.dueAt ?? 0)).toBe('2026-06-02T09:00:00.000Z')
  await runUntil(clock, noon + 22 * hour)
  expect(times()).toEqual(['2026-06-02T09:00:00.000Z'])
  await set.sender.stop()
})

it('after a pause and after an outage the hours hold', async () => {
  let away = false
  const gone: TransportResult = { kind: 'lost', stage: 'connect', handedOver: false, text: 'connection refused' }
  const { clock, set, times } = setUp(noon + 5 * hour, {}, () => (away ? gone : accepted))
  const campaign = await set.campaign(addresses(5), { hours, delayMs: 10 * minute })
  await set.sender.start()
  await runUntil(clock, noon + 5 * hour + 5 * minute)
  await set.pause(campaign.id)
  await runUntil(clock, noon + 7 * hour)
  await set.resume(campaign.id)
  await runUntil(clock, noon + 21 * hour + 5 * minute)
  expect(times()).toEqual(['2026-06-01T17:00:00.000Z', '2026-06-02T09:00:00.000Z'])
  away = true
  await runUntil(clock, noon + 31 * hour)
  away = false
  const before = times().length
  await runUntil(clock, noon + 44 * hour)
  expect(times()).toHaveLength(before)
  await runUntil(clock, noon + 47 * hour)
  expect(times()[before]?.slice(0, 13)).toBe('2026-06-03T09')
  await completed(set, campaign.id)
  await set.sender.stop()
})

it.each([
  ['waits for its limits', { limits: { perDay: 1 } }],
  ['is shut', { hours: { ...hours, to: '12:30' }, delayMs: 20 * minute }],
  ['waits for the hours of its recipients', { hours: { ...own, to: '12:30' }, delayMs: 20 * minute }],
])('what is queued at notAfter of a campaign that %s is skipped as expired, and it completes', async (_what, given) => {
  const { clock, set, transport } = setUp(noon)
  const end = noon + 2 * hour
  const campaign = await set.campaign(addresses(5), { ...given, notAfter: iso(end) })
  await set.sender.start()
  await runUntil(clock, end - second)
  expect(await set.status(campaign.id)).toBe('sending')
  const sent = transport.sends.length
  await runUntil(clock, end + 2 * second)
  expect(await set.states(campaign.id)).toEqual({ sent, skipped: 5 - sent })
  const skipped = (await set.messages(campaign.id)).filter(({ state }) => state === 'skipped')
  for (const { error } of skipped) expect(error?.kind).toBe('expired')
  await completed(set, campaign.id)
  expect(set.sender.metrics().skipped).toBe(5 - sent)
  await set.sender.stop()
})

it('a server that is away does not keep what is queued beyond notAfter', async () => {
  const gone: TransportResult = { kind: 'lost', stage: 'connect', handedOver: false, text: 'connection refused' }
  const { clock, set } = setUp(noon, {}, () => gone)
  const campaign = await set.campaign(addresses(3), { notAfter: iso(noon + 10 * minute) })
  await set.sender.start()
  await runUntil(clock, noon + 12 * minute)
  expect(await set.states(campaign.id)).toEqual({ skipped: 3 })
  await completed(set, campaign.id)
  await set.sender.stop()
})

it('a retry beyond notAfter is skipped then, also by a sender that did not see the campaign before', async () => {
  const retry = { delaysMs: [6 * hour], shortestMs: 5 * hour }
  const { clock, set } = setUp(noon, { retry }, () => later)
  const campaign = await set.campaign(addresses(1), { notAfter: iso(noon + hour) })
  await set.sender.start()
  await runUntil(clock, noon + minute)
  expect((await set.messages(campaign.id))[0]?.attempts).toBe(1)
  await set.sender.stop()
  const other = set.another()
  await other.start()
  await runUntil(clock, noon + hour - second)
  expect(await set.states(campaign.id)).toEqual({ queued: 1 })
  await runUntil(clock, noon + hour + minute)
  expect(await set.states(campaign.id)).toEqual({ skipped: 1 })
  await completed(set, campaign.id)
  await other.stop()
})

it('nothing leaves from notAfter on, not even what has its slot and is composed', async () => {
  const { clock, set, transport } = setUp(noon)
  const end = noon + 10 * second
  const campaign = await set.campaign(addresses(30), { delayMs: 997, notAfter: iso(end) })
  await set.sender.start()
  await runUntil(clock, end + minute)
  expect(transport.sends.every(({ at }) => at < end)).toBe(true)
  expect(await set.states(campaign.id)).toEqual({ sent: 11, skipped: 19 })
  await set.sender.stop()
})

it('an edit of the hours acts on what is queued, of a paused campaign and of one that is sending', async () => {
  const clock = fakeClock(noon)
  const transport = recordingTransport({ clock, keepContent: false })
  const options = { baseUrl: 'http://mail.example/mail', from: 'news@mail.example', secrets: ['a secret of this test'] }
  const sillage = createSillage({ store: memoryStore(), clock, transport, ...options })
  await sillage.migrate()
  const evening = { from: '20:00', to: '21:00', timeZone: '{{timeZone}}' } as const
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: '<p>Hello</p>',
    recipients: [{ email: 'a@b.example', data: { timeZone: 'UTC' } }, { email: 'c@b.example' }],
    hours: evening,
  })
  const send = async (ms: number) => {
    const done = sillage.sendDue({ until: new Date(clock.now() + ms) })
    await clock.advance(ms)
    await done
    return transport.sends.length
  }
  expect(await send(minute)).toBe(0)
  await sillage.campaigns.pause(id)
  const fixed = { from: '13:00', to: '14:00', timeZone: 'UTC' }
  expect((await sillage.campaigns.update(id, { hours: fixed })).waitsUntil).toBeNull()
  const resumed = await sillage.campaigns.resume(id)
  expect(resumed).toMatchObject({ hours: fixed, notAfter: null, waitsUntil: '2026-06-01T13:00:00.000Z' })
  expect(await send(minute)).toBe(0)
  await sillage.campaigns.update(id, { notAfter: '2026-06-01T12:30:00Z' })
  expect((await sillage.campaigns.get(id)).waitsUntil).toBeNull()
  await sillage.campaigns.update(id, { hours: null })
  expect(await send(minute)).toBe(2)
  expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'completed', hours: null, waitsUntil: null })
  await sillage.close()
})
