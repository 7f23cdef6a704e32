import { monotonic } from '../../domain/clock.ts'
import { shareEventLoop } from '../../kit/share-event-loop.ts'
import type { Outcome } from '../../store/message-store.ts'
import { slowest } from '../policy/throttle.ts'
import { handOver } from '../transport/hand-over.ts'
import { composeMessage } from './compose-message.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, type Entry, type Lane } from './lane.ts'
import { createMessageBuffers } from './message-buffers.ts'
import { composeFailed, type ReactionDeps, react } from './reactions.ts'
import type { Settler } from './settler.ts'

/** A message with a slot is marked and composed at least so long before it; longer where marking takes longer. */
const leastAheadMs = 8
const mostAheadMs = 250
/** Later than this, and what marking takes, a slot is over: others have theirs now. The message asks for a new one. */
const graceMs = 20
/** Being this late is a timer's noise, and made up for; what is later moves all that follows. */
const noiseMs = 2

export interface Launches {
  /** Begins as many messages as there is room for, in turn from all lanes. */
  launch(now: number): void
  /** When the next message with a slot can begin; undefined when there is none. */
  nextAt(): number | undefined
}

export function createLaunches(engine: EngineState, settler: Settler, reactions: ReactionDeps): Launches {
  const { deps, settings, inFlight, flying, lanes, metrics } = engine
  const { store, clock, transport, name, logger } = deps
  const { concurrency, leaseMs, marginMs } = settings
  const sharedSpacing = slowest(settings.installation.filter((limit) => limit.burst === 1))
  let sharedFiredAt = anyTime
  const buffers = createMessageBuffers(concurrency)
  const composing = { ...deps, buffers }
  let beginning = false
  let turn = 0
  let aheadMs = leastAheadMs

  const earliest = (lane: Lane, entry: Entry) =>
    Math.max(entry.fireAt, lane.lastFiredAt + lane.spacingMs, sharedFiredAt + sharedSpacing)

  function pick(now: number): Entry[] {
    let room = concurrency - inFlight.count
    const batch: Entry[] = []
    if (room <= 0) return batch
    for (const lane of lanes.values()) forfeit(lane, now)
    const waiting = [...lanes.values()].filter((lane) => lane.ready.length > 0)
    const taken = new Map<Lane, number>()
    for (let idle = 0; room > 0 && idle < waiting.length; turn += 1) {
      const lane = waiting[turn % waiting.length] as Lane
      const entry = lane.ready[0]
      const before = taken.get(lane) ?? 0
      // Later ones of the batch keep their distance when they are fired; here it only has to be about time for them.
      const at = entry === undefined ? anyTime : earliest(lane, entry) + (lane.poised + before) * lane.spacingMs
      if (
        entry === undefined ||
        at > now + aheadMs ||
        lane.inFlight >= (lane.campaign.options.concurrency ?? concurrency)
      ) {
        idle += 1
        continue
      }
      idle = 0
      room -= 1
      taken.set(lane, before + 1)
      lane.ready.shift()
      lane.inFlight += 1
      batch.push(entry)
    }
    return batch
  }

  /** A slot that passed while this process was busy is not made up for: other processes keep to theirs, and together that would be too many. */
  function forfeit(lane: Lane, now: number): void {
    const over = (entry: Entry) => entry.fireAt > anyTime && entry.fireAt + aheadMs + graceMs < now
    if (lane.ready[0] === undefined || !over(lane.ready[0])) return
    const late = lane.ready.filter(over)
    lane.ready = lane.ready.filter((entry) => !over(entry))
    for (const entry of late) entry.fireAt = anyTime
    lane.waiting.push(...late)
    lane.claimAt = anyTime
  }

  async function begin(batch: Entry[]): Promise<void> {
    const asked = monotonic(clock)
    const leaseEnd = asked + leaseMs
    for (const entry of batch) flying.set(entry.message.id, entry)
    inFlight.count += batch.length
    try {
      const ids = batch.map((entry) => entry.message.id)
      const now = clock.now()
      const result = await store.messages.begin({ sender: name, messageIds: ids, now, leaseUntil: now + leaseMs })
      aheadMs = Math.min(Math.max((monotonic(clock) - asked) * 1.5, aheadMs * 0.9, leastAheadMs), mostAheadMs)
      const begun = result.begun.length === batch.length ? undefined : new Set(result.begun)
      const pause = shareEventLoop()
      for (const entry of batch) {
        if (begun !== undefined && !begun.has(entry.message.id)) {
          engine.land(entry.message.id)
          continue
        }
        // Composing is done by the time this returns. A batch of messages that take long would keep everything else waiting for all of them.
        void deliver(entry, leaseEnd)
        await pause()
      }
      metrics.skipped += result.skipped.length
      if (begun === undefined) return
      // Skipped ones can be a campaign's last; lost ones say that it was paused or cancelled, or that our lease is over.
      for (const { campaignId, status } of result.campaigns) engine.changed(campaignId, status !== 'sending')
      engine.refreshSoon()
    } catch (err) {
      // Nobody knows whether it was stored; nothing was sent, so they go back, whatever they are.
      logger.error({ err, messages: batch.length }, 'messages could not be marked as being sent; they are handed back')
      for (const entry of batch) settler.push(handBack(entry, clock.now()))
    }
  }

  /**
   * Sends one message that is marked as being sent, until `leaseEnd` by the time of this process; its outcome goes to
   * the settler. Never rejects.
   */
  async function deliver(entry: Entry, leaseEnd: number): Promise<void> {
    let outcome: Outcome
    try {
      outcome = await attempt(entry, leaseEnd)
    } catch (err) {
      logger.error({ err, messageId: entry.message.id }, 'the sender met an error of its own; the message is unknown')
      const error = { kind: 'other', message: 'The sender failed while sending.' } as const
      outcome = { messageId: entry.message.id, kind: 'unknown', at: clock.now(), error }
    }
    settler.push(outcome)
  }

  async function attempt(entry: Entry, leaseEnd: number): Promise<Outcome> {
    const { lane, message } = entry
    let ready: Awaited<ReturnType<typeof composeMessage>>
    try {
      const composed = composeMessage(lane, message, leavesAt(entry), composing)
      ready = composed instanceof Promise ? await composed : composed
    } catch (error) {
      return composeFailed(entry, error, reactions)
    }
    const { signal } = engine.cut
    if (entry.fireAt > anyTime) await fire(entry, signal)
    const timeoutMs = Math.floor(leaseEnd - marginMs - monotonic(clock))
    if (timeoutMs <= 0 || signal.aborted) return handBack(entry, clock.now())
    const result = await handOver(transport, ready.outgoing, { signal, timeoutMs })
    // Who took the message whole has read it; after anything else, parts of it may still wait in a socket.
    if (result.kind === 'accepted') buffers.release(ready.outgoing.raw)
    return react(entry, result, ready.tracked, reactions)
  }

  /** The wall time at which a message will leave, for its `Date`. */
  const leavesAt = (entry: Entry) => clock.now() + Math.max(entry.fireAt - monotonic(clock), 0)

  /** Waits for this one's time, and for the campaign's distance behind the one that really left last. */
  async function fire(entry: Entry, signal: AbortSignal): Promise<void> {
    const { lane } = entry
    lane.poised += 1
    for (;;) {
      const now = monotonic(clock)
      const at = earliest(lane, entry)
      if (at <= now || signal.aborted) {
        lane.lastFiredAt = Math.max(at, now - noiseMs)
        sharedFiredAt = lane.lastFiredAt
        lane.poised -= 1
        return
      }
      await clock.sleep(at - now, signal)
    }
  }

  return {
    launch(now) {
      if (beginning || engine.stopping) return
      const batch = pick(now)
      if (batch.length === 0) return
      beginning = true
      const work = begin(batch).finally(() => {
        beginning = false
        engine.pump()
      })
      engine.track(work)
    },
    nextAt() {
      let next: number | undefined
      for (const lane of lanes.values()) {
        const entry = lane.ready[0]
        if (entry === undefined) continue
        const at = earliest(lane, entry) + lane.poised * lane.spacingMs - aheadMs
        if (next === undefined || at < next) next = at
      }
      return next
    },
  }
}

/** Nothing was sent: the message goes back as it came. */
function handBack(entry: Entry, at: number): Outcome {
  const error = { kind: 'connection', message: 'The sender stopped before sending this message.' } as const
  return { messageId: entry.message.id, kind: 'retry', at, dueAt: at, error, attempted: false }
}
