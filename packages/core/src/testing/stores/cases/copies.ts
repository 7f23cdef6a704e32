import assert from 'node:assert/strict'
import { at, beginAll, contactOf, failure, people, present, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { hit, judgeByAgent, record } from '../hits.ts'
import { claim } from '../senders.ts'

const copies = caseGroup('copies')

/** Changes every object and list inside a value, as careless code would. */
function spoil(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) spoil(item)
    value.push('spoiled')
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) spoil(item)
    Object.assign(value, { spoiled: true, name: 'spoiled', url: 'spoiled', email: 'spoiled', reason: 'spoiled' })
  }
}

/** Fails unless spoiling what `read` returns leaves what it returns next as it was. */
async function assertCopies(read: () => Promise<unknown>): Promise<void> {
  const before = structuredClone(await read())
  spoil(await read())
  assert.deepEqual(await read(), before)
}

export const copyCases: readonly StoreCase[] = [
  copies('messages, events and links that are returned are copies', async (h) => {
    const given = people(2).map((one) => ({ ...one, data: { deep: [1] }, consent: { opens: true } }))
    const { campaignId, ids, links } = await sent(h, given, { links: ['https://a.example/'] })
    await record(h.store, [hit('click', at(ids, 0), { linkId: at(links, 0), detail: { deep: [1] } })])
    spoil(given)
    const { campaigns, messages, events, privacy } = h.store
    await assertCopies(() => messages.get(at(ids, 0)))
    await assertCopies(() => messages.list({ campaignId, sort: 'name', order: 'asc', limit: 10 }))
    await assertCopies(() => events.list(at(ids, 0), { limit: 10 }))
    await assertCopies(() => campaigns.links(campaignId))
    await assertCopies(() => campaigns.link(at(links, 0)))
    await assertCopies(() => campaigns.addLinks(campaignId, [{ url: 'https://a.example/', personalised: false }]))
    await assertCopies(() => privacy.export(null, 'person0@example.org', null))
    assert.deepEqual((await messages.get(at(ids, 0)))?.data, { deep: [1] })
  }),

  copies('what a claim returned, an outcome brought or a hit held can be changed without harm', async (h) => {
    const { campaignId, ids } = await sending(h, [recipient('ann@example.org', { data: { deep: [1] } })])
    const id = at(ids, 0)
    spoil(await claim(h, campaignId))
    await h.store.messages.release('a', ids)
    await beginAll(h, campaignId)
    const error = { ...failure }
    await h.store.messages.settle('sender', [{ messageId: id, kind: 'failed', at: h.now, error }])
    spoil(error)
    const careless: typeof judgeByAgent = (one, context) => {
      const judged = judgeByAgent(one, context)
      spoil(context.message)
      return judged
    }
    const hits = [hit('open', id, { detail: { deep: [1] } })]
    await record(h.store, hits, careless)
    await record(h.store, [hit('open', id)], careless)
    await h.store.events.reclassify(campaignId, 1000, careless)
    spoil(hits)
    const { email, data, error: stored } = present(await h.store.messages.get(id))
    assert.deepEqual({ email, data, stored }, { email: 'ann@example.org', data: { deep: [1] }, stored: failure })
    const { items } = await h.store.events.list(id, { limit: 10 })
    assert.deepEqual(items.map(({ detail }) => JSON.stringify(detail)).sort(), ['null', '{"deep":[1]}'])
    for (const { reasons } of items) assert.deepEqual(reasons, ['test'])
  }),

  copies('campaigns, contacts, templates and suppressions that are given or returned are copies', async (h) => {
    const { campaigns, contacts, templates, suppressions, privacy } = h.store
    const email = 'a@example.org'
    const { campaignId } = await sending(h, 1)
    const contact = {
      owner: null,
      email,
      name: 'A',
      ref: null,
      company: null,
      tags: ['x'],
      data: { deep: [1] },
      consent: { opens: true },
      createdAt: h.now,
    }
    const template = { owner: null, key: null, name: 't', subject: 's', html: 'h', text: null, at: h.now }
    const suppression = { owner: null, email, emailHash: null, topic: null, reason: 'manual' as const, at: h.now }
    const change = { owner: null, email, consent: { opens: false }, at: h.now, source: 's' }
    const contactId = present((await contacts.add([contact])).ids[0])
    const templateId = (await templates.create(template)).template.id
    await suppressions.add({ ...suppression })
    await privacy.setConsent(change)
    for (const given of [contact, template, change]) spoil(given)
    await assertCopies(() => campaigns.summary(campaignId))
    await assertCopies(() => campaigns.list({ limit: 10 }))
    await assertCopies(() => contacts.getMany([contactId]))
    await assertCopies(() => contacts.search({ limit: 10 }))
    await assertCopies(() => contacts.companies({ limit: 10 }))
    await assertCopies(() => contacts.tags({ limit: 10 }))
    await assertCopies(() => contacts.update(contactId, { tags: ['x'] }))
    await assertCopies(() => templates.get(templateId))
    await assertCopies(() => templates.list({ limit: 10 }))
    const replaced = present(await templates.update(templateId, { name: 't' }, undefined, { at: h.now }))
    const stored = structuredClone(replaced)
    spoil(replaced)
    assert.deepEqual(await templates.get(templateId), stored)
    await assertCopies(() => suppressions.list({ limit: 10 }))
    await assertCopies(async () => (await suppressions.add({ ...suppression })).suppression)
    await assertCopies(() => privacy.export(null, email, null))
    assert.deepEqual((await contactOf(h, contactId))?.data, { deep: [1] })
    assert.equal((await templates.get(templateId))?.name, 't')
  }),
]
