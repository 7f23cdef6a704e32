import {
  addEndHour,
  checkLimit,
  decodeCursor,
  encodeCursor,
  type MessageRecord,
  type StreamStore,
} from '@sillage/core/store'
import { ownContent, ownContentOf } from '../campaigns/contents.ts'
import { campaignsWithContent, createCampaign } from '../campaigns/create-campaign.ts'
import type { SqlContext } from '../context.ts'
import { addToCampaign, hoursOf, noDifferences, storeDifferences } from '../counters.ts'
import { lockMessages } from '../messages/lock-messages.ts'
import { prepared } from '../prepared.ts'
import { literal } from '../query-parts.ts'
import { campaignColumns, campaignOf, linkColumns, linkOf, summaryColumns, summaryOf } from '../rows/campaign-row.ts'
import { orEmpty } from '../rows/values.ts'
import { change, first, rows, type Work } from '../work.ts'
import { enqueue } from './enqueue.ts'

export function streamStore(context: SqlContext): StreamStore {
  const { engine, db } = context
  const visible = campaignsWithContent(db).where('c.removed', '=', 0)
  const stream = prepared((key: string, owner: string) =>
    visible
      .select(campaignColumns)
      .where('c.owner', '=', owner)
      .where('c.kind', '=', 'stream')
      .where('c.idempotency_key', '=', key),
  )
  const content = ownContent(context)
  const clicked = db
    .selectFrom('email_links')
    .select(linkColumns)
    .where('total', '>', literal(0))
    .orderBy('total', 'desc')
    .orderBy('id')

  return {
    create: (added) =>
      engine.write(function* () {
        const { createdAt } = added
        const begin = { kind: 'stream', status: 'sending', started_at: createdAt, planned_at: createdAt }
        const whole = { transactional: false, scheduledAt: null, ...added }
        const { campaign, created } = yield* createCampaign(context, whole, begin)
        return { stream: campaign, created }
      }),

    async get(key, owner) {
      const row = await engine.read(() => first(stream(key, orEmpty(owner))))
      return row === undefined ? undefined : campaignOf(row)
    },

    async list({ limit, cursor, owner }) {
      // A literal, as the index of streams has it.
      let query = visible
        .select(summaryColumns)
        .where('c.kind', '=', literal('stream'))
        .orderBy('c.id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('c.owner', '=', owner)
      if (cursor !== undefined) query = query.where('c.id', '<', decodeCursor('streams', cursor, ['number'])[0])
      const found = await engine.read(() => rows(query))
      const items = found.slice(0, limit).map(summaryOf)
      return { items, next: found.length > limit ? encodeCursor('streams', [items.at(-1)?.id ?? 0]) : undefined }
    },

    enqueue: (messages, at) => engine.write(() => enqueue(context, messages, at)),
    cancel: (messageId, at) => engine.write(() => cancel(context, messageId, at)),

    async content(id) {
      const row = await engine.read(() => first(content(id)))
      return row === undefined ? undefined : ownContentOf(row)
    },

    async clickedLinks(streamId, limit) {
      const ofStream = clicked.where('campaign_id', '=', streamId).limit(limit)
      const found = await engine.read(function* () {
        const shared = yield* rows(ofStream.where('content_id', 'is', null))
        return [...shared, ...(yield* rows(ofStream.where('content_id', 'is not', null)))]
      })
      return found.map(linkOf).sort((a, b) => b.total - a.total || a.id - b.id)
    },
  }
}

/** Ends a message that is not on the wire yet; returns its state. */
function* cancel(context: SqlContext, id: number, at: number): Work<MessageRecord['state'] | undefined> {
  const { messages } = yield* lockMessages(context, [id], { addressees: false })
  const message = messages.get(id)
  if (message?.state !== 'queued' && message?.state !== 'claimed') return message?.state
  const ended = { state: 'cancelled', ended_at: at, sender: null, lease_until: null }
  yield* change(context.db.updateTable('email_deliveries').set(ended).where('id', '=', id))
  const differences = noDifferences()
  addToCampaign(differences, message.campaign_id, 'queued', -1)
  addToCampaign(differences, message.campaign_id, 'skipped', 1)
  addEndHour(hoursOf(differences, message.campaign_id), { state: 'cancelled', endedAt: at }, 1)
  yield* storeDifferences(context, differences, at)
  return 'cancelled'
}
