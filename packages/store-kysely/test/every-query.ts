import type { EventGroup, Judge, MessageListRequest, NewEvent, NewMessage, Store } from '@sillage/core/store'
import type { Engine, Sql, Work } from '../src/index.ts'
import { directoryQueries } from './directory-queries.ts'
import { everyStreamQuery } from './every-stream-query.ts'
import { newsQueries } from './news-queries.ts'
import { pictureQueries } from './picture-queries.ts'
import { smallCampaign } from './small-campaign.ts'

/** An engine that also records each statement it is given, once for each text. */
export function noting(engine: Engine): { engine: Engine; statements: Map<string, Sql> } {
  const statements = new Map<string, Sql>()
  const noted = <T>(work: () => Work<T>) =>
    function* (): Work<T> {
      const inner = work()
      for (let step = inner.next(); ; ) {
        if (step.done === true) return step.value
        for (const statement of step.value) statements.set(statement.sql, statement)
        step = inner.next(yield step.value)
      }
    }
  return {
    statements,
    engine: {
      // Without the options: a task as data would hide its statements.
      write: (work) => engine.write(noted(work)),
      read: (work) => engine.read(noted(work)),
      browse: (work) => engine.browse(noted(work)),
      close: () => engine.close(),
    },
  }
}

const human: Judge = () => ({ verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false })
const scanner: Judge = () => ({ verdict: 'scanner', reasons: ['burst'], rulesVersion: 2, remark: [], drop: false })

const person = (campaign: number, n: number): NewMessage => ({
  email: `p${(n * 7919) % 100_003}.${n}@example.org`,
  ref: `user ${n}`,
  name: n % 10 === 0 ? null : `Name ${(n * 31) % 977}`,
  company: n % 9 === 0 ? null : `Company ${campaign}.${n % 50}`,
  data: {},
  consent: null,
})

const hit = (type: NewEvent['type'], messageId: number | null, changes: Partial<NewEvent> = {}): NewEvent => ({
  type,
  messageId,
  campaignId: null,
  linkId: null,
  at: Date.now(),
  ip: '192.0.2.1',
  userAgent: 'a browser',
  head: false,
  prefetch: false,
  durationMs: type === 'read' ? 900 : null,
  count: 1,
  detail: null,
  ...changes,
})

/** Fills several campaigns of 6,000 messages each, sends and opens some; returns the id of the last. */
export async function fillStore(store: Store): Promise<number> {
  let last = 0
  await decideMany(store)
  for (let campaign = 1; campaign <= 4; campaign++) {
    last = await newCampaign(store, `fill ${campaign}`)
    const batch = Array.from({ length: 6_000 }, (_, n) => person(campaign, n))
    await store.campaigns.plan(last, batch, Date.now(), { to: 'sending' })
    const [link] = await store.campaigns.addLinks(last, [{ url: 'https://example.org/', personalised: false }])
    const { ids } = await send(store, last, 1_500)
    for (let at = 0; at < ids.length; at += 500) {
      const some = ids.slice(at, at + 500)
      const clicks = some.filter((id) => id % 3 === 0).map((id) => hit('click', id, { linkId: link?.id ?? null }))
      await store.events.record(group([...some.flatMap((id) => [hit('open', id), hit('view', id)]), ...clicks]), human)
    }
  }
  return last
}

/** Many addresses with a decision, one of them with many. */
async function decideMany({ privacy }: Store): Promise<void> {
  const decision = { consent: { opens: false }, at: Date.now(), source: 'test' }
  for (let n = 0; n < 400; n++) {
    const owner = n % 2 === 0 ? null : `owner ${n % 20}`
    const email = n % 4 === 0 ? 'often@example.org' : person(0, n).email
    await privacy.setConsent({ owner, email, ...decision })
  }
}

let sequence = 0
const group = (hits: NewEvent[]): EventGroup => ({ recorder: 'test', sequence: ++sequence, hits, lookBackMs: 1000 })

async function newCampaign(store: Store, key: string): Promise<number> {
  const { campaign } = await store.campaigns.create(smallCampaign({ key, name: key, createdAt: Date.now() }))
  return campaign.id
}

async function send(store: Store, campaignId: number, limit: number): Promise<{ ids: number[] }> {
  const now = Date.now()
  const lease = { sender: 'test', now, leaseUntil: now + 60_000 }
  const ids = (await store.messages.claim({ ...lease, campaigns: [{ campaignId, limit }] })).map(({ id }) => id)
  await store.messages.begin({ ...lease, messageIds: ids })
  const tracked = { opens: true, clicks: true, readTime: true }
  const error = { kind: 'mailbox', message: 'gone' } as const
  await store.messages.settle(
    'test',
    ids.map((messageId) =>
      messageId % 10 === 0
        ? { messageId, kind: 'failed', at: now, error }
        : { messageId, kind: 'sent', at: now + messageId, tracked, providerId: `provider ${messageId}` },
    ),
  )
  return { ids }
}

const sorts = ['name', 'company', 'sentAt', 'opens', 'clicks', 'lastOpenAt'] as const
const statuses = [
  'queued',
  'sending',
  'sent',
  'opened',
  'clicked',
  'failed',
  'skipped',
  'unknown',
  'bounced',
  'unsubscribed',
  'cancelled',
] as const

async function ofCampaigns({ campaigns }: Store, id: number): Promise<void> {
  await campaigns.get(id)
  await campaigns.summary(id)
  await campaigns.getMany([id])
  await campaigns.summaries([id])
  await campaigns.linksOf([id])
  await campaigns.list({ limit: 1, status: 'sending' })
  for (const owner of [undefined, 'owner 1'])
    for (const order of ['asc', 'desc'] as const) {
      const { next } = await campaigns.list({ limit: 1, sort: 'name', order, owner })
      await campaigns.list({ limit: 1, sort: 'name', order, owner, cursor: next })
    }
  const [link] = await campaigns.addLinks(id, [{ url: 'https://example.org/every', personalised: false }])
  await campaigns.links(id)
  await campaigns.link(link?.id ?? 0)
  await campaigns.update(id, { name: 'every' }, ['sending'])
  await campaigns.update(id, { name: 'every' }, ['sending'], { ifRevision: 9, at: 1 }).catch(() => {})
  await campaigns.dueForStart(1, 1)
  await campaigns.agenda({ now: 1, until: 1, known: [id] })
  await campaigns.agenda({ now: 1, until: 1, campaignId: id, known: [] })
  await campaigns.sending()
}

/**
 * Calls every method of the store, those that read or change messages and events in every way that makes another
 * statement.
 */
export async function everyQuery(store: Store, campaignId: number): Promise<void> {
  const { campaigns, messages, events, privacy } = store
  await store.inspect?.()
  await directoryQueries(store)
  await pictureQueries(store)
  await ofCampaigns(store, campaignId)
  // From here on everything is subscribed to.
  await newsQueries(store)
  await everyStreamQuery(store, (n) => person(7, n))
  const now = Date.now()
  const all: MessageListRequest[] = sorts.flatMap((sort) =>
    (['asc', 'desc'] as const).flatMap((order) =>
      [undefined, ...statuses].flatMap((status) =>
        ['', 'name 1', 'p', 'nobody'].map((q) => ({ campaignId, sort, order, status, q, limit: 20 })),
      ),
    ),
  )
  for (const request of all) {
    const { next } = await messages.list(request)
    if (next !== undefined) await messages.list({ ...request, cursor: next })
  }
  for (const request of all.slice(0, 4)) await messages.list({ ...request, ref: 'user 1' })
  const [link] = await campaigns.links(campaignId)
  for (const request of all.filter(({ status }) => status === undefined || status === 'opened'))
    await messages.list({ ...request, link: link?.id ?? 0 })
  const emails = Array.from({ length: 30 }, (_, n) => person(1, n * 7).email)
  await messages.became({ campaignIds: [campaignId], emails, links: [link?.id ?? 0] })
  const { ids } = await send(store, campaignId, 20)
  const [id = 0, other = 0] = ids
  await events.record(group([hit('open', id), hit('click', id), hit('read', id), hit('bounce', other)]), human)
  await events.record(group([hit('click', id), hit('open', null, { campaignId })]), human)
  const page = await events.list(id, { limit: 2 })
  await events.list(id, { limit: 2, cursor: page.next })
  const claimed = await messages.claim({
    sender: 'late',
    now,
    leaseUntil: now + 1,
    campaigns: [{ campaignId, limit: 5 }],
  })
  const held = claimed.map((message) => message.id)
  await messages.extend('late', held, { now, leaseUntil: now + 5 })
  await messages.begin({ sender: 'late', messageIds: held.slice(0, 2), now, leaseUntil: now + 5 })
  await messages.release('late', held.slice(4))
  await messages.bringForward({ now, longestMs: [60_000, 120_000], wasAhead: false })
  await messages.bringForward({ now, longestMs: [60_000, 120_000], wasAhead: true, campaignId })
  await messages.expireLeases(now + 60_000, { claimedMs: 60_000, sendingMs: 420_000 })
  await messages.retry(campaignId, { include: ['failed', 'unknown'], messageIds: held, at: now })
  await messages.retry(campaignId, { include: ['failed', 'unknown'], at: now })
  await messages.get(id)
  await messages.gone(id)
  await events.reclassify(campaignId, 1000, scanner)
  await campaigns.recount(campaignId)
  await campaigns.timeline(campaignId)
  await campaigns.timeline(campaignId, { from: 0, before: now })
  await campaigns.programs(campaignId)
  await campaigns.medianReadMs(campaignId)
  const address = (await messages.get(id))?.email ?? ''
  await privacy.setConsent({ owner: null, email: address, consent: { opens: false }, at: now, source: 'test' })
  await privacy.consentOf(null, address)
  await privacy.consentOf(null, 'nobody@example.org')
  await privacy.export(null, address, 'hash')
  await privacy.export(undefined, address, 'hash')
  await events.record(group([hit('bounce', id, { detail: { permanent: false } })]), human)
  const suppressed = { owner: null, email: address, emailHash: null, topic: null, reason: 'manual', at: now } as const
  await store.suppressions.add({ ...suppressed, source: 'a call' })
  await privacy.erase({ owner: null, email: address, emailHash: 'hash', at: now })
  for (const one of [id, ...held]) {
    const { email = '' } = (await messages.get(one)) ?? {}
    await privacy.erase({ owner: undefined, email, emailHash: 'hash', at: now })
  }
  const old = { eventsBefore: { view: now + 1 }, personalBefore: now + 1 }
  await privacy.purgeable({ ...old, messagesBefore: now + 1 }, 300, now)
  await privacy.purgeable(old, 300, now, (await privacy.purgeable(old, 300, now)).next)
  for (const rules of [{ goneBefore: now - 1 }, { eventsBefore: old.eventsBefore }, { personalBefore: now + 1 }])
    await privacy.purge(rules, 300, now)
  await campaigns.changeStatus(campaignId, { from: ['sending'], to: 'cancelled', at: now })
  await privacy.purge({ messagesBefore: now + 1 }, 300, now)
  await privacy.purgeable({ messagesBefore: now + 1 }, 300, now)
  const draft = await newCampaign(store, 'draft')
  await campaigns.plan(draft, [person(9, 1), person(9, 2)], 1)
  await campaigns.clearPlan(draft, 1)
  await campaigns.remove(campaignId)
  await campaigns.sweep(600, now)
}
