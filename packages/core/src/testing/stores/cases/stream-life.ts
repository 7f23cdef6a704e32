import assert from 'node:assert/strict'
import { at, DAY, HOUR, head, message, present, sending, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'
import { enqueued, own, stream, streamMessage } from '../streams.ts'

const life = caseGroup('stream life')

/** Claims and begins what is queued, and settles it as sent. */
async function sendAll(h: StoreHarness, campaignId: number): Promise<number[]> {
  const lease = { sender: 'sender', now: h.now, leaseUntil: h.now + HOUR }
  const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 100 }] })
  const { begun } = await h.store.messages.begin({ ...lease, messageIds: claimed.map(({ id }) => id) })
  await h.store.messages.settle('sender', begun.map(sentAt(h.now)))
  return begun
}

/** The link of a message's own content. */
async function linkOf(h: StoreHarness, streamId: number, id: number): Promise<number> {
  const { contentId } = await message(h, id)
  const links = await h.store.campaigns.links(streamId, contentId ?? 0)
  return at(links, 0).id
}

export const streamLifeCases: readonly StoreCase[] = [
  life('a stream is never completed, whatever empties it', async (h) => {
    const id = await stream(h)
    const status = async () => (await head(h, id)).status
    assert.equal(await status(), 'sending')
    await enqueued(h, id, ['a@example.org', 'b@example.org'])
    await sendAll(h, id)
    assert.equal(await status(), 'sending')
    const [cancelled, erased, skipped] = await enqueued(h, id, ['c@example.org', 'd@example.org', 'e@example.org'])
    await h.store.streams.cancel(cancelled?.id ?? 0, h.now)
    await h.store.privacy.erase({ owner: null, email: 'd@example.org', emailHash: 'hash of d', at: h.now })
    await h.store.suppressions.add({
      owner: null,
      email: 'e@example.org',
      emailHash: null,
      topic: null,
      reason: 'bounce',
      at: h.now,
    })
    await sendAll(h, id)
    const states = await Promise.all(
      [cancelled, erased, skipped].map(async (one) => (await message(h, one?.id ?? 0)).state),
    )
    assert.deepEqual(states, ['cancelled', 'skipped', 'skipped'])
    assert.equal(await status(), 'sending')
    const paused = await h.store.campaigns.changeStatus(id, { from: ['sending'], to: 'paused', at: h.now })
    assert.equal(paused?.status, 'paused')
    const resumed = await h.store.campaigns.changeStatus(id, { from: ['paused'], to: 'sending', at: h.now })
    assert.deepEqual([resumed?.status, resumed?.finishedAt], ['sending', null])
    assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  life('senders are told of a stream where something is queued in it, and of which kind each is', async (h) => {
    const [idle, busy] = [await stream(h, 'idle'), await stream(h, 'busy')]
    const { campaignId } = await sending(h, 1)
    await enqueued(h, busy, ['a@example.org'])
    const request = { now: h.now, until: h.now + 1000, known: [] }
    const { campaigns } = await h.store.campaigns.agenda(request)
    assert.deepEqual(
      campaigns.map(({ id, kind }) => [id, kind]).sort(([a], [b]) => Number(a) - Number(b)),
      [
        [busy, 'stream'],
        [campaignId, 'campaign'],
      ].sort(([a], [b]) => Number(a) - Number(b)),
    )
    const known = await h.store.campaigns.agenda({ ...request, known: [idle] })
    assert.equal(known.campaigns.find(({ id }) => id === idle)?.dueAt, undefined)
    assert.equal(known.campaigns.length, 3)
  }),

  life(
    'what is queued or claimed is cancelled and counted as skipped; what is on the wire or ended is not',
    async (h) => {
      const id = await stream(h)
      const ids = (await enqueued(h, id, ['a@example.org', 'b@example.org', 'c@example.org'])).map((one) => one.id)
      const [queued, claimed, begun] = [at(ids, 2), at(ids, 0), at(ids, 1)]
      const lease = { sender: 'sender', now: h.now, leaseUntil: h.now + HOUR }
      await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 2 }] })
      await h.store.messages.begin({ ...lease, messageIds: [begun] })
      const cancel = (one: number) => h.store.streams.cancel(one, h.now)
      assert.deepEqual(
        [await cancel(queued), await cancel(claimed), await cancel(begun)],
        ['cancelled', 'cancelled', 'sending'],
      )
      assert.equal(await cancel(queued), 'cancelled')
      assert.equal(await cancel(99_999), undefined)
      const after = await h.store.messages.begin({ ...lease, messageIds: [claimed] })
      assert.deepEqual([after.begun, after.skipped, after.lost], [[], [], [claimed]])
      const { skipped, queued: left } = await head(h, id)
      assert.deepEqual([skipped, left], [2, 1])
      const found = await h.store.messages.list({
        campaignId: id,
        sort: 'name',
        order: 'asc',
        status: 'cancelled',
        limit: 9,
      })
      assert.deepEqual(found.items.map((one) => one.id).sort(), [queued, claimed].sort())
      assert.equal((await message(h, queued)).endedAt, h.now)
      assert.deepEqual(await h.store.campaigns.recount(id), {})
    },
  ),

  life('links of a message’s own content count for its stream, and are no links of the stream itself', async (h) => {
    const id = await stream(h)
    const [shared] = await h.store.campaigns.addLinks(id, [{ url: 'https://shop.example/', personalised: false }])
    const stored = await enqueued(
      h,
      id,
      ['a', 'b', 'b'].map((name, n) => streamMessage(id, `p${n}@example.org`, { content: own(name) })),
    )
    const ids = stored.map((one) => one.id)
    assert.deepEqual(await h.store.campaigns.links(id), [shared])
    const [a, b, sameB] = await Promise.all(ids.map((one) => linkOf(h, id, one)))
    assert.equal(b, sameB)
    assert.deepEqual(await h.store.campaigns.link(a ?? 0), {
      id: a,
      campaignId: id,
      url: 'https://shop.example/a?by=mail',
      personalised: false,
      total: 0,
      unique: 0,
    })
    await sendAll(h, id)
    const click = (message: number, link: number | undefined) => hit('click', message, { linkId: link ?? null })
    await record(h.store, [
      click(at(ids, 0), a),
      click(at(ids, 1), b),
      click(at(ids, 2), b),
      click(at(ids, 0), shared?.id),
      click(at(ids, 0), shared?.id),
      click(at(ids, 0), shared?.id),
    ])
    const clicked = (await h.store.streams.clickedLinks(id, 9)).map(({ id: link, total, unique }) => [
      link,
      total,
      unique,
    ])
    assert.deepEqual(clicked, [
      [shared?.id, 3, 1],
      [b, 2, 2],
      [a, 1, 1],
    ])
    assert.equal((await h.store.streams.clickedLinks(id, 1)).length, 2)
    assert.deepEqual(await h.store.campaigns.recount(id), {})
    const again = await h.store.campaigns.addLinks(id, own('b').links, (await message(h, at(ids, 1))).contentId ?? 0)
    assert.equal(at(again, 0).id, b)
    await assert.rejects(h.store.campaigns.addLinks(id, own('b').links, 99_999), { code: 'not_found' })
  }),

  life('an own content goes with its last message, and its links with it: swept, purged or erased', async (h) => {
    const ways: Record<string, (id: number, email: string) => Promise<unknown>> = {
      erased: (_, email) => h.store.privacy.erase({ owner: null, email, emailHash: `hash of ${email}`, at: h.now }),
      purged: async (_, email) => {
        await h.store.privacy.erase({ owner: null, email: `no-${email}`, emailHash: 'none', at: h.now })
        while ((await h.store.privacy.purge({ messagesBefore: h.now + 1 }, 2, h.now)).more) {}
      },
      swept: async (id) => {
        await h.store.campaigns.remove(id)
        while (await h.store.campaigns.sweep(2, h.now)) {}
      },
    }
    for (const [name, goes] of Object.entries(ways)) {
      const [id, other] = [await stream(h, name), await stream(h, `${name}-other`)]
      const email = `${name}@example.org`
      const content = own(name)
      const [mine, theirs] = await h.store.streams.enqueue(
        [
          streamMessage(id, email, { content }),
          streamMessage(other, 'other@example.org', { content: own(`${name} too`), dueAt: h.now + DAY }),
        ],
        h.now,
      )
      const { contentId } = await message(h, present(mine).id)
      const kept = (await message(h, present(theirs).id)).contentId
      const link = await linkOf(h, id, present(mine).id)
      await sendAll(h, id)
      await goes(id, email)
      assert.equal(await h.store.streams.content(contentId ?? 0), undefined, name)
      assert.equal(await h.store.campaigns.link(link), undefined, name)
      assert.deepEqual(await h.store.streams.content(kept ?? 0), own(`${name} too`).own, name)
    }
  }),

  life('messages of a stream are purged by their own age once they have ended, those with a key later', async (h) => {
    const id = await stream(h)
    const give = async (now: number, once: string | null) =>
      present((await h.store.streams.enqueue([streamMessage(id, `a@example.org`, { once })], now))[0]).id
    const [old, keyed, oldKeyed, young] = [
      await give(h.now - 10 * DAY, null),
      await give(h.now - 10 * DAY, 'digest 1'),
      await give(h.now - 90 * DAY, 'digest 2'),
      await give(h.now - DAY, null),
    ]
    await sendAll(h, id)
    const [waiting] = await h.store.streams.enqueue(
      [streamMessage(id, 'b@example.org', { dueAt: h.now + DAY })],
      h.now - 90 * DAY,
    )
    const rules = { messagesBefore: h.now - 5 * DAY, keysBefore: h.now - 60 * DAY }
    let counted = 0
    for (let cursor: string | undefined; ; ) {
      const step = await h.store.privacy.purgeable(rules, 2, h.now, cursor)
      counted += step.rows.messages ?? 0
      cursor = step.next
      if (cursor === undefined) break
    }
    assert.equal(counted, 2)
    let rows = 0
    for (let more = true; more; ) {
      const step = await h.store.privacy.purge(rules, 1, h.now)
      rows += step.rows
      more = step.more
    }
    assert.equal(rows, 2)
    const left = await Promise.all(
      [old, keyed, oldKeyed, young, present(waiting).id].map((one) => h.store.messages.get(one)),
    )
    assert.deepEqual(
      left.map((one) => one !== undefined),
      [false, true, false, true, true],
    )
    const [again] = await h.store.streams.enqueue([streamMessage(id, 'a@example.org', { once: 'digest 1' })], h.now)
    assert.deepEqual([again?.id, again?.created], [keyed, false])
    const { total, sent } = await head(h, id)
    assert.deepEqual([total, sent], [5, 4])
    assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  life('what failed in a stream is queued again, and the stream is as it was', async (h) => {
    const id = await stream(h)
    const [failed, erased, sent] = await enqueued(h, id, ['a@example.org', 'b@example.org', 'c@example.org'])
    const lease = { sender: 'sender', now: h.now, leaseUntil: h.now + HOUR }
    const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 9 }] })
    await h.store.messages.begin({ ...lease, messageIds: claimed.map((one) => one.id) })
    const error = { kind: 'mailbox', message: 'full' } as const
    await h.store.messages.settle('sender', [
      { messageId: failed?.id ?? 0, kind: 'failed', at: h.now, error },
      { messageId: erased?.id ?? 0, kind: 'failed', at: h.now, error },
      sentAt(h.now)(sent?.id ?? 0),
    ])
    await h.store.privacy.erase({ owner: null, email: 'b@example.org', emailHash: 'hash of b', at: h.now })
    const status = await h.store.campaigns.changeStatus(id, { from: ['sending'], to: 'paused', at: h.now })
    assert.equal(status?.status, 'paused')
    assert.equal(await h.store.messages.retry(id, { include: ['failed', 'unknown'], at: h.now }), 1)
    assert.equal((await message(h, failed?.id ?? 0)).state, 'queued')
    assert.equal((await head(h, id)).status, 'paused')
    assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  life('an erasure frees the key, which may have been made of the address', async (h) => {
    const id = await stream(h)
    const keyed = streamMessage(id, 'ada@example.org', { once: 'digest of ada' })
    const [first] = await enqueued(h, id, [keyed])
    await h.store.privacy.erase({ owner: null, email: 'ada@example.org', emailHash: 'hash', at: h.now })
    const [second] = await enqueued(h, id, [keyed])
    assert.equal(second?.created, true)
    assert.notEqual(second?.id, first?.id)
  }),
]
