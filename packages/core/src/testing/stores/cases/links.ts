import assert from 'node:assert/strict'
import { assertRejects, at, bothStores, draft, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const links = caseGroup('links')
const [first, second, third] = ['https://a.example/?x=1&y=é', 'https://b.example/{{id}}', 'https://c.example/']

export const linkCases: readonly StoreCase[] = [
  links('each destination is stored once and links are returned in the order given', async (h) => {
    const id = await draft(h)
    const given = [
      { url: first, personalised: false },
      { url: second, personalised: true },
      { url: first, personalised: false },
    ]
    const stored = await h.store.campaigns.addLinks(id, given)
    assert.deepEqual(
      stored.map(({ url, personalised }) => ({ url, personalised })),
      given,
    )
    assert.equal(stored[0]?.id, stored[2]?.id)
    assert.deepEqual(stored[1], {
      id: at(stored, 1).id,
      campaignId: id,
      url: second,
      personalised: true,
      total: 0,
      unique: 0,
    })
    assert.deepEqual(await h.store.campaigns.link(at(stored, 0).id), stored[0])
    assert.equal(await h.store.campaigns.link(at(stored, 1).id + 1000), undefined)
  }),

  links('a link of a document is another one than the same of HTML, and says so', async (h) => {
    const id = await draft(h)
    const given = [
      { url: second, personalised: true },
      { url: second, personalised: true, engine: 'document' as const },
    ]
    const stored = await h.store.campaigns.addLinks(id, [...given, ...given])
    assert.deepEqual(
      stored.map(({ engine }) => engine),
      [undefined, 'document', undefined, 'document'],
    )
    assert.equal(new Set(stored.map((link) => link.id)).size, 2)
    assert.deepEqual(await h.store.campaigns.link(at(stored, 1).id), stored[1])
    assert.deepEqual(await h.store.campaigns.links(id), stored.slice(0, 2))
  }),

  links('links of several campaigns are read in one call, of each in their order', async (h) => {
    const ids = [await draft(h), await draft(h), await draft(h)]
    const [one, two] = ids as [number, number]
    await h.store.campaigns.addLinks(two, [{ url: third, personalised: false }])
    await h.store.campaigns.addLinks(one, [{ url: second, personalised: true, engine: 'document' }])
    await h.store.campaigns.addLinks(two, [{ url: first, personalised: false }])
    await h.store.campaigns.remove(one)
    const read = Map.groupBy(await h.store.campaigns.linksOf([...ids, two]), ({ campaignId }) => campaignId)
    for (const id of ids) assert.deepEqual(read.get(id) ?? [], await h.store.campaigns.links(id))
    assert.equal(read.get(two)?.length, 2)
    assert.deepEqual(await h.store.campaigns.linksOf([]), [])
  }),

  links('adding links again adds nothing, and they stay in the order of the content', async (h) => {
    const id = await draft(h)
    const before = await h.store.campaigns.addLinks(
      id,
      [third, first].map((url) => ({ url, personalised: false })),
    )
    await h.store.campaigns.addLinks(
      id,
      [first, second, third].map((url) => ({ url, personalised: false })),
    )
    const after = await h.store.campaigns.links(id)
    assert.deepEqual(
      after.map(({ url }) => url),
      [third, first, second],
    )
    assert.deepEqual(after.slice(0, 2), before)
  }),

  links('the same destination is another link in another campaign', async (h) => {
    const add = async () =>
      at(await h.store.campaigns.addLinks(await draft(h), [{ url: first, personalised: false }]), 0)
    const [one, two] = [await add(), await add()]
    assert.notEqual(one.id, two.id)
    assert.notEqual(one.campaignId, two.campaignId)
  }),

  links('many additions at once store each destination once', async (h) => {
    const id = await draft(h)
    const stores = await bothStores(h)
    const urls = Array.from({ length: 10 }, (_, i) => ({ url: `https://a.example/${i}`, personalised: false }))
    await Promise.all(Array.from({ length: 8 }, (_, i) => at(stores, i % 2).campaigns.addLinks(id, urls)))
    const stored = await h.store.campaigns.links(id)
    assert.deepEqual(
      stored.map(({ url }) => url).sort(),
      urls.map(({ url }) => url),
    )
  }),

  links('adding links to a campaign that is not there is not_found', async (h) => {
    const id = await draft(h)
    await h.store.campaigns.remove(id)
    await assertRejects('not_found', h.store.campaigns.addLinks(id, [{ url: first, personalised: false }]))
  }),

  links('links outlive their campaign, also after its rows are swept', async (h) => {
    const { campaignId, links: ids } = await sent(h, 2, { links: [first, second] })
    const before = await h.store.campaigns.links(campaignId)
    await h.store.campaigns.remove(campaignId)
    assert.deepEqual(await h.store.campaigns.links(campaignId), before)
    while (await h.store.campaigns.sweep(100, h.now)) assert.ok(true)
    assert.deepEqual(await h.store.campaigns.links(campaignId), before)
    assert.deepEqual(await h.store.campaigns.link(at(ids, 1)), before[1])
  }),
]
