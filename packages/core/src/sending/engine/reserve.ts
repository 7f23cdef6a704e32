import { type Clock, type Moment, momentOf } from '../../domain/clock.ts'
import { domainOf } from '../../recipients/address.ts'
import type { ThrottleLimit, ThrottleStore } from '../../store/port/throttle-store.ts'
import type { DomainQueues } from '../policy/domain-queues.ts'
import type { SlowDomains } from '../policy/slow-domains.ts'
import { type DomainLimits, domainLimitsOf, slowest } from '../policy/throttle.ts'
import { anyTime, bySlot, type Entry, type Lane } from './lane.ts'
import type { ServerSlots } from './server-slots.ts'

export interface ReserveOptions {
  clock: Clock
  throttles: ThrottleStore
  slowDomains: SlowDomains
  domainQueues: DomainQueues
  domainLimits: DomainLimits | undefined
  servers: Pick<ServerSlots, 'choices'>
  /** No slot further away than this is taken. */
  horizonMs: number
  random: () => number
}

/** What became of claimed messages that asked for a slot. */
export interface Slotted {
  /** With a time of this process to leave, in that order. */
  withSlot: Entry[]
  /** Limits of the campaign, the installation or all servers are used up: to be asked for again after `waitMs`. */
  withoutSlot: Entry[]
  waitMs: number
  /** The key of the limit that they wait for. */
  waitsFor: string | undefined
  /** Their domain's limit is used up: others go first, these come back at `dueAt`, which is wall time. */
  putOff: { entry: Entry; dueAt: number; domain: string }[]
}

/**
 * Gives claimed messages of one campaign their slots. Messages to domains with limits of their own are asked for
 * separately, so that a slow domain delays only its own.
 */
export async function reserveFor(lane: Lane, entries: Entry[], options: ReserveOptions): Promise<Slotted> {
  const result: Slotted = { withSlot: [], withoutSlot: [], waitMs: 0, waitsFor: undefined, putOff: [] }
  const { free, limited } = byDomain(entries, momentOf(options.clock).mono, options)
  await reserveFree(lane, free, options, result)
  for (const [domain, group] of limited) {
    if (result.withoutSlot.length > 0) result.withoutSlot.push(...group.entries)
    else await reserveLimited(lane, domain, group, options, result)
  }
  result.withSlot.sort(bySlot)
  return result
}

interface DomainGroup {
  limits: ThrottleLimit[]
  entries: Entry[]
}

function byDomain(entries: Entry[], now: number, { slowDomains, domainLimits }: ReserveOptions) {
  const limited = new Map<string, DomainGroup>()
  if (domainLimits === undefined && !slowDomains.any) return { free: entries, limited }
  const free: Entry[] = []
  for (const entry of entries) {
    const domain = domainOf(entry.message.email)
    const group = limited.get(domain)
    if (group !== undefined) {
      group.entries.push(entry)
      continue
    }
    const limits = domainLimitsOf(domain, domainLimits)
    const slow = slowDomains.limitOf(domain, now)
    if (slow !== undefined) limits.push(slow)
    if (limits.length === 0) free.push(entry)
    else limited.set(domain, { limits, entries: [entry] })
  }
  return { free, limited }
}

async function reserveFree(lane: Lane, entries: Entry[], options: ReserveOptions, result: Slotted) {
  if (entries.length === 0) return
  const { slots, waitMs, waitsFor } = await reserve(lane, lane.limits, entries.length, options)
  for (const [index, entry] of entries.entries()) {
    const slot = slots[index]
    if (slot === undefined) result.withoutSlot.push(entry)
    else result.withSlot.push(Object.assign(entry, slot))
  }
  if (slots.length < entries.length) Object.assign(result, { waitMs, waitsFor })
}

async function reserveLimited(
  lane: Lane,
  domain: string,
  { limits, entries }: DomainGroup,
  options: ReserveOptions,
  result: Slotted,
) {
  const reserved = await reserve(lane, [...lane.limits, ...limits], entries.length, options)
  const { slots, waitMs, waitsFor, asked } = reserved
  const ofDomain = limits.some(({ key }) => key === waitsFor)
  const interval = Math.max(slowest(limits), 1)
  for (const [index, entry] of entries.entries()) {
    const slot = slots[index]
    if (slot !== undefined) result.withSlot.push(Object.assign(entry, slot))
    else if (!ofDomain) {
      result.withoutSlot.push(entry)
      Object.assign(result, { waitMs, waitsFor })
    } else {
      // Each a distance behind the one before, so that they do not come back all at once only to be put off again.
      const request = { now: asked.mono, freeAt: asked.mono + waitMs, intervalMs: interval }
      const at = options.domainQueues.place(lane.id, domain, request)
      result.putOff.push({ entry, dueAt: Math.ceil(asked.wall + at - asked.mono), domain })
    }
  }
}

interface Reserved {
  slots: Pick<Entry, 'slotAt' | 'server'>[]
  waitMs: number
  waitsFor: string | undefined
  asked: Moment
}

/** Of each server that may be used what its limits let through, until there are enough. */
async function reserve(lane: Lane, limits: ThrottleLimit[], count: number, options: ReserveOptions): Promise<Reserved> {
  const slots: Reserved['slots'] = []
  let soonest: Reserved | undefined
  for (const { server, limits: own } of options.servers.choices()) {
    const part = await reserveBy(server, lane, [...limits, ...own], count - slots.length, options)
    slots.push(...part.slots)
    if (slots.length === count) return { ...part, slots }
    // What all servers have in common is used up for the others as well.
    if (!own.some(({ key }) => key === part.waitsFor)) return { ...part, slots }
    if (soonest === undefined || part.waitMs < soonest.waitMs) soonest = part
  }
  return { ...(soonest as Reserved), slots }
}

/** Asks the store, in wall time; the slots are times of this process, which hold whatever becomes of wall time. */
async function reserveBy(
  server: number | undefined,
  lane: Lane,
  limits: ThrottleLimit[],
  count: number,
  { clock, throttles, horizonMs, random }: ReserveOptions,
): Promise<Reserved> {
  // Read for each call: a state that another call stored since would lie too far ahead of an older time.
  const asked: Moment = momentOf(clock)
  const none = { waitMs: 0, waitsFor: undefined, asked }
  if (limits.length === 0) return { ...none, slots: Array.from({ length: count }, () => ({ slotAt: anyTime, server })) }
  const { jitterMs } = lane.campaign.options
  const jitter = { jitterMs: Array.from({ length: count }, () => random() * jitterMs), mostJitterMs: jitterMs }
  const { slots, ...wait } = await throttles.reserve({
    limits,
    count,
    maxWaitMs: horizonMs,
    now: asked.wall,
    ...(jitterMs > 0 ? jitter : {}),
  })
  return { ...wait, asked, slots: slots.map((slot) => ({ slotAt: slot - asked.wall + asked.mono, server })) }
}
