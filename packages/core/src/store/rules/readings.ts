import type { DeliveryRecord, Tries } from '../port/webhook-store.ts'

/** The name of a webhook's reading. */
export const hookName = (id: number): string => `hook:${id}`

/** Of a fact that was not tried. */
export const untried: Tries = { count: 0, since: null, nextAt: 0 }

/** Deliveries of a webhook that are kept, the newest. */
export const deliveriesKept = 100

/** True where it is listed among those that failed: it was not delivered. */
export const isUndelivered = ({ status }: Pick<DeliveryRecord, 'status'>): boolean => status !== 'delivered'
