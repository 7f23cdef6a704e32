import type { CampaignFigures, MessageRecord } from '../port/records.ts'
import { emptyFigures } from './counters.ts'
import type { MessageTally } from './ledger.ts'
import { addPrograms, type ProgramCounts } from './programs.ts'
import { readTimeBucket } from './read-times.ts'
import { counterOf } from './status.ts'
import { addMessageHour, addToHour, type Hours } from './timeline.ts'

/** Everything a recount adds up, from nothing. */
export interface Census {
  figures: CampaignFigures
  links: Map<number, { total: number; unique: number }>
  hours: Hours
  programs: ProgramCounts
  /** How many recipients read for how long, by `readTimeBucket`. */
  readTimes: Map<number, number>
}

/** A census before the first message, a new one on each call. */
export const emptyCensus = (): Census => ({
  figures: emptyFigures(),
  links: new Map(),
  hours: new Map(),
  programs: new Map(),
  readTimes: new Map(),
})

/** Counts one message with its events, in place. */
export function addToCensus(census: Census, message: MessageRecord, tally: MessageTally): void {
  const { figures, readTimes } = census
  figures.total++
  figures[counterOf[message.state]]++
  figures.bounces += Number(message.bouncedAt !== null)
  figures.hardBounces += Number(message.hardBouncedAt !== null)
  figures.complaints += Number(message.complainedAt !== null)
  figures.unsubscribes += Number(message.unsubscribedAt !== null)
  if (message.unsubscribeReason !== null) figures.unsubscribeReasons[message.unsubscribeReason]++
  if (tally.readMs !== null) {
    figures.readMs += tally.readMs
    figures.readMeasured++
    const bucket = readTimeBucket(tally.readMs)
    readTimes.set(bucket, (readTimes.get(bucket) ?? 0) + 1)
  }
  figures.opens.unique += Number(tally.opens > 0)
  figures.clicks.unique += Number(tally.clicks > 0)
  figures.opens.tracked += Number(message.tracked.opens)
  figures.clicks.tracked += Number(message.tracked.clicks)
  addMessageHour(census.hours, { ...message, opens: tally.opens, clicks: tally.clicks })
  countTotals(census, tally)
  for (const [id, clicks] of tally.links) if (clicks > 0) linkIn(census, id).unique++
}

/** Counts aggregate events, of no known recipient, in place: in totals only. */
export const addAggregate = (census: Census, tally: MessageTally): void => countTotals(census, tally)

function countTotals(census: Census, tally: MessageTally): void {
  const { opens, clicks } = census.figures
  opens.total += tally.opens
  opens.machine += tally.machineOpens
  opens.early += tally.early.opens
  clicks.total += tally.clicks
  clicks.machine += tally.machineClicks
  clicks.early += tally.early.clicks
  addPrograms(census.programs, tally.programs)
  for (const [id, number] of tally.links) linkIn(census, id).total += number
  for (const [hour, counts] of tally.hours) addToHour(census.hours, hour, counts)
}

function linkIn({ links }: Census, id: number): { total: number; unique: number } {
  const counts = links.get(id) ?? { total: 0, unique: 0 }
  links.set(id, counts)
  return counts
}

/**
 * A campaign's figures by a census. Where its events were purged, totals cannot be counted any more, and stay as they
 * were.
 */
export function censusFigures({ figures }: Census, was: CampaignFigures, eventsPurged: boolean): CampaignFigures {
  if (!eventsPurged) return figures
  const kept = ({ total, machine, early }: CampaignFigures['opens']) => ({ total, machine, early })
  return {
    ...figures,
    opens: { ...figures.opens, ...kept(was.opens) },
    clicks: { ...figures.clicks, ...kept(was.clicks) },
  }
}
