import type { Judge, NewCampaign, NewEvent, NewMessage, Store } from '@sillage/core/store'
import { newCampaign } from '../../core/src/testing/stores/fixtures.ts'

export const human: Judge = () => ({ verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false })

export const people = (count: number, from = 0): NewMessage[] =>
  Array.from({ length: count }, (_, n) => ({
    email: `p${from + n}@example.org`,
    ref: null,
    name: `Person ${from + n}`,
    company: null,
    data: {},
    consent: null,
  }))

/** A campaign to nobody, with every field given. */
export const smallCampaign = (changes: Partial<NewCampaign> = {}): NewCampaign =>
  newCampaign({ now: 0 }, { name: 'Small', subject: 'Small', from: 'a@example.org', html: '', ...changes })

/** A campaign being sent to so many people; returns its id and those of its messages. */
export async function sendingCampaign(store: Store, count: number): Promise<{ id: number; messageIds: number[] }> {
  const { campaign } = await store.campaigns.create(smallCampaign())
  await store.campaigns.plan(campaign.id, people(count), 1, { to: 'sending' })
  const { items } = await store.messages.list({ campaignId: campaign.id, sort: 'name', order: 'asc', limit: 1000 })
  return { id: campaign.id, messageIds: items.map(({ id }) => id) }
}

export const openOf = (messageId: number): NewEvent => ({
  type: 'open',
  messageId,
  campaignId: null,
  linkId: null,
  at: Date.now(),
  ip: null,
  userAgent: null,
  head: false,
  prefetch: false,
  durationMs: null,
  count: 1,
  detail: null,
})
