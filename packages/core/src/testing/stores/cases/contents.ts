import assert from 'node:assert/strict'
import type { SentContent } from '../../../store/port/records.ts'
import { at, bothStores, documentOf, draft, HOUR, present, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const contents = caseGroup('contents')

const content = (name: string) => ({
  from: 'Ada <ada@example.org>',
  subject: `Subject ${name}`,
  preheader: `Before ${name}`,
  html: `<p>${name}</p>`,
  text: `${name}`,
  document: null,
  engine: null,
  attachments: [],
})
/** As it is kept where it was made of a document. */
const made = (name: string): SentContent => ({ ...content(name), document: documentOf(name), engine: 'document' })

/** Claims and begins all messages; returns the version that each keeps. */
async function begun(h: StoreHarness, campaignId: number, versions?: ReadonlyMap<number, number>) {
  const lease = { sender: 'a', now: h.now, leaseUntil: h.now + HOUR }
  const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 10 }] })
  const messageIds = claimed.map(({ id }) => id)
  await h.store.messages.begin({ ...lease, messageIds, ...(versions === undefined ? {} : { versions }) })
  return Promise.all(messageIds.map(async (id) => present(await h.store.messages.get(id)).version))
}

export const contentCases: readonly StoreCase[] = [
  contents('before its first start a campaign has one content, from the version on that brought it', async (h) => {
    const { campaigns } = h.store
    const id = await draft(h, content('one'))
    assert.deepEqual(await campaigns.content(id, 1), content('one'))
    assert.equal(await campaigns.content(id, 2), undefined)
    await campaigns.update(id, { name: 'renamed' }, ['draft'])
    assert.deepEqual(await campaigns.content(id, 2), content('one'))
    await campaigns.update(id, { html: '<p>two</p>' }, ['draft'])
    assert.deepEqual(await campaigns.content(id, 3), { ...content('one'), html: '<p>two</p>' })
    assert.equal(await campaigns.content(id, 2), undefined)
    await campaigns.update(id, content('one'), ['draft'])
    assert.deepEqual(await campaigns.content(id, 4), content('one'))
  }),

  contents('after its first start, what was sent before a change stays readable', async (h) => {
    const { campaigns } = h.store
    const { campaignId } = await sending(h, 1, content('one'))
    const changed = await campaigns.update(campaignId, content('two'), ['sending'])
    assert.deepEqual([changed?.version, changed?.html], [2, '<p>two</p>'])
    await campaigns.update(campaignId, { name: 'renamed' }, ['sending'])
    await campaigns.update(campaignId, { text: null }, ['sending'])
    await campaigns.update(campaignId, { preheader: null }, ['sending'])
    await campaigns.update(campaignId, content('one'), ['sending'])
    const read = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((version) => campaigns.content(campaignId, version)))
    const [one, two] = [content('one'), content('two')]
    assert.deepEqual(read, [
      one,
      two,
      two,
      { ...two, text: null },
      { ...two, text: null, preheader: null },
      one,
      undefined,
    ])
    assert.equal(await campaigns.content(campaignId, 0), undefined)
    assert.equal(await campaigns.content(campaignId + 1000, 1), undefined)
  }),

  contents(
    'another sender is of a version too, beside the same content, and of none that was sent before',
    async (h) => {
      const { campaigns } = h.store
      const one = content('one')
      const two = { ...one, from: 'news@other.example' }
      const { campaignId } = await sending(h, 1, one)
      await campaigns.update(campaignId, { from: two.from }, ['sending'])
      await campaigns.update(campaignId, { name: 'renamed' }, ['sending'])
      await campaigns.update(campaignId, one, ['sending'])
      const read = [1, 2, 3, 4].map((version) => campaigns.content(campaignId, version))
      assert.deepEqual(await Promise.all(read), [one, two, two, one])
      const draftId = await draft(h, one)
      await campaigns.update(draftId, { from: two.from }, ['draft'])
      assert.deepEqual(await Promise.all([1, 2].map((version) => campaigns.content(draftId, version))), [
        undefined,
        two,
      ])
    },
  ),

  contents('a document is a part of the content: it is kept, told from another one, and goes with it', async (h) => {
    const { campaigns } = h.store
    const { campaignId } = await sending(h, 1, made('one'))
    assert.deepEqual(await campaigns.content(campaignId, 1), made('one'))
    assert.deepEqual((await campaigns.get(campaignId))?.document, documentOf('one'))
    assert.equal('document' in present(await campaigns.summary(campaignId)), false)
    await campaigns.update(campaignId, { document: documentOf('two') }, ['sending'])
    await campaigns.update(campaignId, { subject: 'Own' }, ['sending'])
    await campaigns.update(campaignId, content('one'), ['sending'])
    assert.deepEqual(await campaigns.content(campaignId, 2), { ...made('one'), document: documentOf('two') })
    assert.deepEqual(await campaigns.content(campaignId, 3), {
      ...made('one'),
      document: documentOf('two'),
      subject: 'Own',
    })
    assert.deepEqual(await campaigns.content(campaignId, 4), content('one'))
    assert.deepEqual(await campaigns.content(campaignId, 1), made('one'))
  }),

  contents('a message keeps the version that it was begun with last, and none where none is said', async (h) => {
    const { campaignId, ids } = await sending(h, 2)
    assert.equal(present(await h.store.messages.get(at(ids, 0))).version, null)
    const versions = new Map([
      [campaignId, 7],
      [campaignId + 1, 9],
    ])
    assert.deepEqual(await begun(h, campaignId, versions), [7, 7])
    const error = { kind: 'greylist', message: 'later' } as const
    const retry = { kind: 'retry', at: h.now, dueAt: 0, error, attempted: true } as const
    await h.store.messages.settle(
      'a',
      ids.map((messageId) => ({ ...retry, messageId })),
    )
    assert.deepEqual(await begun(h, campaignId, new Map([[campaignId, 8]])), [8, 8])
    await h.store.messages.settle(
      'a',
      ids.map((messageId) => ({ ...retry, messageId })),
    )
    assert.deepEqual(await begun(h, campaignId), [null, null])
  }),

  contents('equal contents of two campaigns are independent: the one stays when the other goes', async (h) => {
    const { campaigns } = h.store
    const [first, second, other] = [
      await draft(h, { ...content('same'), owner: 'acme' }),
      await draft(h, { ...content('same'), owner: 'acme' }),
      await draft(h, { ...content('same'), owner: 'umbrella' }),
    ]
    await campaigns.update(second, { subject: 'Own' }, ['draft'])
    assert.deepEqual(await campaigns.content(first, 1), content('same'))
    await campaigns.update(second, { subject: content('same').subject }, ['draft'])
    await campaigns.remove(first)
    assert.equal(await campaigns.content(first, 1), undefined)
    while (await campaigns.sweep(100, h.now)) {}
    assert.deepEqual(await campaigns.content(second, 3), content('same'))
    assert.deepEqual(await campaigns.content(other, 1), content('same'))
    assert.equal((await campaigns.get(second))?.html, '<p>same</p>')
  }),

  contents('campaigns with one content that are made, changed and removed at the same time keep theirs', async (h) => {
    const stores = await bothStores(h)
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const { campaigns } = at(stores, n % stores.length)
        const id = await draft({ ...h, store: at(stores, n % stores.length) }, content('same'))
        await campaigns.update(id, content(`${n % 3}`), ['draft'])
        if (n % 4 === 0) await campaigns.remove(id)
        while (await campaigns.sweep(100, h.now)) {}
        const expected = n % 4 === 0 ? undefined : content(`${n % 3}`)
        assert.deepEqual(await campaigns.content(id, 2), expected)
      }),
    )
  }),
]
