import { EventEmitter } from 'eventemitter3'
import type { CampaignFault } from '../domain/live.ts'

/**
 * What processes notify each other of: that something changed, and in which campaign. Small on purpose: a receiver
 * reads the figures, which are one row, from the store, so that figures never disagree with it and a lost notice costs
 * freshness only. Only `fault` carries a text of its own, without addresses.
 */
export type Notice =
  /** A campaign's state changed, or what is to be sent of it: senders check at once. */
  | { type: 'changed'; campaignId: number }
  /** Its counts moved because messages were sent; senders need not check. */
  | { type: 'progress'; campaignId: number }
  /** Its opens or clicks changed. */
  | { type: 'hits'; campaignId: number }
  /** Sending had a fault that a person should know of. */
  | { type: 'fault'; fault: CampaignFault }
  /**
   * Notices of others may have been lost, as after a broken connection: every receiver reads again what it follows. A
   * bus sends this to its own process only.
   */
  | { type: 'missed' }

/**
 * Carries notices to every process that works on the same store. Delivery is best effort: a notice may be lost or come
 * twice, nothing but freshness depends on it. `publish` never throws and never blocks.
 */
export interface Bus {
  /** Notifies every process, this one included; `missed` stays in this one. */
  publish(notice: Notice): void
  /** Returns the function that ends the subscription. A listener must not throw: the publisher would get its error. */
  subscribe(listener: (notice: Notice) => void): () => void
  /** Connects, where there is something to connect to. */
  start?(): Promise<void>
  /** Ends what `start` opened. */
  close?(): Promise<void>
}

/**
 * The bus of a single process, and the default: notices are given to the listeners at once, in the order they
 * subscribed, and there is nothing to connect to. With several processes on one store each still sends everything,
 * because senders poll once a second; live figures of other processes need `postgresBus`.
 */
export function localBus(): Bus {
  const emitter = new EventEmitter<{ notice: [Notice] }>()
  return {
    publish: (notice) => void emitter.emit('notice', notice),
    subscribe(listener) {
      emitter.on('notice', listener)
      return () => void emitter.off('notice', listener)
    },
  }
}
