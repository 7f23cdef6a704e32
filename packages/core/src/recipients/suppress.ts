import { ownSources, type SuppressionReason } from '../domain/recipient.ts'
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

const own: readonly (string | null)[] = ownSources
/** Whether a recipient said it by a page or by one click, and may take it back there. */
export const isOwnSource = (source: string | null): boolean => own.includes(source)

/**
 * Holds an address back from now on. Of two at once, one creates it. What anybody else says stands over what the
 * recipient said on a page, so that the page cannot take it back.
 */
export function suppress(
  suppressions: Pick<SuppressionStore, 'add'>,
  { owner, email, topic }: HeldAddress,
  said: Said,
): ReturnType<SuppressionStore['add']> {
  const over = isOwnSource(said.source ?? null) ? [] : ownSources
  return suppressions.add({ owner, email, emailHash: null, topic, ...said }, { over })
}
