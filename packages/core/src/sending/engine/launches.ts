import { monotonic } from '../../domain/clock.ts'
import { shareEventLoop } from '../../kit/share-event-loop.ts'
import { applyStatus } from './campaign-status.ts'
import { type EngineState, refreshSoon, removeFromInFlight } from './engine-state.ts'
import { anyTime, type Entry, type Lane, takeSlotsBack } from './lane.ts'
import { createMessageSender, notSent } from './send-message.ts'
import type { Settler } from './settler.ts'
import { turnAway } from './shut-lane.ts'

/** A message with a slot is marked and composed at least so long before it; longer where marking takes longer. */
const leastAheadMs = 8
const mostAheadMs = 250
/** Later than this, and what marking takes, a slot is over: others have theirs now. The message asks for a new one. */
const graceMs = 20

export interface Launches {
  /**
   * Begins as many messages as there is room for, in turn from all lanes; undefined where there is none. Never rejects.
   */
  launch(now: number): Promise<void> | undefined
  /** When the next message with a slot can begin; undefined when there is none. */
  nextAt(): number | undefined
}

export function createLaunches(state: EngineState, settler: Settler): Launches {
  const { deps, settings, inFlight, places, ready, turns, metrics } = state
  const { store, clock, name, logger } = deps
  const { concurrency, leaseMs } = settings
  const { send, earliest } = createMessageSender(state)
  let beginning = false
  let aheadMs = leastAheadMs

  /** Takes the next messages out of their lanes, in turn from all of them. */
  function nextBatch(now: number): Entry[] {
    const batch: Entry[] = []
    const taken = new Map<Lane, number>()
    for (;;) {
      const lane = turns.next(now + aheadMs, places.isFull)
      if (lane === undefined) break
      if (expireSlots(lane, now - aheadMs - graceMs)) ready.add(lane.id)
      const entry = lane.withSlot[0]
      if (entry !== undefined && turnAway(state, settler, lane, entry)) continue
      // Of the others, one that is empty comes back with its next slots, and one that has as many in flight as it may
      // when one of them is through.
      if (entry === undefined || lane.inFlight >= (lane.campaign.options.concurrency ?? concurrency)) continue
      // Its claim ended while it waited, and this process claimed it again: it is on its way already.
      if (places.has(entry.message.id)) {
        lane.withSlot.shift()
        turns.add(lane)
        continue
      }
      const before = taken.get(lane) ?? 0
      // Later ones of the batch keep their distance when they are sent; here it only has to be about time for them.
      const at = earliest(entry) + (lane.awaitingSlot + before) * lane.spacingMs
      if (at > now + aheadMs) {
        turns.wait(lane, at)
        continue
      }
      taken.set(lane, before + 1)
      lane.withSlot.shift()
      lane.inFlight += 1
      places.take(entry.message.id, lane.campaign.owner)
      batch.push(entry)
      if (lane.withSlot.length > 0) turns.add(lane)
      if (!lane.exhausted) ready.add(lane.id)
    }
    return batch
  }

  /** Marks a batch as being sent, durably, and begins to send it. Never rejects. */
  async function begin(batch: Entry[]): Promise<void> {
    const asked = monotonic(clock)
    const leaseEnd = asked + leaseMs
    for (const entry of batch) inFlight.set(entry.message.id, entry)
    try {
      const ids = batch.map((entry) => entry.message.id)
      const now = clock.now()
      const versions = new Map(batch.map(({ lane: { campaign } }) => [campaign.id, campaign.version]))
      const lease = { sender: name, now, leaseUntil: now + leaseMs }
      const result = await store.messages.begin({ ...lease, messageIds: ids, versions })
      aheadMs = Math.min(Math.max((monotonic(clock) - asked) * 1.5, aheadMs * 0.9, leastAheadMs), mostAheadMs)
      const begun = result.begun.length === batch.length ? undefined : new Set(result.begun)
      const pause = shareEventLoop()
      for (const entry of batch) {
        if (begun !== undefined && !begun.has(entry.message.id)) {
          removeFromInFlight(state, entry.message.id)
          continue
        }
        // Composing is done by the time this returns. A batch of messages that take long would keep everything else
        // waiting for all of them.
        void send(entry, leaseEnd).then(settler.push)
        await pause()
      }
      metrics.skipped += result.skipped.length
      if (begun === undefined) return
      // Skipped ones can be a campaign's last; lost ones say that it was paused or cancelled, or that our lease is
      // over.
      applyStatus(state, result.campaigns)
      refreshSoon(state)
    } catch (err) {
      // Whether it was stored is unknown; nothing was sent, so they go back, whatever they are.
      logger.error({ err, messages: batch.length }, 'messages could not be marked as being sent; they are handed back')
      for (const entry of batch) settler.push(notSent(entry, clock.now()))
    }
  }

  return {
    launch(now) {
      if (beginning || state.stopping) return undefined
      const batch = nextBatch(now)
      if (batch.length === 0) return undefined
      beginning = true
      return begin(batch).finally(() => {
        beginning = false
      })
    },
    nextAt() {
      const next = turns.nextAt()
      return next === undefined ? undefined : next - aheadMs
    },
  }
}

/**
 * A slot that passed while this process was busy is not made up for: other processes keep to theirs, and together that
 * would be too many. True when there was one.
 */
function expireSlots(lane: Lane, before: number): boolean {
  const isOver = ({ slotAt }: Entry) => slotAt > anyTime && slotAt < before
  return lane.withSlot[0] !== undefined && isOver(lane.withSlot[0]) && takeSlotsBack(lane, isOver)
}
