import {
  countVerdicts,
  type EventGroup,
  type EventRecord,
  emptyTally,
  type GroupResult,
  isErasedAddress,
  isHeadline,
  isUnchanged,
  type Judge,
  type JudgedHits,
  judgeHits,
  type MessageRecord,
  type NumberedHit,
  tallyDifference,
  tallyEvents,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { addToCampaign, type Differences, noDifferences, storeDifferences } from '../counters.ts'
import { sql } from '../sql.ts'
import { change, type Work } from '../work.ts'
import { addEvents, addFigures, addMessageDifference, correctEvents, type LedgerChange } from './ledger-change.ts'
import { eventsSince, linkClicks, lockRecords, presentCampaigns, presentLinks, tallyOf } from './read-events.ts'
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
export function* recordEvents(context: SqlContext, group: EventGroup, judge: Judge): Work<GroupResult> {
  const result: GroupResult = {
    stored: true,
    events: 0,
    verdicts: {},
    campaignIds: [],
    firstOpens: [],
    firstClicks: [],
  }
  if (!(yield* isNew(context, group))) return { ...result, stored: false }
  const { byMessage, byCampaign } = yield* sortHits(context, group)
  const messages = yield* lockRecords(context, byMessage.keys())
  for (const [id, { email }] of messages) if (isErasedAddress(email)) messages.delete(id)
  const gathered = gatherNothing()
  const changed = new Set<number>()

  const judged = yield* judgeMessages(context, group, judge, messages, byMessage)
  const ledgers = yield* countMessages(context, judged)
  for (const { message, hits, before, ledger } of ledgers) {
    const flags = flagsOf(message, hits.added)
    const difference = addMessageDifference(gathered.differences, message.campaignId, before, ledger.tally)
    for (const counter of flags.counters) addToCampaign(gathered.differences, message.campaignId, counter, 1)
    if (flags.counters.length > 0 || !difference.unchanged) changed.add(message.campaignId)
    if (difference.firstOpen) result.firstOpens.push(message.id)
    if (difference.firstClick) result.firstClicks.push(message.id)
    gather(gathered, ledger)
    if (ledger.added.length > 0 || ledger.changed.length > 0) {
      gathered.figures.push({ id: message.id, tally: ledger.tally, ...flags.times })
    }
    result.events += hits.added.length
    countVerdicts(result, hits.added)
  }

  const campaigns = yield* presentCampaigns(context, byCampaign.keys())
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
  yield* storeGathered(context, gathered)
  return { ...result, campaignIds: [...changed] }
}

/** Notes the group's number; false when it was stored before. */
function* isNew({ tables }: SqlContext, { recorder, sequence }: EventGroup): Work<boolean> {
  const noted =
    yield* change(sql`insert into ${tables.recorders} as r (recorder, sequence) values (${recorder}, ${sequence})
    on conflict (recorder) do update set sequence = excluded.sequence where r.sequence < excluded.sequence`)
  return noted > 0
}

/** Hits by what they are about. A link that was never there is left out of its hit. */
function* sortHits(context: SqlContext, { hits }: EventGroup) {
  const links = yield* presentLinks(
    context,
    hits.flatMap(({ linkId }) => linkId ?? []),
  )
  const numbered: NumberedHit[] = hits.map((hit, index) => {
    const linkId = hit.linkId !== null && links.has(hit.linkId) ? hit.linkId : null
    return { number: index + 1, hit: { ...hit, linkId } }
  })
  return {
    byMessage: Map.groupBy(
      numbered.filter(({ hit }) => hit.messageId !== null),
      ({ hit }) => hit.messageId ?? 0,
    ),
    byCampaign: Map.groupBy(
      numbered.filter(({ hit }) => hit.messageId === null),
      ({ hit }) => hit.campaignId ?? 0,
    ),
  }
}

interface Judged {
  message: MessageRecord
  hits: JudgedHits
}

function* judgeMessages(
  context: SqlContext,
  { lookBackMs }: EventGroup,
  judge: Judge,
  messages: ReadonlyMap<number, MessageRecord>,
  byMessage: ReadonlyMap<number, NumberedHit[]>,
): Work<Judged[]> {
  const windows = [...messages.values()].map(({ id, campaignId }) => {
    const first = Math.min(...(byMessage.get(id) ?? []).map(({ hit }) => hit.at))
    return { id, campaignId, since: first - lookBackMs }
  })
  const recent = yield* eventsSince(context, windows)
  return [...messages.values()].map((message) => {
    const hits = byMessage.get(message.id) ?? []
    return {
      message,
      hits: judgeHits(message, message.campaignId, recent.get(message.id) ?? [], hits, lookBackMs, judge),
    }
  })
}

interface Counted extends Judged {
  before: ReturnType<typeof tallyOf>
  ledger: LedgerChange
}

/**
 * Counts on from the message's own figures where events only came to it. All of its events are read where verdicts changed; only its earlier clicks
 * by link, where a message that was clicked before is clicked again.
 */
function* countMessages(context: SqlContext, judged: readonly Judged[]): Work<Counted[]> {
  const corrected = judged.filter(({ hits }) => hits.changed.length > 0).map(({ message }) => message)
  const clickedAgain = judged.filter(
    ({ message, hits }) => message.clicks > 0 && hits.changed.length === 0 && hits.added.some(isClick),
  )
  const everything = yield* eventsSince(
    context,
    corrected.map(({ id, campaignId }) => ({ id, campaignId, since: 0 })),
  )
  const links = yield* linkClicks(
    context,
    clickedAgain.map(({ message }) => message.id),
  )
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

const isClick = (event: EventRecord): boolean => event.type === 'click' && isHeadline(event)

const flags = {
  unsubscribe: { at: 'unsubscribedAt', counter: 'unsubscribes' },
  bounce: { at: 'bouncedAt', counter: 'bounces' },
  complaint: { at: 'complainedAt', counter: 'complaints' },
} as const
type Flag = keyof typeof flags

/** The first unsubscribe, bounce and complaint of a message is kept with it and counted. */
function flagsOf(message: MessageRecord, added: readonly EventRecord[]) {
  const times = { bouncedAt: null, complainedAt: null, unsubscribedAt: null } as Record<
    (typeof flags)[Flag]['at'],
    number | null
  >
  const counters: (typeof flags)[Flag]['counter'][] = []
  for (const { type, at, head } of added) {
    if (head || !Object.hasOwn(flags, type)) continue
    const flag = flags[type as Flag]
    if (message[flag.at] !== null || times[flag.at] !== null) continue
    times[flag.at] = at
    counters.push(flag.counter)
  }
  return { times, counters }
}

export function gather(gathered: Gathered, { added, changed, removed }: LedgerChange): void {
  gathered.added.push(...added)
  gathered.changed.push(...changed)
  gathered.removed.push(...removed)
}

export function* storeGathered(
  context: SqlContext,
  { added, changed, removed, figures, differences }: Gathered,
): Work<void> {
  if (added.length > 0) yield* insertEvents(context, added)
  if (changed.length > 0) yield* updateVerdicts(context, changed)
  if (removed.length > 0) yield* deleteEvents(context, removed)
  if (figures.length > 0) yield* updateFigures(context, figures)
  yield* storeDifferences(context, differences, 0)
}
