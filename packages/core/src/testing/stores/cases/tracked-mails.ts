import assert from 'node:assert/strict'
import { allOf, at, DAY, HOUR, head, message } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'
import { enqueued, own, stream, streamMessage } from '../streams.ts'

const tracked = caseGroup('mails of the host')
const sent = { opens: true, clicks: true, readTime: false }

const linksOf = async (h: StoreHarness, id: number, messageId: number) =>
  h.store.campaigns.links(id, (await message(h, messageId)).contentId ?? 0)

export const trackedMailCases: readonly StoreCase[] = [
  tracked('what the host sends itself is stored as sent, is counted so, and is never claimed', async (h) => {
    const id = await stream(h)
    const all = [sent, { ...sent, opens: false }].map((one, n) => streamMessage(id, `p${n}@example.org`, { sent: one }))
    const [first, second] = await enqueued(h, id, all)
    const stored = await message(h, first?.id ?? 0)
    assert.deepEqual(
      [stored.state, stored.sentAt, stored.endedAt, stored.attempts, stored.version, stored.tracked],
      ['sent', h.now, null, 0, null, sent],
    )
    assert.deepEqual((await message(h, second?.id ?? 0)).tracked, { ...sent, opens: false })
    const lease = { sender: 'a', now: h.now, leaseUntil: h.now + HOUR }
    assert.deepEqual(await h.store.messages.claim({ ...lease, campaigns: [{ campaignId: id, limit: 9 }] }), [])
    const { total, queued, sent: count, opens, clicks } = await head(h, id)
    assert.deepEqual([total, queued, count, opens.tracked, clicks.tracked], [2, 0, 2, 1, 2])
    await record(h.store, [hit('open', first?.id ?? 0)])
    const hours = await h.store.campaigns.timeline(id)
    const sum = (name: 'sent' | 'opensTracked' | 'opened') => hours.reduce((all, hour) => all + hour[name], 0)
    assert.deepEqual([sum('sent'), sum('opensTracked'), sum('opened')], [2, 1, 1])
    assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  tracked('whoever is held back is mailed by the host all the same, beside others who are not', async (h) => {
    const id = await stream(h)
    const held = { owner: null, email: 'ada@example.org', emailHash: null, topic: null, reason: 'bounce' as const }
    await h.store.suppressions.add({ ...held, at: h.now })
    const stored = await enqueued(h, id, [
      streamMessage(id, 'ada@example.org', { sent }),
      'ada@example.org',
      'eva@example.org',
    ])
    assert.deepEqual(
      stored.map(({ state }) => state),
      ['sent', 'skipped', 'queued'],
    )
    assert.deepEqual(await h.store.campaigns.recount(id), {})
  }),

  tracked('of a content that is not kept the links stay, of equal ones once, and no HTML or text', async (h) => {
    const id = await stream(h)
    const written = own('a', { html: '<p>secret</p>', text: 'secret' })
    const other = own('a', { html: '<p>other</p>', text: 'secret' })
    const contents = [{ ...written, kept: false }, { ...written, kept: false }, { ...other, kept: false }, written]
    const all = contents.map((content, n) => streamMessage(id, `p${n}@example.org`, { content, sent }))
    const ids = (await enqueued(h, id, all)).map((one) => one.contentId)
    assert.equal(ids[0], ids[1])
    assert.equal(new Set(ids).size, 3)
    const stored = await Promise.all(ids.map((one) => h.store.streams.content(one ?? 0)))
    assert.deepEqual(stored[0], { ...written.own, html: '', text: null })
    assert.deepEqual(stored[3], written.own)
    for (const contentId of ids)
      assert.deepEqual(
        (await h.store.campaigns.links(id, contentId ?? 0)).map(({ url }) => url),
        ['https://shop.example/a?by=mail'],
      )
  }),

  tracked('of one key the first counts, whether it was sent by the host or is to be sent', async (h) => {
    const id = await stream(h)
    const once = 'digest'
    const [first] = await enqueued(h, id, [
      streamMessage(id, 'a@example.org', { once, sent, content: { ...own('a'), kept: false } }),
    ])
    const [again, queued] = await enqueued(h, id, [
      streamMessage(id, 'a@example.org', { once, sent, content: { ...own('b'), kept: false } }),
      streamMessage(id, 'a@example.org', { once }),
    ])
    assert.deepEqual(
      [again, queued],
      [first, first].map((one) => ({ ...one, created: false })),
    )
    assert.deepEqual(
      (await linksOf(h, id, first?.id ?? 0)).map(({ url }) => url),
      ['https://shop.example/a?by=mail'],
    )
    const listed = await allOf((cursor) =>
      h.store.messages.list({ campaignId: id, sort: 'sentAt', order: 'desc', limit: 1, cursor }),
    )
    assert.equal(listed.length, 1)
  }),

  tracked('a mail of the host is erased and purged as any message, and its links go with it', async (h) => {
    const id = await stream(h)
    const give = async (name: string, now: number) => {
      const content = { ...own(name), kept: false }
      const [one] = await h.store.streams.enqueue([streamMessage(id, `${name}@example.org`, { content, sent })], now)
      return { id: one?.id ?? 0, link: at(await linksOf(h, id, one?.id ?? 0), 0).id }
    }
    const [erased, old, young] = [await give('a', h.now), await give('b', h.now - 9 * DAY), await give('c', h.now)]
    await h.store.privacy.erase({ owner: null, email: 'a@example.org', emailHash: 'hash of a', at: h.now })
    while ((await h.store.privacy.purge({ messagesBefore: h.now - DAY }, 9, h.now)).more) {}
    const links = await Promise.all([erased, old, young].map(({ link }) => h.store.campaigns.link(link)))
    assert.deepEqual(
      links.map((link) => link !== undefined),
      [false, false, true],
    )
    assert.equal((await message(h, erased.id)).state, 'sent')
    assert.equal(await h.store.messages.get(old.id), undefined)
  }),
]
