import { expect, it, vi } from 'vitest'
import { createSillage, memoryStore } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, stage } from './stage.ts'

const minute = 60_000
const hour = 60 * minute
const noon = Date.UTC(2026, 5, 1, 12)
const iso = (ms: number) => new Date(ms).toISOString()
const hours = { from: '09:00', to: '12:30', timeZone: 'UTC' }

it.each([
  ['waits for its limits', 2 * hour, { limits: { perDay: 1 } }],
  ['is shut', 2 * hour, { hours, delayMs: 20 * minute }],
  ['waits for its recipients', 2 * hour, { hours: { ...hours, timeZone: '{{timeZone}}' }, delayMs: 20 * minute }],
  ['waits for its next message', 2 * hour, { delayMs: 7 * minute }],
  ['is sent', 10_000, { delayMs: 997 }],
])('that a campaign that %s is over at notAfter is published once, and not asked for again', async (_, ms, given) => {
  const clock = fakeClock(noon)
  const steps: string[] = []
  const set = stage({
    transport: recordingTransport({ clock, keepContent: false }),
    clock,
    concurrency: 1,
    pollMs: minute,
    life: (step) => void steps.push(step),
  })
  const skip = vi.spyOn(set.store.messages, 'skipQueued')
  const end = noon + ms
  const { id } = await set.campaign(addresses(50), { ...given, notAfter: iso(end) })
  await set.sender.start()
  while (clock.now() < end && (await clock.advanceToNext(end - clock.now())));
  await clock.advance(2 * minute)
  expect(await set.status(id)).toBe('completed')
  expect(steps).toEqual(['completed'])
  const asked = skip.mock.calls.length
  expect(asked).toBeLessThanOrEqual(2)
  await clock.advance(hour)
  expect(skip).toHaveBeenCalledTimes(asked)
  await set.sender.stop()
})

it('a last time that another process puts off holds, and the one that it was does not', async () => {
  const clock = fakeClock(noon)
  const store = memoryStore()
  const given = {
    store,
    clock,
    baseUrl: 'https://mail.example',
    from: 'news@mail.example',
    secrets: ['a secret of this test'],
    transport: recordingTransport({ clock, keepContent: false }),
  }
  const sillage = createSillage(given)
  const other = createSillage(given)
  await sillage.migrate()
  await sillage.start()
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: '<p>Hello</p>',
    recipients: addresses(3).map((email) => ({ email })),
    limits: { perDay: 1 },
    notAfter: iso(noon + hour),
  })
  const states = async () => (await sillage.messages.list({ campaignId: id })).items.map(({ status }) => status).sort()
  await clock.advance(hour - 100)
  expect(await states()).toEqual(['queued', 'queued', 'sent'])
  await other.campaigns.update(id, { notAfter: iso(noon + 2 * hour) })
  await clock.advance(hour / 2)
  expect(await states()).toEqual(['queued', 'queued', 'sent'])
  await clock.advance(hour / 2 + 2 * minute)
  expect(await states()).toEqual(['sent', 'skipped', 'skipped'])
  expect((await sillage.campaigns.get(id)).status).toBe('completed')
  await sillage.close()
  await other.close()
})

it('what another sender held at the end, and hands back later, is skipped then', async () => {
  const clock = fakeClock(noon)
  const set = stage({ transport: recordingTransport({ clock, keepContent: false }), clock, pollMs: minute })
  const end = noon + hour
  const { id } = await set.campaign(addresses(5), { limits: { perDay: 1 }, notAfter: iso(end) })
  await set.sender.start()
  await clock.advance(hour - minute / 2)
  const held = await set.store.messages.claim({
    sender: 'other',
    now: clock.now() + 48 * hour,
    leaseUntil: end + minute,
    campaigns: [{ campaignId: id, limit: 2 }],
  })
  expect(held).toHaveLength(2)
  await clock.advance(minute)
  expect(await set.states(id)).toEqual({ sent: 1, skipped: 2, claimed: 2 })
  expect(await set.status(id)).toBe('sending')
  await clock.advance(2 * minute)
  expect(await set.states(id)).toEqual({ sent: 1, skipped: 4 })
  expect(await set.status(id)).toBe('completed')
  await set.sender.stop()
})
