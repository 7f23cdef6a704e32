import type { HitCounts } from '../../domain/stats.ts'
import type { MessageTally } from './ledger.ts'
import { type ProgramCounts, programDifferences } from './programs.ts'

type HitDifference = Pick<HitCounts, 'total' | 'unique' | 'machine' | 'early'>

/**
 * What one message's change means for the counters it is part of: campaign, links, timeline. Every number is a
 * difference and may be negative, when a later hit marked an earlier one as a machine's. `unique` is −1, 0 or 1: a
 * message counts once.
 */
export interface TallyDifference {
  opens: HitDifference
  clicks: HitDifference
  readMs: number
  readMeasured: number
  /** By link id; only links whose figures change. */
  links: Map<number, { total: number; unique: number }>
  /** By start of the hour in ms; only hours whose figures change. */
  hours: Map<number, { opens: number; clicks: number }>
  /** Only programs whose figures change. */
  programs: ProgramCounts
  /** The message's headline opens left zero. */
  firstOpen: boolean
  /** The message's headline clicks left zero. */
  firstClick: boolean
}

const crossing = (before: number, after: number): number => Number(after > 0) - Number(before > 0)

/**
 * The difference between two tallies of one message, for its campaign, links and timeline; pure. `unique` follows from
 * crossing zero. The tallies need not hold the whole history: opens, clicks and the links concerned must be the
 * message's real counts, for hours, programs and early ones the change is enough.
 */
export function tallyDifference(before: MessageTally, after: MessageTally): TallyDifference {
  const opens = crossing(before.opens, after.opens)
  const clicks = crossing(before.clicks, after.clicks)
  return {
    opens: {
      total: after.opens - before.opens,
      unique: opens,
      machine: after.machineOpens - before.machineOpens,
      early: after.early.opens - before.early.opens,
    },
    clicks: {
      total: after.clicks - before.clicks,
      unique: clicks,
      machine: after.machineClicks - before.machineClicks,
      early: after.early.clicks - before.early.clicks,
    },
    readMs: (after.readMs ?? 0) - (before.readMs ?? 0),
    readMeasured: Number(after.readMs !== null) - Number(before.readMs !== null),
    links: linkDifferences(before.links, after.links),
    hours: hourDifferences(before.hours, after.hours),
    programs: programDifferences(before.programs, after.programs),
    firstOpen: opens > 0,
    firstClick: clicks > 0,
  }
}

function linkDifferences(before: MessageTally['links'], after: MessageTally['links']): TallyDifference['links'] {
  const differences: TallyDifference['links'] = new Map()
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(id) ?? 0
    const is = after.get(id) ?? 0
    if (was !== is) differences.set(id, { total: is - was, unique: crossing(was, is) })
  }
  return differences
}

function hourDifferences(before: MessageTally['hours'], after: MessageTally['hours']): TallyDifference['hours'] {
  const differences: TallyDifference['hours'] = new Map()
  for (const hour of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(hour) ?? { opens: 0, clicks: 0 }
    const is = after.get(hour) ?? { opens: 0, clicks: 0 }
    const difference = { opens: is.opens - was.opens, clicks: is.clicks - was.clicks }
    if (difference.opens !== 0 || difference.clicks !== 0) differences.set(hour, difference)
  }
  return differences
}

/**
 * True when no counter of campaign, link, timeline or programs changes, so that a store need not write those rows (nor
 * wait for their locks). The message's own times of last open and click may still have changed.
 */
export function isUnchanged({ opens, clicks, readMs, readMeasured, links, hours, programs }: TallyDifference): boolean {
  const numbers = [...Object.values(opens), ...Object.values(clicks), readMs, readMeasured]
  return numbers.every((number) => number === 0) && [links, hours, programs].every(({ size }) => size === 0)
}
