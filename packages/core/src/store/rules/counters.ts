import type { CampaignFigures } from '../port/records.ts'

/** Counters by name, as `recount` compares and reports them: `opens.unique`, `link:7.total`, `message:12.readMs`. */
export type Counters = Record<string, number>

/**
 * A campaign's own counters by name: `total`, `queued`, …, `opens.unique`, `clicks.tracked`, `readMs`. The same names
 * in every store, so that whoever reads a recount need not know which store made it. `readMs` is in milliseconds, all
 * others are numbers of things.
 */
export function campaignCounters(campaign: CampaignFigures): Counters {
  const { total, queued, sent, failed, skipped, unknown } = campaign
  const { bounces, hardBounces, complaints, unsubscribes, readMs, readMeasured } = campaign
  const counters: Counters = { total, queued, sent, failed, skipped, unknown }
  Object.assign(counters, { bounces, hardBounces, complaints, unsubscribes, readMs, readMeasured })
  for (const kind of ['opens', 'clicks'] as const) {
    for (const [name, value] of Object.entries(campaign[kind])) counters[`${kind}.${name}`] = value
  }
  return counters
}

/** Name of a link's counter in a recount: `link:7.unique`. */
export const linkCounter = (linkId: number, name: 'total' | 'unique'): string => `link:${linkId}.${name}`

/** Name of a timeline counter in a recount, by the start of its hour in ms: `timeline:1700000000000.opens`. */
export const timelineCounter = (hour: number, name: 'sent' | 'opens' | 'clicks'): string => `timeline:${hour}.${name}`

/** Name of a message's counter in a recount: `message:12.opens`, by the names of `MessageRecord`. */
export const messageCounter = (messageId: number, name: string): string => `message:${messageId}.${name}`

/**
 * What differs between two sets of counters, by name; one that is missing on a side counts as 0 there. Empty when all
 * agree, which is what a test of a store asks for after anything it did. Pure.
 */
export function counterDifferences(was: Counters, is: Counters): Record<string, { was: number; is: number }> {
  const differences: Record<string, { was: number; is: number }> = {}
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [before, after] = [was[name] ?? 0, is[name] ?? 0]
    if (before !== after) differences[name] = { was: before, is: after }
  }
  return differences
}
