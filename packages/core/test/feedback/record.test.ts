import { beforeEach, describe, expect, it } from 'vitest'
import {
  type FailureKind,
  type FeedbackEvent,
  type ReportedFailure,
  SillageError,
  type TokenKind,
} from '../../src/index.ts'
import {
  bounce,
  clock,
  DAY,
  detailsOf,
  email,
  eventsOf,
  full,
  install,
  reasons,
  record,
  sealer,
  send,
  sendOne,
  sillage,
  store,
} from './stage.ts'

beforeEach(() => install())

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
    const other = (await send(['bob@example.org'])).ids[0] ?? ''
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
    const shown = async (more: Parameters<typeof bounce>[1], heldBefore = false) => {
      const id = await sendOne()
      if (heldBefore) await sillage.suppressions.create({ email, reason: 'bounce' })
      await record(bounce(id, more))
      await sillage.recipients.resubscribe(email)
      const [line] = (await sillage.suppressions.list()).items
      if (line !== undefined) await sillage.suppressions.delete(line.id)
      const { bounce: told, source } = (await sillage.messages.events(id)).items[0] ?? {}
      return [told?.effect, told?.permanent, told?.error.kind, source]
    }
    expect(await shown({})).toEqual(['held', true, 'address', 'test'])
    expect(await shown({}, true)).toEqual(['held', true, 'address', 'test'])
    expect(await shown(full)).toEqual(['counted', false, 'mailbox', 'test'])
    expect(await shown({ kind: 'content' })).toEqual(['none', true, 'content', 'test'])
  })
  it.each<[NonNullable<ReportedFailure['ownList']>, string]>([
    ['bounce', 'bounce'],
    ['complaint', 'complaint'],
    ['unsubscribe', 'unsubscribe news'],
  ])('a provider’s list of %s holds back for that, and no server refused it', async (ownList, reason) => {
    const { id, ids } = await send([email], { topic: 'news' })
    const event = bounce(ids[0] ?? '', { ownList, suppress: 'now' })
    expect(await record(event, event)).toMatchObject({ recorded: 1, repeated: 1, suppressed: 1 })
    expect(await reasons()).toEqual([reason])
    expect((await sillage.campaigns.stats(id)).bounces).toEqual({ hard: 0, soft: 1 })
    const detail = { permanent: false, kind: 'address', message: 'said', suppress: 'now', held: true, ownList }
    expect((await detailsOf(ids[0] ?? ''))[0]?.detail).toEqual({ ...detail, source: 'test' })
    expect(await record(bounce(ids[0] ?? ''))).toMatchObject({ recorded: 1 })
    expect((await sillage.campaigns.stats(id)).bounces).toEqual({ hard: 1, soft: 0 })
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
    [
      'a token, where the id leads nowhere',
      (id) => ({ messageId: '987654321', token: sealer.seal({ kind: 'report', messageId: id }) }),
      'report',
    ],
    [
      'a Message-ID, where the token is of a message that nobody has',
      (id) => ({
        token: sealer.seal({ kind: 'report', messageId: 987_654_321 }),
        rfcMessageId: `<${sealer.seal({ kind: 'report', messageId: id })}@a.example>`,
      }),
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
  it('begins anew with a message that did not come back', async () => {
    expect(await bounces([0, 4, 8, 12])).toBe(0)
    await clock.advance(DAY)
    await sendOne()
    expect(await bounces([8])).toBe(0)
    expect(await bounces([1, 5, 9])).toBe(0)
    expect(await bounces([6])).toBe(1)
  })
  it('begins anew with a person who opens an older mail', async () => {
    const old = await sendOne()
    await clock.advance(DAY)
    expect(await bounces([0, 4, 8, 12])).toBe(0)
    const nothing = {
      linkId: null,
      ip: null,
      userAgent: null,
      durationMs: null,
      head: false,
      prefetch: false,
      detail: null,
    }
    const open = {
      ...nothing,
      type: 'open',
      messageId: Number(old),
      campaignId: null,
      at: clock.now(),
      count: 1,
    } as const
    const judge = () => ({ verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false }) as const
    await store.events.record({ recorder: 'test', sequence: 1, hits: [open], lookBackMs: 1 }, judge as never)
    expect(await bounces([4])).toBe(0)
    expect(await reasons()).toEqual([])
  })
  it('is held back although its reports come late, and although each mail was said to be delivered', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      ids.push(await sendOne())
      await record({ type: 'delivered', refs: { messageId: ids[n] } })
      await clock.advance(4 * DAY)
    }
    await clock.advance(4 * DAY)
    const at = (n: number) => new Date(clock.now() - (24 - 4 * n) * DAY)
    const late = ids.map((id, n) => ({ ...bounce(id, full), at: at(n) }))
    expect(await record(...late)).toMatchObject({ recorded: 5, suppressed: 1 })
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

describe('a store that is away', () => {
  it('has not stored it: that is said, and it is stored when it comes again', async () => {
    const ids = [await sendOne(), ...(await send(['bob@example.org'])).ids]
    const { record: write } = store.events
    store.events.record = () => Promise.reject(new SillageError('store_unavailable', 'away'))
    const all = ids.map((id) => bounce(id, full))
    const told = record(...all).catch((error: unknown) => error)
    await clock.advance(6000)
    expect(await told).toMatchObject({ code: 'store_unavailable' })
    store.events.record = write
    await clock.advance(60_000)
    const again = await record(...all)
    expect(again.recorded + again.repeated).toBe(2)
    for (const id of ids) expect(await eventsOf(id)).toEqual([['bounce', false]])
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
    for (const all of [
      [false, true],
      [true, false],
    ]) {
      const message = (await send(['eve@example.org'], { topic: 'news' })).ids[0]
      const now = new Date(clock.now())
      await record(
        ...all.map(
          (from) =>
            ({ type: 'unsubscribe', refs: { messageId: message }, at: now, unsubscribe: { all: from } }) as const,
        ),
      )
      expect(await reasons('eve@example.org'), String(all)).toContain('unsubscribe')
      await sillage.recipients.resubscribe('eve@example.org')
      await sillage.recipients.resubscribe('eve@example.org', { topic: 'news' })
    }
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
  it('from everything is repeated after a person took it back, also where the topic was left before', async () => {
    const id = await sendOne({ topic: 'news' })
    const fromTopic = { type: 'unsubscribe', refs: { messageId: id }, at: new Date(clock.now()) } as const
    await record(fromTopic)
    await clock.advance(1000)
    const fromAll = { ...fromTopic, at: new Date(clock.now()), unsubscribe: { all: true } } as const
    expect(await record(fromAll)).toMatchObject({ recorded: 1, suppressed: 1 })
    await sillage.recipients.resubscribe(email)
    await sillage.recipients.resubscribe(email, { topic: 'news' })
    for (const event of [fromAll, fromTopic]) expect(await record(event)).toMatchObject({ repeated: 1, suppressed: 0 })
    expect(await reasons()).toEqual([])
    await clock.advance(1000)
    expect(await record({ ...fromAll, at: new Date(clock.now()) })).toMatchObject({ recorded: 1, suppressed: 1 })
  })
  it('by a list of the provider acts on a message that is gone, with the reason of the list', async () => {
    for (const [ownList, reason] of [
      ['unsubscribe', 'unsubscribe news'],
      ['complaint', 'complaint'],
    ] as const) {
      await install()
      const { id, ids } = await send([email], { topic: 'news' })
      await sillage.campaigns.delete(id)
      await record(bounce(ids[0] ?? '', { ownList }))
      expect(await reasons()).toEqual([reason])
    }
  })
  it('acts on a message that is gone', async () => {
    const { id, ids } = await send([email], { topic: 'news' })
    await sillage.campaigns.delete(id)
    expect(await record({ type: 'unsubscribe', refs: { messageId: ids[0] } })).toMatchObject({
      unknown: 1,
      suppressed: 1,
    })
    expect(await reasons()).toEqual(['unsubscribe news'])
    const other = { ...bounce(ids[0] ?? ''), recipient: 'other@example.org' }
    expect(await record(other, bounce(ids[0] ?? '', full))).toMatchObject({ unknown: 2, suppressed: 0 })
    expect(await record({ ...bounce(ids[0] ?? ''), recipient: 'ADA@example.org' })).toMatchObject({ suppressed: 1 })
    expect(await record({ type: 'complaint', refs: { messageId: ids[0] } })).toMatchObject({
      unknown: 1,
      suppressed: 1,
    })
    expect((await reasons()).sort()).toEqual(['bounce', 'complaint', 'unsubscribe news'])
  })
  it('from everything acts on a message that is gone, whatever its topic', async () => {
    const { id, ids } = await send([email], { topic: 'news' })
    await sillage.campaigns.delete(id)
    await record({ type: 'unsubscribe', refs: { messageId: ids[0] }, unsubscribe: { all: true } })
    expect(await reasons()).toEqual(['unsubscribe'])
  })
  it('what the provider lifted, delivered, put off or answered by itself changes nothing', async () => {
    const id = await sendOne()
    await record({ type: 'complaint', refs: { messageId: id } })
    for (const type of ['resubscribe', 'delivered', 'deferred', 'autoreply'] as const)
      expect(await record({ type, refs: { messageId: id } })).toMatchObject({ ignored: 1, recorded: 0 })
    expect(await reasons()).toEqual(['complaint'])
  })
})
