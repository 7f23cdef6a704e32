import { type UnsubscribeReason, unsubscribeReasons } from '../../domain/recipient.ts'
import type { CampaignFigures } from '../port/records.ts'
import type { HourCounts } from '../port/timeline.ts'
import type { MessageTally } from './ledger.ts'
import type { ProgramCounts } from './programs.ts'
import { hourCountNames } from './timeline.ts'

const messageFigures = ['opens', 'clicks', 'machineOpens', 'machineClicks', 'readMs'] as const

/** Counters by name, as `recount` compares and reports them: `opens.unique`, `link:7.total`, `message:12.readMs`. */
export type Counters = Record<string, number>

const noReasons = () =>
  Object.fromEntries(unsubscribeReasons.map((reason) => [reason, 0])) as Record<UnsubscribeReason, number>
const noHits = () => ({ total: 0, unique: 0, machine: 0, early: 0, tracked: 0 })

/** The counters of a campaign without messages, new ones on each call. */
export const emptyFigures = (): CampaignFigures => ({
  total: 0,
  queued: 0,
  sent: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  opens: noHits(),
  clicks: noHits(),
  bounces: 0,
  hardBounces: 0,
  complaints: 0,
  unsubscribes: 0,
  unsubscribeReasons: noReasons(),
  readMs: 0,
  readMeasured: 0,
})

/**
 * A campaign's own counters by name: `total`, `queued`, …, `opens.unique`, `clicks.tracked`,
 * `unsubscribeReasons.other`, `readMs`. The same names in every store, so that whoever reads a recount need not know
 * which store made it. `readMs` is in milliseconds, all others are numbers of things.
 */
export function campaignCounters(campaign: CampaignFigures): Counters {
  const { total, queued, sent, failed, skipped, unknown } = campaign
  const { bounces, hardBounces, complaints, unsubscribes, readMs, readMeasured } = campaign
  const counters: Counters = { total, queued, sent, failed, skipped, unknown }
  Object.assign(counters, { bounces, hardBounces, complaints, unsubscribes, readMs, readMeasured })
  for (const kind of ['opens', 'clicks', 'unsubscribeReasons'] as const) {
    for (const [name, value] of Object.entries(campaign[kind])) counters[`${kind}.${name}`] = value
  }
  return counters
}

/** A link's counters by name: `link:7.unique`. */
export const linkCounters = (id: number, { total, unique }: { total: number; unique: number }): Counters => ({
  [`link:${id}.total`]: total,
  [`link:${id}.unique`]: unique,
})

/** The counters of an hour by name and its beginning in ms: `timeline:1700000000000.opens`. */
export const hourCounters = (hour: number, counts: HourCounts): Counters =>
  Object.fromEntries(hourCountNames.map((name) => [`timeline:${hour}.${name}`, counts[name]]))

/** A message's counters that follow from its events: `message:12.opens`, by the names of `MessageRecord`. */
export const messageCounters = (id: number, figures: Pick<MessageTally, (typeof messageFigures)[number]>): Counters =>
  Object.fromEntries(messageFigures.map((name) => [`message:${id}.${name}`, figures[name] ?? 0]))

/** The counters of programs: `program:Apple Mail/phone.opens.total`. */
export const programCounters = (programs: ProgramCounts): Counters =>
  Object.fromEntries(
    [...programs.values()].flatMap(({ name, device, ...hits }) =>
      (['opens', 'clicks'] as const).flatMap((kind) =>
        (['total', 'machine'] as const).map((whose) => [
          `program:${name}/${device}.${kind}.${whose}`,
          hits[kind][whose],
        ]),
      ),
    ),
  )

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
