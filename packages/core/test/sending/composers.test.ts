import { expect, it } from 'vitest'
import { mustacheEngine } from '../../src/content/template/mustache-engine.ts'
import { createComposers } from '../../src/sending/composers.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { newCampaign } from '../../src/testing/stores/fixtures.ts'
import { createTokenSealer } from '../../src/tracking/tokens.ts'
import { createTrackingUrls } from '../../src/tracking/tracking-urls.ts'

const baseUrl = 'https://mail.example.com'

/** Composers, and how often one of them compiled: the links of a campaign are stored when it does. */
async function setUp(htmls: readonly string[]) {
  const store = memoryStore()
  let compiled = 0
  const { addLinks } = store.campaigns
  store.campaigns.addLinks = (...given) => {
    compiled += 1
    return addLinks(...given)
  }
  const urls = createTrackingUrls({ baseUrl, sealer: createTokenSealer(['a secret for tests only']) })
  const composers = createComposers({ store, compile: { engine: mustacheEngine(), baseUrl }, urls })
  const made = htmls.map(async (html, n) => {
    return (await store.campaigns.create(newCampaign({ now: 0 }, { key: `${n}`, html }))).campaign
  })
  const campaigns = await Promise.all(made)
  const use = async () => {
    const before = compiled
    for (const campaign of campaigns) await composers.composerFor(campaign)
    return compiled - before
  }
  return { use }
}

it('campaigns that take turns are compiled once', async () => {
  const { use } = await setUp(Array.from({ length: 60 }, (_, n) => `<p>${n}</p>`))
  expect([await use(), await use(), await use()]).toEqual([60, 0, 0])
})

it('few campaigns with long HTML are kept', async () => {
  const { use } = await setUp(Array.from({ length: 8 }, () => `<p>${'x'.repeat(900_000)}</p>`))
  expect([await use(), await use()]).toEqual([8, 8])
  const few = await setUp(Array.from({ length: 4 }, () => `<p>${'x'.repeat(900_000)}</p>`))
  expect([await few.use(), await few.use()]).toEqual([4, 0])
})
