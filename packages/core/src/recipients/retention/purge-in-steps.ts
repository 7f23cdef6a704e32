import { monotonic } from '../../domain/clock.ts'
import type { Retention } from '../../store/port/privacy-store.ts'
import type { Steps } from './count-old.ts'
import { createPace } from './pace.ts'

/** Rows that were deleted of each part, and whether all of it was done. */
export interface Purged<Name extends string> {
  rows: Partial<Record<Name, number>>
  done: boolean
}

/** Deletes what is too old, a part after the other, in short steps with pauses, until it is done or has to stop. */
export async function purgeInSteps<Name extends string>(
  { privacy, clock, keep, signal }: Steps,
  parts: readonly { name: Name; part: Retention }[],
): Promise<Purged<Name>> {
  const rows: Partial<Record<Name, number>> = {}
  for (const { name, part } of parts) {
    const pace = createPace()
    for (let more = true; more; ) {
      if (signal.aborted || !(await keep())) return { rows, done: false }
      const before = monotonic(clock)
      const step = await privacy.purge(part, pace.size, clock.now())
      pace.took(monotonic(clock) - before, step.rows)
      if (step.rows > 0) rows[name] = (rows[name] ?? 0) + step.rows
      more = step.more
      if (more) await clock.sleep(pace.pauseMs, signal)
    }
  }
  return { rows, done: true }
}
