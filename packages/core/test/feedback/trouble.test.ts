import { beforeEach, describe, expect, it } from 'vitest'
import type { BounceEvent } from '../../src/index.ts'
import { bounce, clock, install, reasons, record, sillage } from './stage.ts'

beforeEach(() => install())

describe('what reports say of us', () => {
  /** A campaign of which a message leaves each second, after some of them did. */
  async function sending(to: string[], sentFor = 30_000) {
    const content = { name: 'n', subject: 's', html: '<p>x</p>', delayMs: 1000 }
    const { id } = await sillage.campaigns.create({ ...content, recipients: to.map((one) => ({ email: one })) })
    const sent = sillage.sendDue({ until: new Date(clock.now() + sentFor) })
    await clock.advance(sentFor)
    await sent
    const { items } = await sillage.messages.list({ campaignId: id, status: 'sent', limit: 200 })
    return { id, ids: items.map((item) => item.id) }
  }
  const people = Array.from({ length: 60 }, (_, n) => `p${n}@d${n % 3}.example`)
  const refused = (messageId: string, stop: 'campaign' | 'domain'): BounceEvent =>
    bounce(messageId, { kind: 'policy', stop })
  const statusOf = async (id: string) => {
    const { status, pauseReason } = await sillage.campaigns.get(id)
    return [status, pauseReason]
  }

  it('pauses a campaign of which five messages were refused for what refuses all, each counted once', async () => {
    const { id, ids } = await sending(people)
    for (let n = 0; n < 10; n++) await record(refused(ids[0] ?? '', 'campaign'))
    await record(...ids.slice(1, 4).map((one) => refused(one, 'campaign')), bounce(ids[5] ?? '', { kind: 'policy' }))
    expect(await statusOf(id)).toEqual(['sending', null])
    expect(await record(refused(ids[4] ?? '', 'campaign'))).toMatchObject({ recorded: 1, suppressed: 0 })
    expect(await statusOf(id)).toEqual(['paused', 'feedback_refused'])
    expect(await reasons()).toEqual([])
  })
  it('is not paused by forwards, which break what proves a sender', async () => {
    const { id, ids } = await sending(people)
    await record(...ids.map((one) => ({ ...refused(one, 'campaign'), recipient: 'me@elsewhere.example' })))
    expect(await statusOf(id)).toEqual(['sending', null])
  })
  it('counts no bounce of a message that did not leave', async () => {
    const { id } = await sending(people)
    const queued = (await sillage.messages.list({ campaignId: id, status: 'queued', limit: 1 })).items[0]
    expect(await record(bounce(queued?.id ?? ''))).toMatchObject({ ignored: 1, recorded: 0, suppressed: 1 })
    expect((await sillage.campaigns.stats(id)).bounces).toEqual({ hard: 0, soft: 0 })
  })
  it('forgets refusals that are an hour old', async () => {
    const { id, ids } = await sending(people)
    await record(...ids.slice(0, 4).map((one) => refused(one, 'campaign')))
    await clock.advance(61 * 60_000)
    await record(refused(ids[4] ?? '', 'campaign'))
    expect(await statusOf(id)).toEqual(['sending', null])
    await install({ senderFault: { domainMessages: 3, domainShare: 0.25 } })
    const again = await sending(people)
    const { items } = await sillage.messages.list({ campaignId: again.id, status: 'sent', limit: 200 })
    for (const domain of [0, 1, 2]) {
      const own = items.filter(({ email: to }) => to.endsWith(`@d${domain}.example`))
      await record(...own.map((item) => refused(item.id, 'domain')))
      await clock.advance(61 * 60_000)
    }
    expect(await statusOf(again.id)).toEqual(['sending', null])
  })
  it('pauses a campaign that three domains refuse, and not for one', async () => {
    await install({ senderFault: { domainMessages: 3, domainShare: 0.25 } })
    const { id, ids } = await sending(people)
    const { items } = await sillage.messages.list({ campaignId: id, status: 'sent', limit: 200 })
    const at = (domain: number) =>
      items.filter(({ email: to }) => to.endsWith(`@d${domain}.example`)).map((item) => item.id)
    expect(ids.length).toBeGreaterThan(20)
    await record(...at(0).map((one) => refused(one, 'domain')), ...at(1).map((one) => refused(one, 'domain')))
    await record(
      ...at(2)
        .slice(0, 2)
        .map((one) => refused(one, 'domain')),
    )
    expect(await statusOf(id)).toEqual(['sending', null])
    await record(refused(at(2)[2] ?? '', 'domain'))
    expect(await statusOf(id)).toEqual(['paused', 'feedback_refused'])
  })
  it('is not paused by a few of a large share, and holds a domain that refuses most for an hour', async () => {
    await install({ senderFault: { domainMessages: 2, domains: 2 } })
    const { id } = await sending(people)
    const leftAt = async (domain: number) => {
      const { items } = await sillage.messages.list({ campaignId: id, limit: 200 })
      return items
        .filter(({ email: to, sentAt }) => sentAt !== null && to.endsWith(`@d${domain}.example`))
        .map((item) => item.id)
    }
    const before = [await leftAt(0), await leftAt(1)] as const
    expect(before.map(({ length }) => length >= 8)).toEqual([true, true])
    await record(...before[0].slice(0, 2).map((one) => refused(one, 'domain')))
    await record(...before[1].map((one) => refused(one, 'domain')))
    expect(await statusOf(id)).toEqual(['sending', null])
    const go = async (ms: number) => {
      const sent = sillage.sendDue({ until: new Date(clock.now() + ms) })
      await clock.advance(ms)
      await sent
    }
    await go(20_000)
    expect((await leftAt(1)).length - before[1].length).toBeLessThanOrEqual(1)
    expect((await leftAt(0)).length).toBeGreaterThan(before[0].length + 4)
    await clock.advance(61 * 60_000)
    await go(60_000)
    expect(await leftAt(1)).toHaveLength(20)
  })
  it('pauses a campaign of which too many complain, once enough were sent to say so', async () => {
    await install({ complaintRate: { least: 20, warn: 0.05, pause: 0.1 } })
    const early = await sending(people, 15_000)
    const complaint = (messageId: string) => ({ type: 'complaint', refs: { messageId } }) as const
    await record(...early.ids.slice(0, 5).map(complaint))
    expect(await statusOf(early.id)).toEqual(['sending', null])
    const { id, ids } = await sending(people)
    const few = Math.ceil(ids.length * 0.1) - 1
    await record(...ids.slice(0, few).map(complaint))
    expect(await statusOf(id)).toEqual(['sending', null])
    await record(complaint(ids[few] ?? ''))
    expect(await statusOf(id)).toEqual(['paused', 'feedback_complaints'])
  })
})
