import assert from 'node:assert/strict'
import { at, beginAll, DAY, HOUR, newCampaign, newSuppression, recipient, sending, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const gone = caseGroup('gone')
const email = 'ann@example.org'
const emailHash = 'hash-of-ann'
const kept = { owner: 'acme', topic: 'news', emailHash }

/** One that was sent, and one that was not begun, of a campaign of acme's that is over. */
async function over(h: StoreHarness) {
  const batch = [recipient(email, { emailHash }), recipient('bob@example.org', { emailHash: 'hash-of-bob' })]
  const { campaignId, ids } = await sending(h, batch, { owner: 'acme', options: { topic: 'news' } })
  await h.store.suppressions.add(newSuppression(h, 'bob@example.org', { owner: 'acme' }))
  await h.store.messages.settle('sender', (await beginAll(h, campaignId)).map(sentAt(h.now)))
  return { campaignId, sent: at(ids, 0), unsent: at(ids, 1) }
}

async function swept(h: StoreHarness, campaignId: number): Promise<void> {
  await h.store.campaigns.remove(campaignId)
  while (await h.store.campaigns.sweep(100, h.now)) {}
}

export const goneCases: readonly StoreCase[] = [
  gone(
    'whom a message was to is known from the removal of its campaign on, before and after its rows are swept',
    async (h) => {
      const { messages } = h.store
      const { campaignId, sent, unsent } = await over(h)
      assert.equal(await messages.gone(sent), undefined, 'it is there')
      await h.store.campaigns.remove(campaignId)
      assert.deepEqual([await messages.gone(sent), await messages.gone(unsent)], [kept, undefined])
      await swept(h, campaignId)
      assert.deepEqual([await messages.gone(sent), await messages.gone(unsent)], [kept, undefined])
      assert.equal(await messages.gone(sent + 1000), undefined)
    },
  ),

  gone('of one whose row was purged too, and of one that is being sent', async (h) => {
    const { messages, privacy, campaigns } = h.store
    const { sent } = await over(h)
    while ((await privacy.purge({ messagesBefore: h.now + 1 }, 100, h.now)).more) {}
    assert.equal(await messages.get(sent), undefined)
    assert.deepEqual(await messages.gone(sent), kept)
    const { campaignId, ids } = await sending(h, [recipient(email, { emailHash })])
    const claimed = await messages.claim({
      sender: 's',
      now: h.now,
      leaseUntil: h.now + HOUR,
      campaigns: [{ campaignId, limit: 1 }],
    })
    const request = { sender: 's', now: h.now, leaseUntil: h.now + HOUR, messageIds: claimed.map(({ id }) => id) }
    await messages.begin({ ...request, versions: new Map([[campaignId, 1]]) })
    await campaigns.remove(campaignId)
    assert.deepEqual(await messages.gone(at(ids, 0)), { owner: null, topic: null, emailHash })
  }),

  gone('it is forgotten after its time, a few at a time, and a plan that was taken back leaves nothing', async (h) => {
    const { messages, privacy, campaigns } = h.store
    const first = await over(h)
    await swept(h, first.campaignId)
    assert.equal((await privacy.purge({ goneBefore: h.now }, 100, h.now)).rows, 0)
    assert.deepEqual(await messages.gone(first.sent), kept)
    assert.equal((await privacy.purge({ goneBefore: h.now + 1 }, 100, h.now + DAY)).rows, 1)
    assert.equal(await messages.gone(first.sent), undefined)
    const { campaign } = await campaigns.create(newCampaign(h))
    await campaigns.plan(campaign.id, [recipient(email, { emailHash })], h.now)
    while (await campaigns.clearPlan(campaign.id, 10)) {}
    assert.equal((await privacy.purge({ goneBefore: h.now + DAY }, 100, h.now)).rows, 0)
  }),

  gone('an erasure forgets it, of the owner it is for or of all, also where the row is still there', async (h) => {
    const { messages, privacy } = h.store
    const erase = (owner: string | null | undefined) => privacy.erase({ owner, email, emailHash, at: h.now })
    const first = await over(h)
    await swept(h, first.campaignId)
    await erase('umbrella')
    await erase(null)
    assert.deepEqual(await messages.gone(first.sent), kept)
    await erase('acme')
    assert.equal(await messages.gone(first.sent), undefined)
    await h.store.suppressions.lift({ owner: 'acme', email, emailHash, topic: null })
    const second = await over(h)
    await h.store.campaigns.remove(second.campaignId)
    assert.deepEqual(await messages.gone(second.sent), kept)
    await erase(undefined)
    assert.equal(await messages.gone(second.sent), undefined)
    await swept(h, second.campaignId)
    assert.equal(await messages.gone(second.sent), undefined)
  }),

  gone('an erasure of all holds back for each owner that mailed the address and has only its hash left', async (h) => {
    const { privacy, suppressions } = h.store
    await swept(h, (await over(h)).campaignId)
    await suppressions.add({
      ...newSuppression(h, email, { owner: 'umbrella', topic: 'news' }),
      email: null,
      emailHash,
    })
    await privacy.erase({ owner: undefined, email, emailHash, at: h.now })
    for (const owner of ['acme', 'umbrella']) {
      const held = await suppressions.of(owner, email, emailHash)
      assert.ok(
        held.some(({ topic, reason }) => topic === null && reason === 'erasure'),
        owner,
      )
    }
    assert.deepEqual(await suppressions.of(null, email, emailHash), [])
    const reasons = async (owner: string | undefined, hash: string | null) =>
      (await privacy.export(owner, email, hash)).suppressions.map(({ reason }) => reason).sort()
    assert.deepEqual(
      [await reasons('acme', emailHash), await reasons('acme', null), await reasons(undefined, emailHash)],
      [['erasure'], [], ['erasure', 'erasure', 'manual']],
    )
  }),
]
