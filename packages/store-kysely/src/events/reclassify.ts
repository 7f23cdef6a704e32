import {
  changedVerdicts,
  correctEvents,
  type Judge,
  rejudgeEvents,
  tallyDifference,
  tallyEvents,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { part } from '../query-parts.ts'
import { eventColumns, eventOf } from '../rows/event-row.ts'
import { rows, type Work } from '../work.ts'
import { addFigures, addMessageDifference } from './add-difference.ts'
import { countedById, everyEvent, lockCounted, recipientsOf, tallyOf } from './read-events.ts'
import { gather, gatherNothing, storeGathered } from './record-events.ts'

/** The position of a reclassification: the last message or event that was judged; undefined when it is done. */
interface Progress {
  last: number | undefined
  verdicts: number
}

const MESSAGES = 50
const EVENTS = 250

/**
 * Judges a campaign's stored events again, some messages or some aggregate events in each transaction; returns how many
 * verdicts changed.
 */
export async function reclassify(
  context: SqlContext,
  campaignId: number,
  lookBackMs: number,
  judge: Judge,
): Promise<number> {
  let verdicts = 0
  for (const part of [ofMessages, ofAggregates]) {
    for (let last: number | undefined = 0; last !== undefined; ) {
      const from: number = last
      const progress: Progress = await context.engine.write(() => part(context, campaignId, from, lookBackMs, judge))
      verdicts += progress.verdicts
      last = progress.last
    }
  }
  return verdicts
}

function* ofMessages(
  context: SqlContext,
  campaignId: number,
  from: number,
  lookBackMs: number,
  judge: Judge,
): Work<Progress> {
  const ids = yield* rows(
    context.db
      .selectFrom('email_messages')
      .select('id')
      .where('campaign_id', '=', campaignId)
      .where('id', '>', from)
      .orderBy('id')
      .limit(MESSAGES),
  )
  const own = ids.map(({ id }) => id)
  const [locked, recipients] = yield [lockCounted(context, own), recipientsOf(context, own)]
  const messages = countedById(locked, recipients)
  const events = yield* everyEvent(context, [...messages.values()])
  const gathered = gatherNothing()
  let verdicts = 0
  for (const message of messages.values()) {
    const stored = events.get(message.id) ?? []
    const changed = rejudgeEvents(message, stored, lookBackMs, judge)
    if (changed.length === 0) continue
    verdicts += changedVerdicts(stored, changed)
    const before = tallyOf(message, tallyEvents(stored).links)
    const ledger = correctEvents(before, stored, { added: [], changed })
    addMessageDifference(gathered.differences, message, before, ledger.tally)
    gather(gathered, ledger)
    gathered.figures.push({ id: message.id, before, after: ledger.tally, flags: [] })
  }
  yield* storeGathered(context, gathered)
  return { last: ids.length < MESSAGES ? undefined : ids.at(-1)?.id, verdicts }
}

function* ofAggregates(
  context: SqlContext,
  campaignId: number,
  from: number,
  lookBackMs: number,
  judge: Judge,
): Work<Progress> {
  const { db, dialect } = context
  const found = yield* rows(
    db
      .selectFrom('email_tracking_events as e')
      .select(eventColumns)
      .where('e.campaign_id', '=', campaignId)
      .where('e.id', '>', from)
      .orderBy('e.id')
      .limit(EVENTS)
      .modifyEnd(part(dialect.lock)),
  )
  const stored = found.map((row) => eventOf(row, campaignId))
  const changed = stored.flatMap((event) => rejudgeEvents(undefined, [event], lookBackMs, judge))
  const now = new Map(changed.map((event) => [event.id, event]))
  const before = tallyEvents(stored)
  const after = tallyEvents(stored.map((event) => now.get(event.id) ?? event))
  const gathered = gatherNothing()
  gathered.changed.push(...changed)
  addFigures(gathered.differences, campaignId, tallyDifference(before, after))
  yield* storeGathered(context, gathered)
  return { last: found.length < EVENTS ? undefined : found.at(-1)?.id, verdicts: changedVerdicts(stored, changed) }
}
