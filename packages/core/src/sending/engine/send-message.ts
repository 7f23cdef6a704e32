import { monotonic } from '../../domain/clock.ts'
import type { Outcome } from '../../store/port/message-store.ts'
import { slowest } from '../policy/throttle.ts'
import { handOver } from '../transport/hand-over.ts'
import { isOfStore } from './campaign-status.ts'
import { composeMessage, createMessageBuffers, type ReadyMessage } from './compose-message.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, type Entry } from './lane.ts'
import { composeFailed, react } from './reactions.ts'
import { untilOpen } from './shut-lane.ts'

/** A timer that is late by this much is usual, and made up for; what is later moves all that follows. */
const timerErrorMs = 2
/** When a message is tried again whose files could not be loaded. */
const storeAwayMs = 5_000

export interface MessageSender {
  /**
   * Composes one message that is marked as being sent, waits for its slot and hands it over, until `leaseEnd` by the
   * time of this process. What became of it; never rejects.
   */
  send(entry: Entry, leaseEnd: number): Promise<Outcome>
  /** When a message may leave at the earliest: its slot, and the distance behind those that really left last. */
  earliest(entry: Entry): number
}

export function createMessageSender(state: EngineState): MessageSender {
  const { deps, settings } = state
  const { clock, transport, logger } = deps
  const sharedSpacingMs = slowest(settings.installation.filter((limit) => limit.burst === 1))
  const buffers = createMessageBuffers(settings.concurrency)
  const composing = { ...deps, buffers }

  const earliest = ({ lane, slotAt, server }: Entry) =>
    Math.max(
      slotAt,
      lane.lastSentAt + lane.spacingMs,
      state.lastSentAt + sharedSpacingMs,
      state.servers.earliest(server),
    )

  /** The wall time at which a message will leave, for its `Date`. */
  const leavesAt = (entry: Entry) => clock.now() + Math.max(entry.slotAt - monotonic(clock), 0)

  async function composeAndSend(entry: Entry, leaseEnd: number): Promise<Outcome> {
    const { lane, message } = entry
    let ready: ReadyMessage
    try {
      const composed = composeMessage(lane, message, leavesAt(entry), composing)
      ready = composed instanceof Promise ? await composed : composed
    } catch (error) {
      // Its files could not be loaded: that is no fault of the message.
      if (isOfStore(error)) return notSent(entry, clock.now(), storeAwayMs)
      return composeFailed(entry, error, state)
    }
    const { signal } = state.cut
    if (entry.slotAt > anyTime) await waitForSlot(entry, signal)
    const timeoutMs = Math.floor(leaseEnd - settings.marginMs - monotonic(clock))
    const now = clock.now()
    if (timeoutMs <= 0 || signal.aborted) return notSent(entry, now)
    if (!lane.times.mayLeave(message.data, now)) return untilOpen(lane, message, now)
    const result = await handOver(transport, ready.outgoing, { signal, timeoutMs, server: entry.server, mayLeaveBy })
    // A server that took the message whole has read it; after anything else, parts of it may still wait in a socket.
    if (result.kind === 'accepted') buffers.release(ready.own)
    return react(entry, result, ready.tracked, state)
  }

  const mayLeaveBy = (server: number) => state.servers.mayLeaveBy(server, state.cut.signal)

  /** Waits for this one's time, and for the campaign's distance behind the one that really left last. */
  async function waitForSlot(entry: Entry, signal: AbortSignal): Promise<void> {
    const { lane } = entry
    lane.awaitingSlot += 1
    for (;;) {
      const now = monotonic(clock)
      const at = earliest(entry)
      if (at <= now || signal.aborted) {
        lane.lastSentAt = countedFrom(entry, Math.max(at, now - timerErrorMs))
        state.lastSentAt = lane.lastSentAt
        state.servers.left(entry.server, lane.lastSentAt)
        lane.awaitingSlot -= 1
        return
      }
      await clock.sleep(at - now, signal)
    }
  }

  return {
    earliest,
    async send(entry, leaseEnd) {
      try {
        return await composeAndSend(entry, leaseEnd)
      } catch (err) {
        logger.error({ err, messageId: entry.message.id }, 'the sender met an error of its own; the message is unknown')
        const error = { kind: 'other', message: 'The sender failed while sending.' } as const
        return { messageId: entry.message.id, kind: 'unknown', at: clock.now(), error }
      }
    },
  }
}

/**
 * From when the next one keeps its distance. Slots are whole milliseconds and distances are not, so that a distance
 * from a message that left in its slot would move all that follow a little behind their slots, and beyond those of
 * other processes.
 */
const countedFrom = ({ slotAt }: Entry, leftAt: number): number => (leftAt - slotAt < 1 ? slotAt - 1 : leftAt)

/** Nothing was sent: the message goes back as it came, to be sent again after `ms`. */
export function notSent(entry: Entry, at: number, ms = 0): Outcome {
  const error = { kind: 'connection', message: 'The sender stopped before sending this message.' } as const
  return { messageId: entry.message.id, kind: 'retry', at, dueAt: at + ms, error, attempted: false }
}
