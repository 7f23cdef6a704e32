import { expect } from 'vitest'
import type { Fleet } from './fleet.ts'
import { mostWithin } from './windows.ts'

const PER_SECOND = 100

/** Sends for so many seconds at 100 a second with three processes, and holds slots and arrivals against the limit. */
export async function throttled(fleet: Fleet, seconds: number): Promise<void> {
  const senders = [fleet.sender(), fleet.sender(), fleet.sender()]
  await Promise.all(senders.map((sender) => sender.ready))
  const count = seconds * PER_SECOND
  const id = await fleet.campaign(count, { limits: { perSecond: PER_SECOND } })
  await fleet.completed(id)
  const arrivals = fleet.smtp.received.map(({ at }) => at).toSorted((a, b) => a - b)
  const slots = senders.flatMap((sender) => sender.slots).toSorted((a, b) => a - b)
  const gaps = slots.slice(1).map((slot, n) => slot - (slots[n] ?? 0))
  console.log({ n: slots.length, min: Math.min(...gaps), max: Math.max(...gaps), span: (slots.at(-1) ?? 0) - (slots[0] ?? 0), most: mostWithin(arrivals, 1000), mostSlots: mostWithin(slots,1000), each: senders.map(s=>s.sent), aspan: (arrivals.at(-1)??0)-(arrivals[0]??0) })
  expect(arrivals).toHaveLength(count)
}
