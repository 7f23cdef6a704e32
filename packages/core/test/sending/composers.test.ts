import { expect, it } from 'vitest'
import { mustacheEngine } from '../../src/content/template/mustache-engine.ts'
import { createAttachedFiles } from '../../src/sending/attached-files.ts'
import { createComposers } from '../../src/sending/composers.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { newCampaign, recipient } from '../../src/testing/stores/fixtures.ts'
import { createOwnerUrls } from '../../src/tracking/owner-urls.ts'
import { createTokenSealer } from '../../src/tracking/tokens.ts'

const baseUrl = 'https://mail.example.com'
const link = '<a href="https://shop.example.com/">look</a>'

/** Composers, and how often one of them compiled: the links of a campaign that has some are read when it does. */
async function setUp(htmls: readonly string[]) {
  const store = memoryStore()
  let compiled = 0
  let stored = 0
  const { linksOf, addLinks } = store.campaigns
  store.campaigns.linksOf = (ids) => {
    compiled += ids.length
    return linksOf(ids)
  }
  store.campaigns.addLinks = (...given) => {
    stored += 1
    return addLinks(...given)
  }
  const urls = createOwnerUrls(baseUrl, createTokenSealer(['a secret for tests only']))
  const mustache = mustacheEngine()
  const sources: string[] = []
  const engine = {
    ...mustache,
    compile(...given: Parameters<typeof mustache.compile>) {
      sources.push(given[0])
      return mustache.compile(...given)
    },
  }
  const composers = createComposers({
    store,
    compile: { engine },
    urls,
    files: createAttachedFiles(store.attachments),
  })
  const made = htmls.map(async (html, n) => {
    return (await store.campaigns.create(newCampaign({ now: 0 }, { key: `${n}`, html }))).campaign
  })
  const campaigns = await Promise.all(made)
  const use = async () => {
    const before = compiled
    for (const campaign of campaigns) await composers.composerFor(campaign)
    return compiled - before
  }
  return { use, composers, sources, store, campaigns, stored: () => stored }
}

it('campaigns that are sent side by side are compiled once', async () => {
  const { use } = await setUp(Array.from({ length: 60 }, (_, n) => `${link}${n}`))
  expect([await use(), await use(), await use()]).toEqual([60, 0, 0])
})

it('what several campaigns send alike is read once, and bound to the links of each', async () => {
  const html = '<p>Hello {{name}}, <a href="https://shop.example.com/">look</a></p>'
  const { use, sources } = await setUp(Array.from({ length: 5 }, () => html))
  expect(await use()).toBe(5)
  expect(sources.filter((source) => source.includes('Hello {{name}}, <a'))).toHaveLength(1)
})

it('few campaigns with long HTML are kept', async () => {
  const { use } = await setUp(Array.from({ length: 8 }, () => `${link}${'x'.repeat(900_000)}`))
  expect([await use(), await use()]).toEqual([8, 8])
  const few = await setUp(Array.from({ length: 4 }, () => `${link}${'x'.repeat(900_000)}`))
  expect([await few.use(), await few.use()]).toEqual([4, 0])
})

it('links that were stored with the campaign are read, and the others are stored', async () => {
  const html = '<p><a href="https://shop.example.com/">look</a> <a href="https://shop.example.com/two">too</a></p>'
  const { use, store, campaigns, stored } = await setUp([html, html, html])
  const links = ['', 'two'].map((path) => ({ url: `https://shop.example.com/${path}`, personalised: false }))
  const ids = campaigns.map(({ id }) => id)
  await store.campaigns.addLinks(ids[0] ?? 0, links.toReversed())
  await store.campaigns.addLinks(ids[1] ?? 0, links.slice(1))
  const before = stored()
  await use()
  expect(stored() - before).toBe(2)
  for (const id of ids)
    expect((await store.campaigns.links(id)).map(({ url }) => url).sort()).toEqual(links.map(({ url }) => url).sort())
})

it('a mail that is shown in the browser makes its content be read once, however often', async () => {
  const { composers, store, campaigns } = await setUp(['<p>Hello {{name}}</p>', '<p>Others</p>'])
  const { get } = store.campaigns
  let read = 0
  store.campaigns.get = (...given) => {
    read += 1
    return get(...given)
  }
  for (const campaign of campaigns) {
    const given = [1, 2].map((n) => recipient(`p${n}@example.org`, { name: `Ada ${n}` }))
    await store.campaigns.plan(campaign.id, given, 0)
    const { items } = await store.messages.list({ campaignId: campaign.id, sort: 'name', order: 'asc', limit: 2 })
    const seen = []
    for (let times = 0; times < 3; times += 1)
      for (const message of items) seen.push(await composers.view(message, campaign))
    const once = campaign === campaigns[0] ? ['Hello Ada 1', 'Hello Ada 2'] : ['Others', 'Others']
    expect(seen.map((html) => /<p>(.*?)<\/p>/.exec(html ?? '')?.[1])).toEqual([...once, ...once, ...once])
  }
  expect(read).toBe(2)
})
