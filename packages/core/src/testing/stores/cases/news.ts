import assert from 'node:assert/strict'
import { beginAll, oneSent, recipient, sending, sent, sentAt } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { asScanner, hit, record, remarkAll } from '../hits.ts'
import { ask, readAll, start } from '../news.ts'

const outbox = caseGroup('outbox')

export const newsCases: readonly StoreCase[] = [
  outbox('events are read by rising id, with what is said of them', async (h) => {
    const { campaignId, ids, links } = await sent(h, [recipient('a@example.org', { ref: 'user 1' })], {
      owner: 'acme',
      options: { topic: 'news' },
      links: ['https://example.org/é'],
    })
    const [id = 0] = ids
    const [linkId = null] = links
    await record(h.store, [
      hit('open', id, { verdict: 'scanner' }),
      hit('open', id),
      hit('click', id, { linkId }),
      hit('click', id, { linkId }),
    ])
    await record(h.store, [hit('open', null, { campaignId })])
    await record(h.store, [hit('read', id, { durationMs: 900 })])
    const { events } = await readAll(h.store, 2)
    assert.deepEqual(
      events.map(({ type, counted, first }) => [type, counted, first]),
      [
        ['open', false, false],
        ['open', true, true],
        ['click', true, true],
        ['click', true, false],
        ['read', true, true],
      ],
    )
    const [, , click] = events
    assert.deepEqual(
      [click?.owner, click?.topic, click?.ref, click?.url, click?.linkId, click?.campaignId, click?.messageId],
      ['acme', 'news', 'user 1', 'https://example.org/é', linkId, campaignId, id],
    )
    assert.equal(events.at(-1)?.durationMs, 900)
  }),

  outbox('what is told of a hit is the verdict of that moment', async (h) => {
    const { id } = await oneSent(h)
    await record(h.store, [hit('open', id)])
    await record(h.store, [hit('open', id, asScanner)], remarkAll)
    const { events } = await readAll(h.store)
    assert.deepEqual(
      events.map(({ verdict, counted }) => [verdict, counted]),
      [
        ['scanner', false],
        ['scanner', false],
      ],
    )
  }),

  outbox('events and facts come in the order of their times, whatever the size of the parts', async (h) => {
    await ask(h, ['message.sent'])
    const { campaignId } = await sending(h, 3)
    const ids = await beginAll(h, campaignId)
    for (const [n, id] of ids.entries()) {
      await h.store.messages.settle('sender', [sentAt(h.now + n * 10)(id)])
      await record(h.store, [hit('open', id, { at: h.now + n * 10 + 5 })])
    }
    const expected = ids.flatMap(() => ['message.sent', 'open'])
    for (const limit of [1, 2, 3, 1000]) assert.deepEqual((await readAll(h.store, limit)).order, expected)
    const { items } = await h.store.outbox.read(start, 1000)
    for (const [n, { place }] of items.entries())
      assert.deepEqual((await readAll(h.store, 2, place)).order, expected.slice(n + 1), `after ${n}`)
  }),

  outbox('what is gone is left out, and what comes later is after it', async (h) => {
    await ask(h)
    const gone = await oneSent(h)
    await record(h.store, [hit('open', gone.id)])
    await h.store.campaigns.remove(gone.campaignId)
    const { order, to } = await readAll(h.store)
    assert.deepEqual(order, ['campaign.started', 'campaign.completed'])
    assert.deepEqual(await h.store.outbox.place(), to)
    const { id } = await oneSent(h)
    await record(h.store, [hit('open', id)])
    while (await h.store.campaigns.sweep(100, h.now));
    assert.deepEqual((await readAll(h.store, 1, to)).order.toSorted(), [
      'campaign.completed',
      'campaign.started',
      'message.sent',
      'open',
    ])
  }),
]
