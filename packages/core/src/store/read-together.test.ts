import { expect, test } from 'vitest'
import { newCampaign } from '../testing/stores/fixtures.ts'
import { memoryStore } from './memory/memory-store.ts'
import { campaignsTogether, linksTogether, summariesTogether } from './read-together.ts'

async function installation() {
  const { campaigns } = memoryStore()
  const ids: number[] = []
  for (let n = 0; n < 70; n++) {
    const { campaign } = await campaigns.create(newCampaign({ now: 1 }, { name: `Campaign ${n}` }))
    await campaigns.addLinks(campaign.id, [{ url: `https://shop.example/${n}`, personalised: false }])
    ids.push(campaign.id)
  }
  return { campaigns, ids }
}

test('what is asked for at the same moment is read in one call, within bounds, and each gets its own', async () => {
  const { campaigns, ids } = await installation()
  const calls: number[] = []
  const counting =
    <T>(read: (some: readonly number[]) => Promise<T>) =>
    (some: readonly number[]) => {
      calls.push(some.length)
      return read(some)
    }
  const counted = {
    ...campaigns,
    getMany: counting(campaigns.getMany),
    summaries: counting(campaigns.summaries),
    linksOf: counting(campaigns.linksOf),
  }
  const missing = 9_999
  const asked = [...ids.toReversed(), missing]
  const [campaignOf, summaryOf, linksOf] = [
    campaignsTogether(counted),
    summariesTogether(counted),
    linksTogether(counted),
  ]
  expect(await Promise.all(asked.map(campaignOf))).toEqual(await Promise.all(asked.map((id) => campaigns.get(id))))
  expect(calls.splice(0)).toEqual([32, 32, 7])
  expect(await Promise.all(asked.map(summaryOf))).toEqual(await Promise.all(asked.map((id) => campaigns.summary(id))))
  expect(await Promise.all(asked.map(linksOf))).toEqual(await Promise.all(asked.map((id) => campaigns.links(id))))
  expect(calls.splice(0)).toEqual([71, 71])
})

test('what was read is not kept, and a call that failed is made again', async () => {
  const { campaigns, ids } = await installation()
  const [id = 0, other = 0] = ids
  let isAway = true
  const summaryOf = summariesTogether({
    ...campaigns,
    summaries: async (some) => {
      if (isAway) throw new Error('away')
      return campaigns.summaries(some)
    },
  })
  const failed = await Promise.allSettled([summaryOf(id), summaryOf(other)])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isAway = false
  expect((await summaryOf(id))?.name).toBe('Campaign 0')
  await campaigns.update(id, { name: 'Another' }, ['draft'])
  expect((await summaryOf(id))?.name).toBe('Another')
})
