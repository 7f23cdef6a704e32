import { momentOf, monotonic } from '../../domain/clock.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import { slowest } from '../policy/throttle.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, bySlot, type Entry, type Lane } from './lane.ts'
import { handBack } from './leases.ts'
import { openLane, restIfIdle } from './open-lane.ts'
import { reserveFor, type Slotted } from './reserve.ts'
import { createSetAside } from './set-aside.ts'
import type { Settler } from './settler.ts'
import { keepOpen, shutLane } from './shut-lane.ts'

/** Slots that are too early by less are left as they are: timers are late by as much. */
const earlyMs = 100
/** Slots are taken no further ahead than this. */
export const horizonMs = 1000
/** Messages without a slot are kept for so long; beyond, others may have them. */
const keepMs = 5000
/** While streams have something due, a campaign takes slots no further ahead than this. */
const besideStreamsMs = 100
const mostAtOnce = 500
/** So many without a slot are kept in all; beyond, all others are handed back at once. */
const mostWithoutSlot = 2000
const mostCampaignsAtOnce = 32
const leastCampaignsAtOnce = 8
/** The least that is claimed of a campaign, however many others wait. */
const leastShare = 8

export interface Claims {
  /**
   * Claims messages for the campaigns whose turn it is and gives them slots, where not enough is held; undefined where
   * there is nothing to do. Never rejects.
   */
  claim(now: number): Promise<void> | undefined
  /** When it can claim for the next campaign; past where it waits for something else than time. */
  nextAt(now: number): number | undefined
  /** True while it claims. */
  readonly busy: boolean
}

export function createClaims(state: EngineState, settler: Settler): Claims {
  const { deps, settings, metrics, slowDomains, domainQueues, servers, watch, ready, lanes, turns } = state
  const { store, clock, logger, name } = deps
  const { concurrency, domainLimits, random } = settings
  const reserveOptions = {
    clock,
    throttles: store.throttles,
    slowDomains,
    domainQueues,
    domainLimits,
    servers,
    horizonMs,
    random,
  }
  /** Where each has a message or two, as many as are sent at once. */
  const campaignsAtOnce = Math.min(Math.max(concurrency, leastCampaignsAtOnce), mostCampaignsAtOnce)
  const stock = Math.min(Math.max(concurrency * 4, 50), mostAtOnce)
  const sharedInterval = () => Math.max(slowest(settings.installation), servers.pace().intervalMs)
  const setAside = createSetAside(state, stock / 2)
  let busy = false

  /** Before this nothing is claimed. */
  const claimsFrom = () => {
    if (state.limitedBy !== undefined && state.limitedBy !== servers.sign()) {
      state.limitedUntil = anyTime
      state.limitedBy = undefined
    }
    return Math.max(watch.slotsFrom, state.limitedUntil)
  }

  /** How many claimed messages a lane should hold: enough for the horizon, no more than can be sent soon. */
  function target(lane: Lane): number {
    return Math.min(besideStreams(lane), wanted(lane))
  }

  /** How many slots a campaign may hold now: those of all go to streams, where these have something due. */
  function besideStreams({ campaign }: Lane): number {
    const interval = sharedInterval()
    if (campaign.kind === 'stream' || interval === 0 || !areStreamsDue()) return Number.POSITIVE_INFINITY
    return Math.max(Math.floor(besideStreamsMs / interval), 1)
  }

  function areStreamsDue(): boolean {
    if (ready.hasStream(watch.read().mono)) return true
    for (const { campaign, withSlot, withoutSlot } of lanes.values())
      if (campaign.kind === 'stream' && withSlot.length + withoutSlot.length > 0) return true
    return false
  }

  function wanted(lane: Lane): number {
    const { intervalMs, burst: ofServers } = servers.pace()
    const interval = Math.max(slowest(lane.limits), intervalMs)
    if (interval === 0) return stock
    const burst = Math.min(...lane.limits.map((limit) => limit.burst), intervalMs > 0 ? ofServers : stock)
    return Math.min(Math.max(Math.ceil(horizonMs / interval) + 1, burst), stock)
  }

  /** How many more may leave by the limits of all, as far as is known: more campaigns would ask in vain. */
  const freeSlots = (now: number): number => {
    const { limitedUntil } = state
    return limitedUntil === anyTime ? Number.POSITIVE_INFINITY : 1 + Math.floor((now - limitedUntil) / sharedInterval())
  }

  const countWithoutSlot = (): number => {
    let sum = 0
    for (const { withoutSlot } of lanes.values()) sum += withoutSlot.length
    return sum
  }

  /** Claims for all of these campaigns at once, and asks for slots side by side. */
  async function claimFor(ids: readonly number[], now: number): Promise<void> {
    const opened = (await Promise.all(ids.map((id) => open(id)))).filter((lane) => lane !== undefined)
    // What is half full is asked for again when it is not.
    const hungry = opened.filter(
      (lane) => !setAside.add(lane) && (lane.withoutSlot.length > 0 || lane.withSlot.length * 2 < target(lane)),
    )
    for (const lane of hungry) lane.claiming = true
    try {
      const share = Math.max(Math.ceil(stock / (hungry.length + ready.waiting(now))), leastShare)
      const asked = hungry.map((lane) => {
        const limit = Math.min(target(lane) - lane.withSlot.length - lane.withoutSlot.length, share)
        return { lane, campaignId: lane.id, limit }
      })
      await take(asked.filter(({ limit }) => limit > 0))
      await Promise.all(hungry.map((lane) => giveSlots(lane).catch((error: unknown) => later([lane.id], error))))
    } finally {
      for (const lane of hungry) lane.claiming = false
    }
    // Of those that share limits, the one that got nothing comes first.
    for (const lane of hungry.toSorted((a, b) => a.withSlot.length - b.withSlot.length)) askAgain(lane)
  }

  /** The lane of a campaign whose hours are open. */
  async function open(id: number): Promise<Lane | undefined> {
    try {
      const lane = await openLane(state, id)
      return lane === undefined || (await shutLane(state, lane)) ? undefined : lane
    } catch (error) {
      return later([id], error)
    }
  }

  function later(ids: readonly number[], err: unknown): undefined {
    logger.error({ err, campaignIds: ids }, 'messages could not be claimed; trying again')
    for (const id of ids) ready.at(id, monotonic(clock) + settings.pollMs)
  }

  async function take(campaigns: readonly { lane: Lane; campaignId: number; limit: number }[]): Promise<void> {
    if (campaigns.length === 0) return
    const now = clock.now()
    const claimed = await store.messages.claim({
      sender: name,
      now,
      leaseUntil: now + settings.claimLeaseMs,
      campaigns: campaigns.map(({ campaignId, limit }) => ({ campaignId, limit })),
    })
    if (claimed.length > 0) state.gained = true
    const byCampaign = Map.groupBy(claimed, ({ campaignId }) => campaignId)
    for (const { lane, limit } of campaigns) {
      const own = byCampaign.get(lane.id) ?? []
      for (const message of keepOpen(state, settler, lane, own))
        lane.withoutSlot.push({ lane, message, slotAt: anyTime, server: undefined })
      lane.exhausted = own.length < limit
      if (lane.exhausted) state.exhausted = true
    }
  }

  async function giveSlots(lane: Lane): Promise<void> {
    const most = Math.max(besideStreams(lane) - lane.withSlot.length, 1)
    const entries = lane.withoutSlot.splice(0, most)
    if (entries.length === 0) return
    if (lane.closed || state.stopping) return handBack(state, entries)
    const now = watch.read().mono
    if (now < watch.slotsFrom) {
      lane.withoutSlot.push(...entries)
      ready.hold(lane.id, watch.slotsFrom)
      return
    }
    const { wall } = momentOf(clock)
    const slotted = await reserveFor(lane, entries, reserveOptions).catch((error: unknown) => {
      handBack(state, entries)
      throw error
    })
    leaveLate(slotted, now, lane.times.closesAt(wall) - wall)
    countHeld(lane, now, slotted.withSlot.at(-1)?.slotAt ?? now)
    putOff(lane, slotted.putOff)
    if (lane.closed || state.stopping) return handBack(state, [...slotted.withSlot, ...slotted.withoutSlot])
    if (slotted.withSlot.length > 0) {
      keepDistance(lane, slotted.withSlot)
      lane.withSlot.push(...slotted.withSlot)
      // A server may have earlier slots than another had before.
      lane.withSlot.sort(bySlot)
      turns.add(lane)
    }
    if (slotted.withoutSlot.length > 0) wait(lane, slotted, now)
  }

  /** Slots behind the end of its hours, in so many milliseconds, are not used. */
  function leaveLate(slotted: Slotted, now: number, openMs: number): void {
    const isLate = ({ slotAt }: Entry) => slotAt >= now + openMs
    const late = slotted.withSlot.filter(isLate)
    if (late.length === 0) return
    for (const entry of late) entry.slotAt = anyTime
    slotted.withSlot = slotted.withSlot.filter((entry) => !late.includes(entry))
    slotted.withoutSlot.unshift(...late)
    slotted.waitMs = openMs
    slotted.waitsFor = undefined
  }

  /**
   * Slots that come well before the campaign's own distance from its last message, because the clock was set forward or
   * that message left late, are moved behind it: they would be over when that is, and lost.
   */
  function keepDistance(lane: Lane, entries: readonly Entry[]): void {
    const early = lane.lastSentAt + lane.spacingMs - (entries[0]?.slotAt ?? anyTime)
    if (early > earlyMs && early < Number.POSITIVE_INFINITY) for (const entry of entries) entry.slotAt += early
  }

  /** Its limits let no more go for now; or those of all, which are asked by one campaign after the other. */
  function wait(lane: Lane, { withoutSlot: entries, waitMs, waitsFor }: Slotted, now: number): void {
    const until = now + waitMs
    countHeld(lane, now, until)
    if (servers.has(waitsFor)) state.limitedBy ??= servers.sign()
    if (servers.has(waitsFor) || settings.installation.some(({ key }) => key === waitsFor)) {
      state.limitedUntil = Math.max(state.limitedUntil, until)
    } else ready.hold(lane.id, until)
    const few = countWithoutSlot() + entries.length <= mostWithoutSlot
    // Others may have lost their slots meanwhile, and wait here already.
    if (until - now <= keepMs && few) lane.withoutSlot.push(...entries)
    else {
      handBack(state, entries)
      lane.exhausted = false
    }
  }

  function putOff(lane: Lane, entries: readonly { entry: Entry; dueAt: number; domain: string }[]): void {
    if (entries.length === 0) return
    const { wall, mono } = momentOf(clock)
    metrics.putOff += entries.length
    for (const { entry, dueAt, domain } of entries) settler.push(waitForDomain(entry, wall, dueAt, domain))
    ready.at(lane.id, mono + Math.min(...entries.map(({ dueAt }) => dueAt)) - wall)
  }

  /** However many of its messages wait, and however the waits overlap, a campaign is held back once. */
  function countHeld(lane: Lane, now: number, until: number): void {
    metrics.throttledMs += Math.max(until - Math.max(now, lane.heldUntil), 0)
    lane.heldUntil = Math.max(lane.heldUntil, until)
  }

  /** What has more to be claimed gets another turn; what holds nothing is closed. */
  function askAgain(lane: Lane): void {
    if (lane.closed) return
    const hungry = !lane.exhausted && lane.withSlot.length * 2 < target(lane)
    if (hungry || lane.withoutSlot.length > 0) ready.add(lane.id)
    restIfIdle(state, lane)
  }

  return {
    get busy() {
      return busy
    },
    nextAt(now) {
      const next = ready.waiting(now) > 0 ? now : ready.nextAt()
      return next === undefined ? undefined : Math.max(next, claimsFrom())
    },
    claim(now) {
      if (busy || state.stopping || now < claimsFrom()) return undefined
      setAside.letBack(now, campaignsAtOnce)
      // Whatever campaigns hold, streams get theirs.
      const isStocked = setAside.countHeld() * 2 >= stock
      if (ready.waiting(now) === 0 || (isStocked && !ready.hasStream(now))) return undefined
      const most = Math.min(campaignsAtOnce, freeSlots(now))
      const ids = isStocked ? ready.takeStreams(now, most) : ready.take(now, most)
      busy = true
      return claimFor(ids, now)
        .catch((error: unknown) => later(ids, error))
        .finally(() => {
          busy = false
        })
    },
  }
}

function waitForDomain(entry: Entry, at: number, dueAt: number, domain: string): Outcome {
  const { lane, message } = entry
  const error = { kind: 'rate', message: `Waiting for the limit of ${domain}.` } as const
  const due = lane.times.dueAt(message.data, dueAt)
  return { messageId: message.id, kind: 'retry', at, dueAt: due, error, attempted: false }
}
