import { beforeEach, describe, expect, it } from 'vitest'
import {
  type BounceEvent,
  createSillage,
  createTokenSealer,
  type FailureKind,
  type FeedbackEvent,
  type FeedbackPolicy,
  memoryStore,
  type ReportedFailure,
  type Sillage,
  type TokenKind,
} from '../../src/index.ts'
import type { Store } from '../../src/store/port/store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const DAY = 86_400_000
const secrets = ['a secret for feedback']
const sealer = createTokenSealer(secrets)
const email = 'ada@example.org'
const options = { source: 'test' }

let clock: ReturnType<typeof fakeClock>
let sillage: Sillage
let store: Store

async function install(policy: FeedbackPolicy = {}) {
  clock = fakeClock()
  const given = { secrets, clock, baseUrl: 'https://mail.example', from: 'a@example.org', feedback: { policy } }
  store = memoryStore()
  sillage = createSillage({ ...given, store, transport: recordingTransport({ clock }) })
  await sillage.migrate()
}
beforeEach(() => install())

/** Sends a campaign; ids of its messages in the order of the addresses. */
async function send(to: string[] = [email], more: object = {}): Promise<{ id: string; ids: string[] }> {
  const content = { name: 'n', subject: 's', html: '<p>x</p>', recipients: to.map((one) => ({ email: one })) }
  const { id } = await sillage.campaigns.create({ ...content, ...more })
  const sent = sillage.sendDue()
  await clock.advance(60_000)
  await sent
  const { items } = await sillage.messages.list({ campaignId: id, limit: 200 })
  return { id, ids: to.map((one) => items.find((item) => item.email === one)?.id ?? '') }
}
const sendOne = async (more: object = {}) => (await send([email], more)).ids[0] ?? ''

const bounce = (messageId: string, failure: Partial<ReportedFailure> & { kind?: FailureKind } = {}): BounceEvent => {
  const { kind = 'address', permanent = true, ...rest } = failure
  return { type: 'bounce', refs: { messageId }, bounce: { permanent, error: { kind, message: 'said' }, ...rest } }
}
const full = { kind: 'mailbox', permanent: false } as const
const record = (...events: FeedbackEvent[]) => sillage.feedback.record(events, options)
const reasons = async (of = email) =>
  (await sillage.recipients.get(of)).suppressions.flatMap(({ topic, reasons: all }) =>
    all.map(({ reason }) => (topic === null ? reason : `${reason} ${topic}`)),
  )
const detailsOf = async (id: string) => (await store.events.list(Number(id), { limit: 50 })).items
const eventsOf = async (id: string) => (await detailsOf(id)).map(({ type, detail }) => [type, detail?.permanent])

describe('once, by what it means', () => {
  it('a dead address is suppressed by the first word, and by no other after a person lifted that', async () => {
    const id = await sendOne()
    expect(await record(bounce(id))).toEqual({ recorded: 1, repeated: 0, unknown: 0, ignored: 0, suppressed: 1 })
    expect(await reasons()).toEqual(['bounce'])
    const [line] = (await sillage.suppressions.list()).items
    await sillage.suppressions.delete(line?.id ?? '')
    for (let n = 0; n < 50; n++)
      expect(await record(bounce(id))).toMatchObject({ recorded: 0, repeated: 1, suppressed: 0 })
    expect(await record(bounce(id, full))).toMatchObject({ repeated: 1 })
    expect(await reasons()).toEqual([])
    expect(await eventsOf(id)).toEqual([['bounce', true]])
  })
  it('a soft bounce and a hard one of a message are both kept, each once, in whatever order and company', async () => {
    const id = await sendOne()
    expect(await record(bounce(id, full), bounce(id, full), bounce(id), bounce(id), bounce(id, full))).toMatchObject({
      recorded: 2,
      repeated: 3,
    })
    expect(await eventsOf(id)).toEqual([
      ['bounce', true],
      ['bounce', false],
    ])
    const other = await sendOne()
    await Promise.all(Array.from({ length: 20 }, () => record(bounce(other))))
    expect(await eventsOf(other)).toEqual([['bounce', true]])
  })
  it('a complaint holds back from everything, once', async () => {
    const id = await sendOne({ topic: 'news' })
    const complaint = { type: 'complaint', refs: { messageId: id }, complaint: { feedbackType: 'abuse' } } as const
    expect(await record(complaint, complaint)).toMatchObject({ recorded: 1, repeated: 1, suppressed: 1 })
    expect(await reasons()).toEqual(['complaint'])
  })
  it('why a message came back, what was done, and who said it, is shown with it', async () => {
    const shown = async (more: Parameters<typeof bounce>[1]) => {
      const id = await sendOne()
      await record(bounce(id, more))
      await sillage.recipients.resubscribe(email)
      const [line] = (await sillage.suppressions.list()).items
      if (line !== undefined) await sillage.suppressions.delete(line.id)
      const { bounce: told, source } = (await sillage.messages.events(id)).items[0] ?? {}
      return [told?.effect, told?.permanent, told?.error.kind, source]
    }
    expect(await shown({})).toEqual(['held', true, 'address', 'test'])
    expect(await shown(full)).toEqual(['counted', false, 'mailbox', 'test'])
    expect(await shown({ kind: 'content' })).toEqual(['none', true, 'content', 'test'])
  })
  it('what a bounce says of the address stands with it', async () => {
    const id = await sendOne()
    await record(bounce(id, { ownList: true }))
    expect((await detailsOf(id))[0]?.detail).toEqual({
      ...{
        permanent: true,
        kind: 'address',
        message: 'said',
        suppress: 'now',
        held: true,
        ownList: true,
        source: 'test',
      },
    })
  })
})

describe('whom it is about', () => {
  it.each<[string, (id: number) => FeedbackEvent['refs'], TokenKind]>([
    ['a token in a header', (id) => ({ token: sealer.seal({ kind: 'report', messageId: id }) }), 'report'],
    [
      'a token in an address',
      (id) => ({ token: `bounces+${sealer.seal({ kind: 'bounce', messageId: id }).toUpperCase()}@a.example` }),
      'bounce',
    ],
    [
      'a Message-ID',
      (id) => ({ rfcMessageId: `<${sealer.seal({ kind: 'report', messageId: id })}@a.example>` }),
      'report',
    ],
    [
      'a Message-ID without brackets, and a token that is not ours',
      (id) => ({ token: 'x'.repeat(26), rfcMessageId: `${sealer.seal({ kind: 'report', messageId: id })}@a.example` }),
      'report',
    ],
  ])('is found by %s', async (_, refs) => {
    const id = await sendOne()
    expect(await record({ ...bounce(id), refs: refs(Number(id)) })).toMatchObject({ recorded: 1, suppressed: 1 })
  })
  it('is not found by the token of a link or a pixel, a forged one, or nothing', async () => {
    const id = Number(await sendOne())
    const tokens = (['pixel', 'click', 'view', 'preferences'] as const).map((kind) =>
      sealer.seal({ kind, messageId: id, linkId: kind === 'click' ? 1 : 0 }),
    )
    for (const token of [...tokens, '0'.repeat(26), ''])
      expect(await record({ ...bounce(''), refs: { token } })).toMatchObject({ unknown: 1, suppressed: 0 })
    expect(await record({ ...bounce(''), refs: {} })).toMatchObject({ unknown: 1 })
    expect(await record({ ...bounce(''), refs: { messageId: '99' } })).toMatchObject({ unknown: 1 })
    expect(await reasons()).toEqual([])
  })
  it('a report about another address than the message’s is a forward, and soft', async () => {
    const id = await sendOne()
    expect(await record({ ...bounce(id), recipient: 'old-job@elsewhere.example' })).toMatchObject({
      recorded: 1,
      suppressed: 0,
    })
    expect(await eventsOf(id)).toEqual([['bounce', false]])
    expect(await record({ ...bounce(id), recipient: 'ADA@Example.org' })).toMatchObject({ recorded: 1, suppressed: 1 })
  })
  it('nothing is stored of a message whose recipient was erased, and a mail that came back too late is ignored', async () => {
    const [old, erased] = [await sendOne(), (await send(['bob@example.org'])).ids[0] ?? '']
    await sillage.recipients.erase('bob@example.org')
    expect(await record(bounce(erased), { type: 'unsubscribe', refs: { messageId: erased } })).toMatchObject({
      unknown: 2,
      suppressed: 0,
    })
    await clock.advance(31 * DAY)
    expect(await record(bounce(old))).toMatchObject({ ignored: 1, suppressed: 0 })
    expect(await record({ type: 'complaint', refs: { messageId: old } })).toMatchObject({ recorded: 1, suppressed: 1 })
  })
})

describe('an address in trouble', () => {
  /** One message a day at these days, each with its bounce; how many addresses were suppressed. */
  async function bounces(days: readonly number[], failure: Partial<ReportedFailure> & { kind?: FailureKind } = full) {
    let suppressed = 0
    let today = 0
    for (const day of days) {
      await clock.advance((day - today) * DAY)
      today = day
      suppressed += (await record(bounce(await sendOne(), failure))).suppressed
    }
    return suppressed
  }
  it('is held back by the fifth message in fourteen days, and not by the fourth', async () => {
    expect(await bounces([0, 4, 8, 15])).toBe(0)
    expect(await reasons()).toEqual([])
    expect(await bounces([1])).toBe(1)
    expect(await reasons()).toEqual(['bounce'])
  })
  it('is not held back by an outage, however many messages it returns', async () => {
    expect(await bounces([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])).toBe(0)
    expect(await bounces([1])).toBe(1)
  })
  it('one message counts once, whoever reports it', async () => {
    const id = await sendOne()
    for (let n = 0; n < 20; n++) {
      await clock.advance(DAY)
      await sillage.feedback.record([bounce(id, full)], { source: `source ${n}` })
    }
    expect(await reasons()).toEqual([])
  })
  it.each(['rate', 'greylist', 'content', 'policy', 'auth', 'config', 'protocol'] as const)(
    'is not in trouble for %s',
    async (kind) => {
      expect(await bounces([0, 5, 10, 15, 20, 25], { kind, permanent: true })).toBe(0)
      expect(await reasons()).toEqual([])
    },
  )
  it.each(['expired', 'connection', 'other'] as const)('is in trouble for %s', async (kind) => {
    expect(await bounces([0, 5, 10, 15, 20], { kind, permanent: true })).toBe(1)
  })
  it('begins anew with a message that did not come back, and with one that a provider delivered', async () => {
    expect(await bounces([0, 4, 8, 12])).toBe(0)
    await clock.advance(DAY)
    await sendOne()
    expect(await bounces([8])).toBe(0)
    await clock.advance(DAY)
    await record({ type: 'delivered', refs: { messageId: await sendOne() } })
    expect(await bounces([1, 5, 9])).toBe(0)
    expect(await bounces([6, 8])).toBe(1)
  })
  it('begins anew when a person lifts it, and never where the policy says so', async () => {
    expect(await bounces([0, 5, 10, 15, 20])).toBe(1)
    const [line] = (await sillage.suppressions.list()).items
    await sillage.suppressions.delete(line?.id ?? '')
    expect(await bounces([1, 5])).toBe(0)
    await install({ soft: false })
    expect(await bounces([0, 5, 10, 15, 20, 25])).toBe(0)
    await install({ soft: { count: 2, spanDays: 0 } })
    expect(await bounces([0, 0])).toBe(1)
  })
})

describe('an unsubscription elsewhere', () => {
  it('holds back from the topic, or from everything where the provider says so', async () => {
    const id = await sendOne({ topic: 'news' })
    const event = { type: 'unsubscribe', refs: { messageId: id } } as const
    expect(await record(event)).toMatchObject({ recorded: 1, suppressed: 1 })
    expect(await reasons()).toEqual(['unsubscribe news'])
    await clock.advance(1000)
    expect(await record({ ...event, unsubscribe: { all: true } })).toMatchObject({ recorded: 1, suppressed: 1 })
    expect((await reasons()).sort()).toEqual(['unsubscribe', 'unsubscribe news'])
  })
  it('said again is repeated after a person took it back, and said later holds back again', async () => {
    const id = await sendOne()
    await clock.advance(1000)
    const event = { type: 'unsubscribe', refs: { messageId: id }, at: new Date(clock.now() - 500) } as const
    await record(event)
    await sillage.recipients.resubscribe(email)
    expect(await record(event)).toMatchObject({ repeated: 1, suppressed: 0 })
    expect(await reasons()).toEqual([])
    expect(await record({ ...event, at: new Date(clock.now()) })).toMatchObject({ recorded: 1, suppressed: 1 })
  })
  it('acts on a message that is gone', async () => {
    const { id, ids } = await send([email], { topic: 'news' })
    await sillage.campaigns.delete(id)
    expect(await record({ type: 'unsubscribe', refs: { messageId: ids[0] } })).toMatchObject({
      unknown: 1,
      suppressed: 1,
    })
    expect(await reasons()).toEqual(['unsubscribe news'])
    expect(await record(bounce(ids[0] ?? ''))).toMatchObject({ unknown: 1, suppressed: 0 })
    expect(await record({ type: 'complaint', refs: { messageId: ids[0] } })).toMatchObject({
      unknown: 1,
      suppressed: 1,
    })
    expect((await reasons()).sort()).toEqual(['complaint', 'unsubscribe news'])
  })
  it('what the provider lifted, delivered, put off or answered by itself changes nothing', async () => {
    const id = await sendOne()
    await record({ type: 'complaint', refs: { messageId: id } })
    for (const type of ['resubscribe', 'delivered', 'deferred', 'autoreply'] as const)
      expect(await record({ type, refs: { messageId: id } })).toMatchObject({ ignored: 1, recorded: 0 })
    expect(await reasons()).toEqual(['complaint'])
  })
})

describe('what is ours', () => {
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
  it('forgets refusals that are an hour old', async () => {
    const { id, ids } = await sending(people)
    await record(...ids.slice(0, 4).map((one) => refused(one, 'campaign')))
    await clock.advance(61 * 60_000)
    await record(refused(ids[4] ?? '', 'campaign'))
    expect(await statusOf(id)).toEqual(['sending', null])
  })
  it('pauses a campaign that three domains refuse, and not for one', async () => {
    await install({ senderFault: { domainMessages: 3 } })
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
