import {
  addEvents,
  correctEvents,
  countVerdicts,
  type EventGroup,
  type EventRecord,
  emptyGroupResult,
  emptyTally,
  type GroupResult,
  isErasedAddress,
  isUnchanged,
  type Judge,
  type JudgedHits,
  judgeHits,
  type LedgerChange,
  type NewEvent,
  type NumberedHit,
  newFlags,
  recordedEvents,
  type TallyDifference,
  tallyDifference,
  tallyEvents,
} from '@sillage/core/store'
import type { SqlParts } from '../context.ts'
import { type Differences, noDifferences, storeDifferences } from '../counters.ts'
import type { CountedMessage } from '../rows/message-row.ts'
import { type Sql, sql } from '../sql.ts'
import { batch, named, rowsOf, type Work } from '../work.ts'
import { addFigures, addMessageDifference } from './add-difference.ts'
import {
  countedById,
  eventsOf,
  eventsSince,
  everyEvent,
  idsIn,
  linkClicks,
  linkClicksOf,
  lockCounted,
  presentCampaigns,
  presentLinks,
  recipientsOf,
  tallyOf,
} from './read-events.ts'
import { deleteEvents, insertEvents, type MessageFigures, updateFigures, updateVerdicts } from './store-events.ts'

/** Everything a group writes, gathered message by message and written table by table. */
export interface Gathered {
  added: Omit<EventRecord, 'id'>[]
  changed: EventRecord[]
  removed: number[]
  figures: MessageFigures[]
  differences: Differences
}

export const gatherNothing = (): Gathered => ({
  added: [],
  changed: [],
  removed: [],
  figures: [],
  differences: noDifferences(),
})

/** Stores a group: locks, judges, counts, then writes each table once. */
export function* recordEvents(context: SqlParts, group: EventGroup, judge: Judge): Work<GroupResult> {
  const result = emptyGroupResult()
  const byMessage = hitsBy(group.hits, ({ messageId }) => messageId)
  const byCampaign = hitsBy(group.hits, ({ messageId, campaignId }) => (messageId === null ? campaignId : null))
  const links = new Set(group.hits.flatMap(({ linkId }) => linkId ?? []))
  const clicked = clickedIn(group)
  const found = yield* named({
    noted: noteGroup(context, group),
    links: links.size > 0 && presentLinks(context, links),
    messages: byMessage.size > 0 && lockCounted(context, byMessage.keys()),
    recipients: byMessage.size > 0 && recipientsOf(context, byMessage.keys()),
    campaigns: byCampaign.size > 0 && presentCampaigns(context, byCampaign.keys()),
    recent: byMessage.size > 0 && eventsSince(context, byMessage.keys(), earliest(group)),
    clicks: clicked.size > 0 && linkClicks(context, clicked),
  })
  if (found.noted?.changes === 0) return { ...result, stored: false }
  dropUnknownLinks([byMessage, byCampaign], idsIn(found.links))
  const messages = [...countedById(found.messages, found.recipients).values()].filter(
    ({ email }) => !isErasedAddress(email),
  )
  const events = eventsOf(found.recent, messages)
  const gathered = gatherNothing()
  const changed = new Set<number>()
  const told: { message: CountedMessage; added: LedgerChange['added']; difference: TallyDifference }[] = []

  const judged = messages.map((message): Judged => {
    const [hits, stored] = [byMessage.get(message.id) ?? [], events.get(message.id) ?? []]
    return { message, hits: judgeHits(message, message.campaignId, stored, hits, group.lookBackMs, judge) }
  })
  const ledgers = yield* countMessages(context, judged, linkClicksOf(found.clicks))
  for (const { message, hits, before, ledger } of ledgers) {
    const flags = newFlags(message, hits.added)
    const difference = addMessageDifference(gathered.differences, message, before, ledger.tally, flags)
    if (!difference.unchanged) changed.add(message.campaignId)
    if (group.withEvents === true) told.push({ message, added: ledger.added, difference })
    gather(gathered, ledger)
    if (ledger.added.length > 0 || ledger.changed.length > 0) {
      gathered.figures.push({ id: message.id, before, after: ledger.tally, flags })
    }
    result.events += hits.added.length
    countVerdicts(result, hits.added)
  }

  const campaigns = idsIn(found.campaigns)
  for (const [id, hits] of byCampaign) {
    if (!campaigns.has(id)) continue
    const added = hits.flatMap((hit) => judgeHits(undefined, id, [], [hit], 0, judge).added)
    const difference = tallyDifference(emptyTally(), tallyEvents(added))
    addFigures(gathered.differences, id, difference)
    if (!isUnchanged({ ...difference, readMs: 0, readMeasured: 0 })) changed.add(id)
    gathered.added.push(...added)
    result.events += added.length
    countVerdicts(result, added)
  }
  // Only for listeners a round more: their facts have the ids of the rows.
  const ids = told.length > 0 ? yield* storeEvents(context, gathered) : new Map<object, number>()
  yield* storeGathered(context, gathered)
  const recorded = told.flatMap(({ message, added, difference }) =>
    recordedEvents(
      message,
      added.map((event) => ({ ...event, id: ids.get(event) ?? 0 })),
      difference,
    ),
  )
  return { ...result, recorded, campaignIds: [...changed] }
}

/** Stores the events that are gathered, and returns the id of each. */
function* storeEvents(context: SqlParts, gathered: Gathered): Work<Map<object, number>> {
  const added = gathered.added.splice(0)
  const stored = yield* batch(insertEvents(context, added, { returning: true }))
  const ids = stored.flatMap((result) => rowsOf<{ id: number }>(result).map(({ id }) => id))
  return new Map(added.map((event, n) => [event, ids[n] ?? 0]))
}

/** Stores the group's number; changes nothing when it was stored before. A template, as each group runs it. */
const noteGroup = ({ tables }: SqlParts, { recorder, sequence }: EventGroup): Sql =>
  sql`insert into ${tables.recorders} as r (recorder, sequence) values (${recorder}, ${sequence})
    on conflict (recorder) do update set sequence = excluded.sequence where r.sequence < excluded.sequence`

type HitsById = Map<number, NumberedHit[]>

/** Hits by the id of their message or campaign. */
function hitsBy(hits: readonly NewEvent[], idOf: (hit: NewEvent) => number | null): HitsById {
  const found: HitsById = new Map()
  for (const [index, hit] of hits.entries()) {
    const id = idOf(hit)
    if (id === null) continue
    const own = found.get(id)
    const numbered = { number: index + 1, hit }
    if (own === undefined) found.set(id, [numbered])
    else own.push(numbered)
  }
  return found
}

/** An unknown link is removed from its hit. */
function dropUnknownLinks(groups: readonly HitsById[], links: ReadonlySet<number>): void {
  for (const numbered of groups.flatMap((group) => [...group.values()].flat())) {
    const { linkId } = numbered.hit
    if (linkId !== null && !links.has(linkId)) numbered.hit = { ...numbered.hit, linkId: null }
  }
}

/** How far back the rules may read. */
const earliest = ({ hits, lookBackMs }: EventGroup): number => Math.min(...hits.map(({ at }) => at)) - lookBackMs

interface Judged {
  message: CountedMessage
  hits: JudgedHits
}

interface Counted extends Judged {
  before: ReturnType<typeof tallyOf>
  ledger: LedgerChange
}

/** Messages this group clicks: of those clicked before, it has to be known on which links. */
const clickedIn = ({ hits }: EventGroup): Set<number> =>
  new Set(hits.flatMap(({ type, messageId }) => (type === 'click' && messageId !== null ? messageId : [])))

/**
 * Adds to the message's own figures where it only gets new events. Where verdicts change, all of its events are read.
 */
function* countMessages(
  context: SqlParts,
  judged: readonly Judged[],
  links: ReadonlyMap<number, Map<number, number>>,
): Work<Counted[]> {
  const corrected = judged.filter(({ hits }) => hits.changed.length > 0).map(({ message }) => message)
  const everything = yield* everyEvent(context, corrected)
  return judged.map(({ message, hits }) => {
    const stored = everything.get(message.id)
    if (hits.changed.length === 0 || stored === undefined) {
      const before = tallyOf(message, links.get(message.id))
      return { message, hits, before, ledger: addEvents(before, hits.added) }
    }
    const before = tallyOf(message, tallyEvents(stored).links)
    return { message, hits, before, ledger: correctEvents(before, stored, hits) }
  })
}

export function gather(gathered: Gathered, { added, changed, removed }: LedgerChange): void {
  gathered.added.push(...added)
  gathered.changed.push(...changed)
  gathered.removed.push(...removed)
}

export function* storeGathered(
  context: SqlParts,
  { added, changed, removed, figures, differences }: Gathered,
): Work<void> {
  const before = [
    ...insertEvents(context, added),
    ...updateVerdicts(context, changed),
    ...deleteEvents(context, removed),
    ...updateFigures(context, figures),
  ]
  yield* storeDifferences(context, differences, 0, { before })
}
