import assert from 'node:assert/strict'
import type { CampaignOptions } from '../../domain/campaign.ts'
import type { EmailDocument } from '../../domain/email-document.ts'
import { type ErrorCode, isSillageError } from '../../domain/errors.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import type { StorePage } from '../../store/port/paging.ts'
import type {
  CampaignSummary,
  ContactRecord,
  EventRecord,
  MessageRecord,
  NewCampaign,
  NewMessage,
  Tracked,
} from '../../store/port/records.ts'
import type { Store } from '../../store/port/store.ts'
import type { NewSuppression } from '../../store/port/suppression-store.ts'
import type { StoreHarness } from './harness.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const tracked: Tracked = { opens: true, clicks: true, readTime: true }
export const failure = { kind: 'mailbox', message: 'mailbox full', code: 452, enhancedCode: '4.2.2' } as const

const options: CampaignOptions = {
  delayMs: 0,
  jitterMs: 0,
  limits: {},
  concurrency: null,
  headers: {},
  tracking: {},
  topic: null,
  onUnknown: 'hold',
  transport: null,
  hours: null,
  notAfter: null,
}

/** A campaign with every field given. */
export function newCampaign(
  { now }: Pick<StoreHarness, 'now'>,
  changes: Partial<Omit<NewCampaign, 'options'>> & { options?: Partial<CampaignOptions> } = {},
): NewCampaign {
  return {
    owner: null,
    key: null,
    name: 'Spring',
    subject: 'News of spring',
    from: 'Ann <ann@sender.example>',
    replyTo: [],
    html: '<p>Hello</p>',
    text: null,
    templateId: null,
    scheduledAt: null,
    createdAt: now,
    warnings: [],
    ...changes,
    options: { ...options, ...changes.options },
  }
}

export async function draft(h: StoreHarness, changes?: Parameters<typeof newCampaign>[1]): Promise<number> {
  const { campaign } = await h.store.campaigns.create(newCampaign(h, changes))
  return campaign.id
}

export function recipient(email: string, changes: Partial<NewMessage> = {}): NewMessage {
  return { email, ref: null, name: null, company: null, data: {}, consent: null, ...changes }
}

/** A document with this one word. */
export function documentOf(text: string): EmailDocument {
  const paragraph = { type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }
  return { version: 1, kind: 'blocks', content: [paragraph, { type: 'footer', content: [paragraph] }] }
}

export function people(count: number, prefix = 'person'): NewMessage[] {
  return Array.from({ length: count }, (_, i) => recipient(`${prefix}${i}@example.org`, { name: `${prefix} ${i}` }))
}

/** A campaign that is being sent, with its messages queued; returns their ids in the order of the recipients. */
export async function sending(
  h: StoreHarness,
  recipients: readonly NewMessage[] | number,
  changes?: Parameters<typeof newCampaign>[1],
): Promise<{ campaignId: number; ids: number[] }> {
  const campaignId = await draft(h, changes)
  const batch = typeof recipients === 'number' ? people(recipients) : recipients
  await h.store.campaigns.plan(campaignId, batch, h.now, { to: 'sending' })
  return { campaignId, ids: await idsByEmail(h.store, campaignId, batch) }
}

async function idsByEmail(store: Store, campaignId: number, batch: readonly NewMessage[]): Promise<number[]> {
  const rows = await allOf((cursor) =>
    store.messages.list({ campaignId, sort: 'name', order: 'asc', limit: 1000, cursor }),
  )
  const ids = new Map(rows.map((row) => [row.email, row.id]))
  return batch.flatMap(({ email }) => ids.get(email) ?? [])
}

/** Claims and begins messages of a campaign under a sender's lease; returns the ids begun. */
export async function beginAll(h: StoreHarness, campaignId: number, sender = 'sender'): Promise<number[]> {
  const lease = { sender, now: h.now, leaseUntil: h.now + HOUR }
  const claimed = await h.store.messages.claim({ ...lease, campaigns: [{ campaignId, limit: 1000 }] })
  const { begun } = await h.store.messages.begin({ ...lease, messageIds: claimed.map(({ id }) => id) })
  return begun
}

export const sentAt =
  (at: number) =>
  (messageId: number): Outcome => ({ messageId, kind: 'sent', at, tracked })

/** A campaign whose messages are all sent, with links when asked for. */
export async function sent(
  h: StoreHarness,
  recipients: readonly NewMessage[] | number,
  changes?: Parameters<typeof newCampaign>[1] & { links?: string[] },
): Promise<{ campaignId: number; ids: number[]; links: number[] }> {
  const { links: urls = [], ...rest } = changes ?? {}
  const { campaignId, ids } = await sending(h, recipients, rest)
  const links = await h.store.campaigns.addLinks(
    campaignId,
    urls.map((url) => ({ url, personalised: false })),
  )
  const begun = await beginAll(h, campaignId)
  await h.store.messages.settle('sender', begun.map(sentAt(h.now)))
  return { campaignId, ids, links: links.map(({ id }) => id) }
}

/** One message that was sent, and its campaign. */
export async function oneSent(
  h: StoreHarness,
  urls: string[] = [],
): Promise<{ campaignId: number; id: number; links: number[] }> {
  const { campaignId, ids, links } = await sent(h, 1, { links: urls })
  return { campaignId, id: at(ids, 0), links }
}

/** The store under test and another on the same data, to work at the same time. */
export async function bothStores({ store, reopen }: StoreHarness): Promise<[Store, Store]> {
  return [store, reopen === undefined ? store : await reopen()]
}

/** Every item of a paged list; fails when a page is empty although the one before announced it. */
export async function allOf<T>(page: (cursor: string | undefined) => Promise<StorePage<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    assert.ok(items.length > 0 || cursor === undefined, 'a page that was announced holds something')
    all.push(...items)
    cursor = next
  } while (cursor !== undefined)
  return all
}

/**
 * Fails unless the promise is rejected with a SillageError of this code, and with these details where they are given.
 */
export async function assertRejects(code: ErrorCode, promise: Promise<unknown>, details?: object): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(isSillageError(error), `expected a SillageError, got ${String(error)}`)
    assert.equal(error.code, code)
    if (details !== undefined) assert.deepEqual(error.details, details)
    return true
  })
}

/** Fails unless a campaign's counters add up and a recount finds nothing to repair. */
export async function assertExact(store: Store, campaignId: number): Promise<void> {
  const campaign = await store.campaigns.summary(campaignId)
  assert.ok(campaign)
  const { total, queued, sent: sentCount, failed, skipped, unknown } = campaign
  assert.equal(total, queued + sentCount + failed + skipped + unknown, 'total is the sum of the states')
  assert.deepEqual(await store.campaigns.recount(campaignId), {}, 'a recount finds no difference')
}

/** Fails unless a time is the expected one; within a minute where the database has its own clock. */
export function assertTime(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined, 'expected a time')
  assert.ok(Math.abs(actual - expected) < MINUTE, `expected a time near ${expected}, got ${actual}`)
}

/** A campaign's figures; fails when it is gone. */
export async function head({ store }: StoreHarness, campaignId: number): Promise<CampaignSummary> {
  return present(await store.campaigns.summary(campaignId), 'a campaign')
}

/** A message; fails when it is gone. */
export async function message({ store }: StoreHarness, id: number): Promise<MessageRecord> {
  return present(await store.messages.get(id), 'a message')
}

/** A contact; undefined when it is gone. */
export async function contactOf({ store }: StoreHarness, id: number): Promise<ContactRecord | undefined> {
  const [contact] = await store.contacts.getMany([id])
  return contact
}

/** All events of a message, newest first. */
export function listed({ store }: StoreHarness, id: number): Promise<(EventRecord & { url: string | null })[]> {
  return allOf((cursor) => store.events.list(id, { limit: 1000, cursor }))
}

/** The states of messages, in the order of the ids; undefined for those that are gone. */
export async function statesOf(store: Store, ids: readonly number[]): Promise<(string | undefined)[]> {
  const rows = await Promise.all(ids.map((id) => store.messages.get(id)))
  return rows.map((row) => row?.state)
}

/** The value, or a failure that names what was missing. */
export function present<T>(value: T | undefined | null, what = 'a value'): T {
  assert.ok(value !== undefined && value !== null, `expected ${what}`)
  return value
}

/** The item at a place of a list that must be there. */
export const at = <T>(items: readonly T[], index: number): T => present(items[index], `an item at ${index}`)

/** A suppression of this address, on all topics. */
export const newSuppression = (
  h: StoreHarness,
  email: string,
  changes: Partial<NewSuppression> = {},
): NewSuppression => ({
  owner: null,
  email,
  emailHash: null,
  topic: null,
  reason: 'manual',
  at: h.now,
  ...changes,
})
