import { type MessageSort, sortsText } from '../../domain/message.ts'
import { addressKey } from '../../kit/address-key.ts'
import { fold } from '../../kit/fold.ts'
import type { Became, BecameRequest, MessageListRequest, MessageStore } from '../port/message-store.ts'
import { isHeadline } from '../rules/ledger.ts'
import { matchesStatus } from '../rules/status.ts'
import { byNewest, type KeysetOrder, pageBy } from './keyset.ts'
import { memoryLeases } from './leases.ts'
import { messagesOf } from './privacy.ts'
import { goneOf } from './removal.ts'
import { makeDue, retry, settle, skipQueued } from './settle.ts'
import { campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'

export function memoryMessages(state: MemoryState): MessageStore {
  return {
    ...memoryLeases(state),
    get: async (id) => copy(messageRow(state, id)?.record),
    async gone(id) {
      const kept = state.gone.get(id)
      if (kept !== undefined) return { owner: kept.owner, topic: kept.topic, emailHash: kept.emailHash }
      const hidden = state.messages.get(id)
      return hidden?.campaign.removed === true ? goneOf(hidden) : undefined
    },
    async sentTo(owner, email, since) {
      const found = messagesOf(state, owner, email)
        .flatMap(({ record }) => (record.sentAt === null ? [] : [{ ...record, sentAt: record.sentAt }]))
        .filter((record) => Math.max(record.sentAt, record.lastOpenAt ?? 0, record.lastClickAt ?? 0) >= since)
        .sort((a, b) => b.sentAt - a.sentAt || b.id - a.id)
      return found.slice(0, 1000).map(({ id, sentAt, bouncedAt, lastOpenAt, lastClickAt }) => {
        return { id, sentAt, bouncedAt, lastOpenAt, lastClickAt }
      })
    },
    async listTo(owner, email, request) {
      const key = addressKey(email)
      const rows = [...state.campaigns.values()]
        .filter(({ record }) => owner === undefined || record.owner === owner)
        .flatMap((campaign) => campaign.byEmail.get(key) ?? [])
      const page = pageBy(rows, request, byNewest('messages:to'), ({ record }) => [record.id])
      return { items: page.items.map((row) => copy(row.record)), next: page.next }
    },
    sentAs: async (providerId) => state.providerIds.get(providerId)?.messageId,
    async forgetProviderIds(before) {
      const old = [...state.providerIds].filter(([, { at }]) => at < before)
      for (const [id] of old) state.providerIds.delete(id)
      return old.length
    },
    async sentToDomain(campaignId, domain, since) {
      const records = [...(campaignRow(state, campaignId)?.messages.values() ?? [])].map(({ record }) => record)
      const sent = records.filter(
        ({ email, sentAt }) => sentAt !== null && sentAt >= since && addressKey(email).endsWith(`@${domain}`),
      )
      return { sent: sent.length, bounced: sent.filter(({ bouncedAt }) => bouncedAt !== null).length }
    },
    became: async (request) => became(state, request),
    async list(request) {
      const { campaignId, sort } = request
      const rows = [...(campaignRow(state, campaignId)?.messages.values() ?? [])].filter((row) => finds(request, row))
      const page = pageBy(rows, request, orderOf(request), (row) => keyOf(sort, row))
      return { items: page.items.map((row) => copy(row.record)), next: page.next }
    },
    settle: async (sender, outcomes) => settle(state, sender, outcomes),
    retry: async (campaignId, request) => retry(state, campaignId, request),
    makeDue: async (campaignId, at) => makeDue(campaignRow(state, campaignId), at),
    skipQueued: async (campaignId, request) => skipQueued(state, campaignId, request),
  }
}

/** What a message is sorted by; null, which comes last, where it has no value. */
const sortValue: Readonly<Record<MessageSort, (row: MessageRow) => string | number | null>> = {
  name: ({ folded }) => folded.name || null,
  company: ({ folded }) => folded.company || null,
  sentAt: ({ record }) => record.sentAt,
  opens: ({ record }) => record.opens || null,
  clicks: ({ record }) => record.clicks || null,
  lastOpenAt: ({ record }) => record.lastOpenAt,
}

/** The order of messages of equal value, before their ids. */
const sortTie: Readonly<Partial<Record<MessageSort, (row: MessageRow) => number | null>>> = {
  opens: ({ record }) => record.lastOpenAt,
  clicks: ({ record }) => record.lastClickAt,
}

/** Messages without a value are ordered by rising id in both directions, which is the last part of the key. */
function keyOf(sort: MessageSort, row: MessageRow) {
  const { id } = row.record
  const value = sortValue[sort](row)
  return value === null ? [null, null, null, id] : [value, sortTie[sort]?.(row) ?? 0, id, 0]
}

function orderOf({ sort, order }: MessageListRequest): KeysetOrder {
  const value = { type: sortsText(sort) ? 'string?' : 'number?', order } as const
  const own = { type: 'number?', order } as const
  return { kind: `messages:${sort}:${order}`, parts: [value, own, own, { type: 'number', order: 'asc' }] }
}

function became(state: MemoryState, { campaignIds, emails, links }: BecameRequest): Became[] {
  const keys = new Set(emails.map(addressKey))
  return [...new Set(campaignIds)]
    .flatMap((id) => campaignRow(state, id) ?? [])
    .flatMap((campaign) => [...keys].flatMap((key) => campaign.byEmail.get(key) ?? []))
    .map((row) => {
      const { id, campaignId, email, name, company, state, opens, clicks, bouncedAt } = row.record
      const clicked = links.filter((link) => hasClicked(row, link))
      return { id, campaignId, email, name, company, state, opens, clicks, bouncedAt, links: clicked }
    })
    .sort((a, b) => a.id - b.id)
}

const hasClicked = ({ events }: MessageRow, link: number): boolean =>
  events.some((event) => event.type === 'click' && event.linkId === link && isHeadline(event))

function finds({ status, link, ref, q }: MessageListRequest, row: MessageRow): boolean {
  const { record, folded } = row
  const beginning = fold(q ?? '')
  return (
    (link === undefined || hasClicked(row, link)) &&
    (status === undefined || matchesStatus(record, status)) &&
    (ref === undefined || record.ref === ref) &&
    [folded.email, fold(record.email), folded.name, folded.company].some((text) => text.startsWith(beginning))
  )
}
