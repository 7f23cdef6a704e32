import { checkLimit, decodeCursor, type EventStore, encodeCursor } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { type EventRow, eventColumnsSql, eventOf } from '../rows/event-row.ts'
import { raw, sql } from '../sql.ts'
import { taskOf } from '../task.ts'
import { rows } from '../work.ts'
import { reclassify } from './reclassify.ts'
import { recordEvents } from './record-events.ts'

type ListedRow = EventRow & { of_campaign: number; url: string | null }

export function eventStore(context: SqlContext): EventStore {
  const { engine, tables } = context
  return {
    // A group has a number, by which a repetition is recognised.
    record: (group, judge) =>
      engine.write(() => recordEvents(context, group, judge), { task: taskOf(group, judge), repeatable: true }),
    async list(messageId, { limit, cursor }) {
      checkLimit(limit)
      const after = cursor === undefined ? undefined : decodeCursor('events', cursor, ['number', 'number'])
      const older = after === undefined ? raw('') : sql`and (e.at, e.id) < (${after[0]}, ${after[1]})`
      const found = await engine.read(() =>
        rows<ListedRow>(sql`select ${eventColumnsSql}, m.campaign_id as of_campaign, l.url from ${tables.events} e
          join ${tables.messages} m on m.id = e.message_id
          join ${tables.campaigns} c on c.id = m.campaign_id and c.removed = 0
          left join ${tables.links} l on l.id = e.link_id
          where e.message_id = ${messageId} ${older} order by e.at desc, e.id desc limit ${limit + 1}`),
      )
      const items = found.slice(0, limit).map((row) => ({ ...eventOf(row, row.of_campaign), url: row.url }))
      const last = items.at(-1)
      const next = last !== undefined && found.length > limit ? encodeCursor('events', [last.at, last.id]) : undefined
      return { items, next }
    },
    reclassify: (campaignId, lookBackMs, judge) => reclassify(context, campaignId, lookBackMs, judge),
  }
}
