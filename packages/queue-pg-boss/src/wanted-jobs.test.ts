import { createSillage, memoryStore, type Sillage } from '@sillage/core'
import { fakeClock, recordingTransport } from '@sillage/core/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wantedJobs } from './wanted-jobs.ts'

const content = { subject: 's', html: '<p>Hello</p>' }
const recipients = [{ email: 'ada@example.org' }]
let clock: ReturnType<typeof fakeClock>
let sillage: Sillage

beforeEach(async () => {
  clock = fakeClock()
  const options = { baseUrl: 'http://mail.example', from: 'a@example.org', transport: recordingTransport({ clock }) }
  sillage = createSillage({ ...options, store: memoryStore(), clock })
  await sillage.migrate()
})
afterEach(() => sillage.close())

const create = async (more: object = {}) =>
  (await sillage.campaigns.create({ name: 'n', ...content, recipients, ...more })).id
const jobs = async (slots = 1) => [...(await wantedJobs(sillage, { slots, aheadMs: 5_000 })).values()]

it('one for each slot of what is being sent, and none of a draft, of what is paused, or done', async () => {
  const [one, two, paused] = [await create(), await create(), await create()]
  await create({ start: false })
  await sillage.campaigns.cancel(await create())
  await sillage.campaigns.pause(paused)
  const job = (campaignId: string, slot: number) => ({
    data: { campaignId },
    singletonKey: `${campaignId}:${slot}`,
    group: { id: campaignId },
  })
  const found = (await jobs(2)).sort((a, b) => a.singletonKey.localeCompare(b.singletonKey))
  expect(found).toEqual([job(one, 1), job(one, 2), job(two, 1), job(two, 2)])
})

it('one at the time at which a campaign is to start, whose key says that time', async () => {
  const scheduledAt = new Date(clock.now() + 3_600_000).toISOString()
  const id = await create({ scheduledAt })
  expect(await jobs(3)).toEqual([
    {
      data: { campaignId: id },
      singletonKey: `${id}:${scheduledAt}`,
      group: { id },
      startAfter: new Date(scheduledAt),
    },
  ])
})

it('one of a stream with a message that is due soon', async () => {
  await sillage.streams.put('receipts', content)
  await sillage.streams.put('empty', content)
  expect(await jobs()).toEqual([])
  const at = (ms: number) => ({ scheduledAt: new Date(clock.now() + ms) })
  await sillage.messages.send({ stream: 'receipts', to: 'ada@example.org', ...at(5_001) })
  expect(await jobs()).toEqual([])
  await clock.advance(1)
  expect((await jobs(3)).map(({ singletonKey }) => singletonKey.split(':')[1])).toEqual(['stream'])
})

it('of more campaigns than one page has', async () => {
  const ids: string[] = []
  for (let n = 0; n < 201; n++) ids.push(await create())
  expect((await jobs()).map(({ data }) => data?.campaignId).sort()).toEqual(ids.sort())
})
