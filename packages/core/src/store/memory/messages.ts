import { fold } from '../../domain/fold.ts'
import type { MessageSort } from '../../domain/message.ts'
import type { MessageListRequest, MessageStore } from '../message-store.ts'
import { matchesStatus } from '../status.ts'
import { type KeysetOrder, pageBy } from './keyset.ts'
import { memoryLeases } from './leases.ts'
import { retry, settle } from './settle.ts'
import { campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'

export function memoryMessages(state: MemoryState): MessageStore {
  return {
    ...memoryLeases(state),
    get: async (id) => copy(messageRow(state, id)?.record),
    async list(request) {
      const { campaignId, sort } = request
      const rows = [...(campaignRow(state, campaignId)?.messages.values() ?? [])].filter((row) => finds(request, row))
      const page = pageBy(rows, request, orderOf(request), (row) => [sortValue[sort](row), row.record.id])
      return { items: page.items.map((row) => copy(row.record)), next: page.next }
    },
    settle: async (sender, outcomes) => settle(state, sender, outcomes),
    retry: async (campaignId, request) => retry(state, campaignId, request),
  }
}

/** What a message is sorted by; null, which comes last, where it has no value. */
const sortValue: Readonly<Record<MessageSort, (row: MessageRow) => string | number | null>> = {
  name: ({ folded }) => folded.name || null,
  sentAt: ({ record }) => record.sentAt,
  opens: ({ record }) => record.opens || null,
  clicks: ({ record }) => record.clicks || null,
  lastOpenAt: ({ record }) => record.lastOpenAt,
}

function orderOf({ sort, order }: MessageListRequest): KeysetOrder {
  const type = sort === 'name' ? 'string?' : 'number?'
  const parts = [{ type, order } as const, { type: 'number', order: 'asc' } as const]
  return { kind: `messages:${sort}:${order}`, parts }
}

function finds({ status, q }: MessageListRequest, { record, folded }: MessageRow): boolean {
  const beginning = fold(q ?? '')
  return (
    (status === undefined || matchesStatus(record, status)) &&
    [fold(folded.email), folded.name, folded.company].some((text) => text.startsWith(beginning))
  )
}
