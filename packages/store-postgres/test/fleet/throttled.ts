import { expect } from 'vitest'
import type { Fleet } from './fleet.ts'
import { mostWithin } from './windows.ts'

const PER_SECOND = 100
const INTERVAL_MS = 1_000 / PER_SECOND
/**
 * By how much processes may differ about the database's clock: a millisecond where they have time, more where five of
 * them share two processors with other work. Processes that did not share the limit would have three times its number.
 */
const CLOCK_MS = 30
/**
 * A message leaves within this of its slot, or reserves another; the mail server here shares two processors with the
 * senders.
 */
const LATE_MS = 120

/** Sends for so many seconds at 100 a second with three processes, and checks slots and arrivals against the limit. */
export async function throttled(fleet: Fleet, seconds: number) {
  const senders = [fleet.sender(), fleet.sender(), fleet.sender()]
  await Promise.all(senders.map((sender) => sender.ready))
  const count = seconds * PER_SECOND
  const id = await fleet.campaign(count, { limits: { perSecond: PER_SECOND } })
  await fleet.completed(id)
  const arrivals = fleet.smtp.received.map(({ at }) => at).toSorted((a, b) => a - b)
  const reservations = senders.flatMap((sender) => sender.slots)
  const slots = reservations.flat().toSorted((a, b) => a - b)
  const gaps = reservations.flatMap((own) => own.slice(1).map((slot, n) => slot - (own[n] ?? 0)))
  const figures = {
    slots: slots.length,
    closest: Math.min(...gaps),
    mostSlots: mostWithin(slots, 1_000 - CLOCK_MS),
    mostArrivals: mostWithin(arrivals, 1_000 - LATE_MS),
    mostInOneSecond: mostWithin(arrivals, 1_000),
    tookMs: (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0),
  }
  expect(arrivals).toHaveLength(count)
  expect(gaps.length).toBeGreaterThan(50)
  expect(figures.closest).toBeCloseTo(INTERVAL_MS, 1)
  expect(figures.mostSlots).toBeLessThanOrEqual(PER_SECOND)
  expect(figures.mostArrivals).toBeLessThanOrEqual(PER_SECOND)
  expect(figures.tookMs).toBeLessThan((count - 1) * INTERVAL_MS * 1.5 + 1_000)
  for (const sender of senders) expect(sender.sent).toBeGreaterThan(0)
  return figures
}
