import { EventEmitter } from 'eventemitter3'
import type { CampaignFault } from '../domain/live.ts'

/**
 * What processes tell each other: that something changed, and of which campaign. Small on purpose: who hears it reads the figures, which are one row,
 * from the store, so that figures never disagree with it and a lost notice costs freshness only. `fault` alone carries its own words, without addresses.
 */
export type Notice =
  /** A campaign's state changed, or what is to be sent of it: senders look at once. */
  | { type: 'changed'; campaignId: number }
  /** Its counts moved because messages were sent; senders need not look. */
  | { type: 'progress'; campaignId: number }
  /** Its opens or clicks changed. */
  | { type: 'hits'; campaignId: number }
  /** Sending met something a person should know. */
  | { type: 'fault'; fault: CampaignFault }
  /** Notices of others may have been lost, as after a broken connection: everybody looks again at what they follow. A bus says this to its own process only. */
  | { type: 'missed' }

/**
 * Carries notices to every process that works on the same store. Delivery is best effort: a notice may be lost or come twice,
 * nothing but freshness depends on it. `publish` never throws and never blocks.
 */
export interface Bus {
  /** Tells every process, this one included; `missed` stays in this one. */
  publish(notice: Notice): void
  /** Returns the function that ends the subscription. A listener must not throw: whoever publishes would get its error. */
  subscribe(listener: (notice: Notice) => void): () => void
  /** Connects, where there is something to connect to. */
  start?(): Promise<void>
  /** Ends what `start` opened. */
  close?(): Promise<void>
}

/**
 * The bus of a single process, and the default: notices are given to the listeners at once, in the order they subscribed, and there is nothing
 * to connect to. With several processes on one store each still sends everything, because senders look by themselves once a second; live figures of other
 * processes take `postgresBus`.
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
