import { expect, it, vi } from 'vitest'
import { systemClock } from '../domain/clock.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import { newCampaign } from '../testing/stores/fixtures.ts'
import { createCampaignResults, createMessages } from './results.ts'

const noContacts = { resolve: async () => [] }

const now = Date.UTC(2026, 0, 1)

async function withCampaign() {
  const store = memoryStore()
  const { campaign } = await store.campaigns.create(newCampaign({ now }))
  await store.campaigns.plan(
    campaign.id,
    [{ email: 'ada@example.org', ref: null, name: null, company: null, data: {}, consent: null }],
    now,
    {
      to: 'sending',
    },
  )
  const { items } = await store.messages.list({
    campaignId: campaign.id,
    sort: 'name',
    order: 'asc',
    limit: 1,
    cursor: undefined,
  })
  return { store, id: String(campaign.id), messageId: String(items[0]?.id) }
}

it('checks the query of a program like one over HTTP', async () => {
  const { store, id, messageId } = await withCampaign()
  const messages = createMessages(store, noContacts, undefined)
  const campaigns = createCampaignResults(store, systemClock, undefined)
  const refused = expect.objectContaining({ code: 'invalid_field' })
  await expect(messages.events(messageId, { limit: 201 })).rejects.toEqual(refused)
  await expect(campaigns.timeline(id, { bucket: 'week' as never })).rejects.toEqual(refused)
  expect(await messages.events(messageId)).toEqual({ items: [], next: null })
  expect((await campaigns.timeline(id)).bucket).toBe('hour')
})

it('exports in the order in which it lists', async () => {
  const { store, id } = await withCampaign()
  const list = vi.spyOn(store.messages, 'list')
  const messages = createMessages(store, noContacts, undefined)
  for (const sort of ['name', 'opens', 'sentAt'] as const) {
    list.mockClear()
    await messages.list({ campaignId: id, sort })
    for await (const _ of await messages.exportCsv({ campaignId: id, sort }));
    const [asked, exported] = list.mock.calls.map(([query]) => query.order)
    expect(exported).toBe(asked)
  }
})
