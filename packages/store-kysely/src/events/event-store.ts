import { checkLimit, decodeCursor, type EventStore, encodeCursor } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { eventColumns, eventOf } from '../rows/event-row.ts'
import { taskOf } from '../task.ts'
import { rows } from '../work.ts'
import { reclassify } from './reclassify.ts'
import { recordEvents } from './record-events.ts'

export function eventStore(context: SqlContext): EventStore {
  const { engine, db } = context
  return {
    // A group has a number, by which a repetition is recognised.
    record: (group, judge) =>
      engine.write(() => recordEvents(context, group, judge), { task: taskOf(group, judge), repeatable: true }),
    async list(messageId, { limit, cursor }) {
      checkLimit(limit)
      const after = cursor === undefined ? undefined : decodeCursor('events', cursor, ['number', 'number'])
      let query = db
        .selectFrom('email_tracking_events as e')
        .innerJoin('email_messages as m', 'm.id', 'e.message_id')
        .innerJoin('email_campaigns as c', 'c.id', 'm.campaign_id')
        .leftJoin('email_links as l', 'l.id', 'e.link_id')
        .select([...eventColumns, 'm.campaign_id as of_campaign', 'l.url'])
        .where('e.message_id', '=', messageId)
        .where('c.removed', '=', 0)
        .orderBy('e.at', 'desc')
        .orderBy('e.id', 'desc')
        .limit(limit + 1)
      if (after !== undefined)
        query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('e.at', 'e.id'), '<', tuple(after[0], after[1])))
      const found = await engine.read(() => rows(query))
      const items = found.slice(0, limit).map((row) => ({ ...eventOf(row, row.of_campaign), url: row.url }))
      const last = items.at(-1)
      const next = last !== undefined && found.length > limit ? encodeCursor('events', [last.at, last.id]) : undefined
      return { items, next }
    },
    reclassify: (campaignId, lookBackMs, judge) => reclassify(context, campaignId, lookBackMs, judge),
  }
}
