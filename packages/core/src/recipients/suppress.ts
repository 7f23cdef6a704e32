import type { SuppressionReason } from '../domain/recipient.ts'
import type { SuppressionStore } from '../store/port/suppression-store.ts'

/** An address as one owner knows it, and the topic it is about (null: all). */
export interface HeldAddress {
  owner: string | null
  email: string
  topic: string | null
}

/** Why, when (ms since the epoch) and where it was said. */
interface Said {
  reason: SuppressionReason
  at: number
  source?: string | null
}

/** Holds an address back from now on. Of two at once, one creates it. */
export function suppress(
  suppressions: Pick<SuppressionStore, 'add'>,
  { owner, email, topic }: HeldAddress,
  said: Said,
): ReturnType<SuppressionStore['add']> {
  return suppressions.add({ owner, email, emailHash: null, topic, ...said })
}
