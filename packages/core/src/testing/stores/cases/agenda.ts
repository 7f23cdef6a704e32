import assert from 'node:assert/strict'
import type { Agenda, AgendaRequest } from '../../../store/port/campaign-store.ts'
import { assertTime, at, DAY, draft, HOUR, MINUTE, people, present, sending } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { begin, claim, putOff } from '../senders.ts'

const agendas = caseGroup('agenda')

const agendaOf = (h: StoreHarness, request: Partial<AgendaRequest> = {}): Promise<Agenda> =>
  h.store.campaigns.agenda({ now: h.now, until: h.now, known: [], ...request })
const idsOf = ({ campaigns }: Agenda): number[] => campaigns.map(({ id }) => id).sort((a, b) => a - b)

/** A campaign being sent whose next message is due so long after now. */
async function dueIn(h: StoreHarness, ms: number): Promise<number> {
  const { campaignId } = await sending(h, 1)
  const [claimed] = await claim(h, campaignId)
  await h.store.messages.settle('a', [putOff(h, present(claimed).id, h.now + ms)])
  return campaignId
}

export const agendaCases: readonly StoreCase[] = [
  agendas('names the campaigns being sent with a message that is due in time, and when that is', async (h) => {
    const [now, soon, later] = [await dueIn(h, -MINUTE), await dueIn(h, HOUR), await dueIn(h, DAY)]
    await draft(h)
    assert.deepEqual(idsOf(await agendaOf(h)), [now])
    const found = await agendaOf(h, { until: h.now + 2 * HOUR })
    assert.deepEqual(idsOf(found), [now, soon])
    for (const { id, dueAt } of found.campaigns) assertTime(present(dueAt), h.now + (id === now ? -MINUTE : HOUR))
    assert.deepEqual(idsOf(await agendaOf(h, { until: h.now + 2 * HOUR, campaignId: soon })), [soon])
    assert.deepEqual(idsOf(await agendaOf(h, { campaignId: later })), [])
  }),

  agendas('says which transport each campaign chose, also after a change', async (h) => {
    const { campaignId } = await sending(h, 1, { options: { transport: 'bulk' } })
    const { campaignId: other } = await sending(h, 1)
    const chosen = async () => new Map((await agendaOf(h)).campaigns.map(({ id, transport }) => [id, transport]))
    assert.deepEqual([(await chosen()).get(campaignId), (await chosen()).get(other)], ['bulk', null])
    const { options } = present(await h.store.campaigns.get(campaignId))
    await h.store.campaigns.update(campaignId, { options: { ...options, transport: null } }, ['sending'])
    assert.equal((await chosen()).get(campaignId), null)
  }),

  agendas('names those that are asked for as long as they are sent, with their version', async (h) => {
    const [waiting, paused, removed] = [await dueIn(h, DAY), await dueIn(h, DAY), await dueIn(h, DAY)]
    const { campaignId: taken } = await sending(h, 1)
    await claim(h, taken)
    const known = [waiting, paused, removed, taken, -1]
    assert.deepEqual(
      idsOf(await agendaOf(h, { known })),
      [waiting, paused, removed, taken].sort((a, b) => a - b),
    )
    await h.store.campaigns.changeStatus(paused, { from: ['sending'], to: 'paused', at: h.now })
    await h.store.campaigns.remove(removed)
    const { campaigns } = await agendaOf(h, { known })
    assert.deepEqual(idsOf({ campaigns, nextStartAt: undefined, nextLeaseEnd: undefined }), [waiting, taken])
    assert.equal(campaigns.find(({ id }) => id === taken)?.dueAt, undefined, 'what is claimed is not due')
    const before = present(campaigns.find(({ id }) => id === waiting)).version
    await h.store.campaigns.update(waiting, { name: 'Later' }, ['sending'])
    const after = (await agendaOf(h, { known })).campaigns.find(({ id }) => id === waiting)
    assert.equal(present(after).version, before + 1)
  }),

  agendas('says when the next scheduled campaign starts and the next lease ends', async (h) => {
    assert.deepEqual(await agendaOf(h), { campaigns: [], nextStartAt: undefined, nextLeaseEnd: undefined })
    for (const after of [3 * HOUR, 2 * HOUR])
      await h.store.campaigns.plan(await draft(h), people(1), h.now, { to: 'scheduled', scheduledAt: h.now + after })
    const { campaignId, ids } = await sending(h, 2)
    await claim(h, campaignId, { leaseUntil: h.now + 5 * HOUR })
    await h.store.messages.begin({ sender: 'a', messageIds: [at(ids, 0)], now: h.now, leaseUntil: h.now - MINUTE })
    const { nextStartAt, nextLeaseEnd } = await agendaOf(h)
    assert.equal(nextStartAt, h.now + 2 * HOUR)
    assertTime(present(nextLeaseEnd), h.now - MINUTE)
    await h.store.messages.expireLeases(h.now)
    assertTime(present((await agendaOf(h)).nextLeaseEnd), h.now + 5 * HOUR)
    await begin(h, [at(ids, 1)])
    assertTime(present((await agendaOf(h)).nextLeaseEnd), h.now + HOUR)
  }),
]
