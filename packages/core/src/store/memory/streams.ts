import type { LinkRecord } from '../port/records.ts'
import type { NewStreamMessage } from '../port/stream-records.ts'
import type { Enqueued, StreamStore } from '../port/stream-store.ts'
import { attachmentGone } from '../rules/attachment-gone.ts'
import { moveMessage } from './campaign-status.ts'
import { createRow, summaryOf } from './campaigns.ts'
import { byNewest, pageBy } from './keyset.ts'
import { addLink } from './links.ts'
import { everyLink, keepContent, linksOfContent } from './own-contents.ts'
import { addMessage } from './plan.ts'
import { campaignKey, campaignRow, copy, isVisible, type MemoryState, type MessageRow, messageRow } from './state.ts'

export function memoryStreams(state: MemoryState): StreamStore {
  const streamRow = (id: number) => {
    const row = campaignRow(state, id)
    return row?.record.kind === 'stream' ? row : undefined
  }
  return {
    async create(stream) {
      const { createdAt } = stream
      const begin = { kind: 'stream', status: 'sending', startedAt: createdAt, plannedAt: createdAt } as const
      const { row, created } = createRow(state, { ...stream, scheduledAt: null }, begin)
      return { stream: copy(row.record), created }
    },
    async get(key, owner) {
      const id = state.campaignKeys.get(campaignKey({ owner, kind: 'stream', key }) ?? '')
      return copy(streamRow(id ?? 0)?.record)
    },
    async list(request) {
      const rows = [...state.campaigns.values()].filter(
        ({ record }) => record.kind === 'stream' && isVisible(record.owner, request.owner),
      )
      const { items, next } = pageBy(rows, request, byNewest('streams'), ({ record }) => [record.id])
      return { items: items.map(summaryOf), next }
    },
    async enqueue(messages, at) {
      const files = messages.flatMap(({ content }) => content?.own.attachments ?? [])
      if (!files.every(({ attachment }) => state.attachments.has(attachment))) throw attachmentGone()
      return copy(messages).map((message) => enqueue(state, message, at))
    },
    async cancel(messageId, at) {
      const row = messageRow(state, messageId)
      if (row === undefined) return undefined
      const { state: before } = row.record
      if (before === 'queued' || before === 'claimed') moveMessage(state, row, 'cancelled', { at })
      return row.record.state
    },
    content: async (id) => copy(state.ownContents.get(id)?.content),
    async clickedLinks(streamId, limit) {
      const shared = state.linksByCampaign.get(streamId) ?? []
      const own = everyLink(state, streamId).filter((link) => !shared.includes(link))
      const most = (links: readonly LinkRecord[]) =>
        links
          .filter(({ total }) => total > 0)
          .sort(byClicks)
          .slice(0, limit)
      return copy([...most(shared), ...most(own)].sort(byClicks))
    },
  }

  function enqueue(state: MemoryState, message: NewStreamMessage, at: number): Enqueued | undefined {
    const stream = streamRow(message.streamId)
    if (stream === undefined) return undefined
    const { once, content, streamId, sent, ...recipient } = message
    const earlier = once === null ? undefined : [...stream.messages.values()].find((row) => row.once === once)
    if (earlier !== undefined) return enqueued(earlier, false)
    const own = content === null ? undefined : keepContent(state, stream.record.owner, content)
    const ofStream = { contentId: own?.id ?? null, createdAt: at, sent }
    const row = addMessage(state, stream, { ...recipient, once }, at, ofStream)
    if (own !== undefined) {
      own.users++
      const links = linksOfContent(state, streamId, own.id)
      for (const link of content?.links ?? []) addLink(state, links, streamId, link)
    }
    return enqueued(row, true)
  }
}

const byClicks = (a: LinkRecord, b: LinkRecord): number => b.total - a.total || a.id - b.id

function enqueued({ record }: MessageRow, created: boolean): Enqueued {
  const { id, contentId, state, opens, clicks, bouncedAt, unsubscribedAt } = record
  return { id, contentId, state, opens, clicks, bouncedAt, unsubscribedAt, created }
}
