import type { LeaseRequest } from '../port/settings-store.ts'

/** A lease as it is stored: whose it is, and until when. */
export interface Lease {
  holder: string
  until: number
}

/**
 * What a lease becomes when somebody asks for it, and whether the one who asked has it then. `held` is the stored one,
 * in the time of the request; undefined where it was never given.
 */
export function changedLease(
  held: Lease | undefined,
  { holder, now, until }: LeaseRequest,
): { lease: Lease | undefined; has: boolean } {
  const own = held?.holder === holder
  // Long ago, because the time of a clock that was ahead would not be over for the others.
  if (until <= now) return { lease: own ? { holder, until: 0 } : held, has: false }
  if (held === undefined || own || held.until <= now) return { lease: { holder, until }, has: true }
  return { lease: held.until > until ? { ...held, until } : held, has: false }
}
