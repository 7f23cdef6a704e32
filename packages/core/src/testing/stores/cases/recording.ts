import assert from 'node:assert/strict'
import type { EventGroup, Judge, RecordedEvent } from '../../../store/port/event-store.ts'
import { assertExact, at, bothStores, head, listed, MINUTE, message, present, recipient, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'
import { asScanner, hit, judgeByAgent, record, remarkAll, withFirsts } from '../hits.ts'
import { readAll } from '../news.ts'

const recording = caseGroup('recording')

export const recordingCases: readonly StoreCase[] = [
  recording(
    'a group that asks for its events is given them with the recipient’s ref, and the first that counts',
    async (h) => {
      const { campaignId, ids } = await sent(h, [
        recipient('ann@example.org', { ref: 'user-1' }),
        recipient('ben@example.org'),
      ])
      const links = await h.store.campaigns.addLinks(campaignId, [
        { url: 'https://shop.example/', personalised: false },
      ])
      const linkId = present(links[0]).id
      const [ann, ben] = [at(ids, 0), at(ids, 1)]
      const hits = [
        hit('open', ann, { verdict: 'scanner' }),
        hit('open', ann),
        hit('open', ann),
        hit('read', ann, { durationMs: 1_200 }),
        hit('click', ben, { linkId }),
        hit('bounce', ben, { detail: { permanent: false } }),
      ]
      const group = { recorder: 'events', hits, lookBackMs: 0 }
      const { recorded } = await h.store.events.record({ ...group, sequence: 1, withEvents: true }, judgeByAgent)
      const of = (id: number) =>
        recorded
          .filter(({ messageId, campaignId: own }) => messageId === id && own === campaignId)
          .map(({ type, ref, counted, first }) => [type, ref, counted, first])
      assert.deepEqual(of(ann), [
        ['open', 'user-1', false, false],
        ['open', 'user-1', true, true],
        ['open', 'user-1', true, false],
        ['read', 'user-1', true, true],
      ])
      // The click proves an open.
      assert.deepEqual(of(ben), [
        ['open', null, true, true],
        ['click', null, true, true],
        ['bounce', null, false, false],
      ])
      const [click, bounce] = recorded.filter(({ messageId }) => messageId === ben).slice(1)
      assert.deepEqual([click?.linkId, click?.at, bounce?.detail], [linkId, at(hits, 0).at, { permanent: false }])
      assert.equal(recorded.find(({ type }) => type === 'read')?.durationMs, 1_200)
      const { events: stored } = await readAll(h.store)
      const told = (one: RecordedEvent) => [
        one.id,
        one.messageId,
        one.type,
        one.at,
        one.verdict,
        one.counted,
        one.linkId,
      ]
      assert.deepEqual(recorded.toSorted((a, b) => a.id - b.id).map(told), stored.map(told))
      const again = await h.store.events.record({ ...group, sequence: 2 }, judgeByAgent)
      assert.deepEqual([again.stored, again.recorded], [true, []])
      const repeated = await h.store.events.record({ ...group, sequence: 2, withEvents: true }, judgeByAgent)
      assert.deepEqual([repeated.stored, repeated.recorded], [false, []])
    },
  ),

  recording('of many events of a message a judge is shown the newest 200', async (h) => {
    const { ids } = await sent(h, 2)
    const [id, other] = [at(ids, 0), at(ids, 1)]
    const first = hit('open', id).at
    const of = (messageId: number, from: number, count: number) =>
      Array.from({ length: count }, (_, n) => hit('open', messageId, { at: first + from + n }))
    const store = (sequence: number, hits: EventGroup['hits'], judge: Judge) =>
      h.store.events.record({ recorder: 'a', sequence, lookBackMs: MINUTE, hits }, judge)
    await store(1, [...of(id, 0, 150), ...of(other, 0, 3)], judgeByAgent)
    await store(2, of(id, 150, 150), judgeByAgent)
    const shown: number[][] = []
    await store(3, [...of(id, 300, 2), ...of(other, 300, 1)], (one, context) => {
      shown.push(context.recent.map((event) => event.at - first))
      return judgeByAgent(one, context)
    })
    const newest = (until: number) => Array.from({ length: 200 }, (_, n) => until - 199 + n)
    assert.deepEqual(
      shown.sort((a, b) => a.length - b.length || at(a, 0) - at(b, 0)),
      [[0, 1, 2], newest(299), newest(300)],
    )
  }),

  recording('a group that its recorder stored before is not stored again', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    const group = (recorder: string, sequence: number): EventGroup => ({
      recorder,
      sequence,
      lookBackMs: MINUTE,
      hits: [hit('open', at(ids, 0))],
    })
    const again = {
      stored: false,
      events: 0,
      verdicts: {},
      campaignIds: [],
      recorded: [],
    }
    assert.equal((await h.store.events.record(group('a', 1), judgeByAgent)).stored, true)
    assert.deepEqual(await h.store.events.record(group('a', 1), judgeByAgent), again)
    assert.equal((await h.store.events.record(group('a', 2), judgeByAgent)).stored, true)
    assert.deepEqual(await h.store.events.record(group('a', 1), judgeByAgent), again)
    assert.equal((await h.store.events.record(group('b', 1), judgeByAgent)).stored, true)
    assert.equal((await head(h, campaignId)).opens.total, 3)
  }),

  recording('a group repeated at the same time is stored once', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    const stores = await bothStores(h)
    const group: EventGroup = { recorder: 'a', sequence: 1, lookBackMs: MINUTE, hits: [hit('open', at(ids, 0))] }
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => at(stores, i % 2).events.record(group, judgeByAgent)),
    )
    assert.equal(results.filter(({ stored }) => stored).length, 1)
    assert.equal((await head(h, campaignId)).opens.total, 1)
  }),

  recording('when a judge throws nothing of its group is stored, and the group can be recorded later', async (h) => {
    const { campaignId, ids } = await sent(h, 2)
    const group: EventGroup = { recorder: 'a', sequence: 1, lookBackMs: MINUTE, hits: ids.map((id) => hit('open', id)) }
    const failing: Judge = (one, context) => {
      if (one.messageId === ids[1]) throw new Error('the host’s rule failed')
      return judgeByAgent(one, context)
    }
    await assert.rejects(h.store.events.record(group, failing), /the host’s rule failed/)
    assert.deepEqual(await listed(h, at(ids, 0)), [])
    assert.equal((await head(h, campaignId)).opens.total, 0)
    const { stored, events } = await h.store.events.record(group, judgeByAgent)
    assert.deepEqual({ stored, events }, { stored: true, events: 2 })
  }),

  recording('many groups at once are counted exactly, and every first open is reported once', async (h) => {
    const { campaignId, ids, links } = await sent(h, 30, { links: ['https://a.example/', 'https://b.example/'] })
    const stores = await bothStores(h)
    const groups = Array.from({ length: 24 }, (_, g) =>
      ids
        .filter((_id, i) => (i + g) % 3 !== 0)
        .flatMap((id, i) => [
          hit(i % 2 === 0 ? 'open' : 'click', id, {
            at: h.now + g,
            linkId: i % 2 === 0 ? null : at(links, g % 2),
            verdict: g % 5 === 0 ? 'scanner' : 'human',
          }),
          ...(g % 7 === 3 && i % 6 === 1 ? [hit('click', id, { at: h.now + g, ...asScanner })] : []),
        ])
        .sort(() => (g % 2 === 0 ? 1 : -1)),
    )
    const results = await Promise.all(groups.map((hits, g) => record(at(stores, g % 2), hits, remarkAll)))
    assert.equal(
      results.reduce((sum, { events }) => sum + events, 0),
      groups.flat().length,
    )
    await assertExact(h.store, campaignId)
    const rows = await Promise.all(ids.map((id) => message(h, id)))
    for (const row of rows) assert.ok(!(row.clicks > 0 && row.opens === 0), 'a click has an open')
    assert.equal((await head(h, campaignId)).opens.unique, rows.filter(({ opens }) => opens > 0).length)
  }),

  recording('of many groups at once with opens of one message exactly one has its first', async (h) => {
    const { campaignId, ids } = await sent(h, 1)
    const stores = await bothStores(h)
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, i) => record(at(stores, i % 2), [hit('click', at(ids, 0), { at: h.now + i })])),
    )
    const firsts = results.map(withFirsts)
    assert.equal(firsts.flatMap(({ firstOpens }) => firstOpens).length, 1)
    assert.equal(firsts.flatMap(({ firstClicks }) => firstClicks).length, 1)
    assert.equal((await listed(h, at(ids, 0))).filter((event) => event.implied).length, 1)
    assert.deepEqual((await head(h, campaignId)).opens, { total: 1, unique: 1, machine: 0, early: 0, tracked: 1 })
    await assertExact(h.store, campaignId)
  }),
]
