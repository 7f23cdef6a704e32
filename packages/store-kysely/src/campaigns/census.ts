import { hourOf, type MessageRecord, type MessageTally } from '@sillage/core/store'
import { readTimeBucket } from './timeline.ts'

/** Everything a recount adds up. */
export interface Census {
  /** The campaign's plain counters by the names of the port. */
  head: Record<string, number>
  opens: { total: number; unique: number; machine: number; tracked: number }
  clicks: { total: number; unique: number; machine: number; tracked: number }
  links: Map<number, { total: number; unique: number }>
  hours: Map<number, { sent: number; opens: number; clicks: number }>
  readTimes: Map<number, number>
}

const plain = ['total', 'queued', 'sent', 'failed', 'skipped', 'unknown'] as const
const flags = ['bounces', 'hardBounces', 'complaints', 'unsubscribes', 'readMs', 'readMeasured'] as const
const none = () => ({ total: 0, unique: 0, machine: 0, tracked: 0 })

export function newCensus(): Census {
  const head = Object.fromEntries([...plain, ...flags].map((name) => [name, 0]))
  return { head, opens: none(), clicks: none(), links: new Map(), hours: new Map(), readTimes: new Map() }
}

export function addMessage(census: Census, message: MessageRecord, tally: MessageTally): void {
  const { head, opens, clicks, readTimes } = census
  const add = (name: string, number: number) => {
    head[name] = (head[name] ?? 0) + number
  }
  add('total', 1)
  add(message.state === 'claimed' || message.state === 'sending' ? 'queued' : message.state, 1)
  add('bounces', Number(message.bouncedAt !== null))
  add('hardBounces', Number(message.hardBouncedAt !== null))
  add('complaints', Number(message.complainedAt !== null))
  add('unsubscribes', Number(message.unsubscribedAt !== null))
  if (tally.readMs !== null) {
    add('readMs', tally.readMs)
    add('readMeasured', 1)
    const bucket = readTimeBucket(tally.readMs)
    readTimes.set(bucket, (readTimes.get(bucket) ?? 0) + 1)
  }
  opens.unique += Number(tally.opens > 0)
  clicks.unique += Number(tally.clicks > 0)
  opens.tracked += Number(message.tracked.opens)
  clicks.tracked += Number(message.tracked.clicks)
  if (message.sentAt !== null) hourIn(census, hourOf(message.sentAt)).sent++
  addTotals(census, tally)
  for (const [id, number] of tally.links) if (number > 0) linkIn(census, id).unique++
}

/** Aggregate events, of no known recipient, count in totals only. */
export const addLoose = (census: Census, tally: MessageTally): void => addTotals(census, tally)

function addTotals(census: Census, tally: MessageTally): void {
  census.opens.total += tally.opens
  census.opens.machine += tally.machineOpens
  census.clicks.total += tally.clicks
  census.clicks.machine += tally.machineClicks
  for (const [id, number] of tally.links) linkIn(census, id).total += number
  for (const [hour, { opens, clicks }] of tally.hours) {
    const counts = hourIn(census, hour)
    counts.opens += opens
    counts.clicks += clicks
  }
}

function linkIn({ links }: Census, id: number): { total: number; unique: number } {
  const counts = links.get(id) ?? { total: 0, unique: 0 }
  links.set(id, counts)
  return counts
}

function hourIn({ hours }: Census, hour: number): { sent: number; opens: number; clicks: number } {
  const counts = hours.get(hour) ?? { sent: 0, opens: 0, clicks: 0 }
  hours.set(hour, counts)
  return counts
}
