import { type Clock, monotonic } from '../../domain/clock.ts'
import type { PrivacyStore, RetainedClass, Retention } from '../../store/port/privacy-store.ts'
import { createPace } from './pace.ts'

/** Counting ends here. */
const MOST_ROWS = 100_000
const MOST_READ = 1_000_000

/** Rows by class; with `all` false there may be more of each. */
export interface OldRows {
  rows: Partial<Record<RetainedClass, number>>
  all: boolean
}

/** Counts what is too old, in steps, up to 100,000 rows or a million read; undefined when `keep` said no. */
export async function countOld(
  { privacy, clock, keep, signal }: Steps,
  retention: Retention,
  now: number,
): Promise<OldRows | undefined> {
  const pace = createPace()
  const rows: OldRows['rows'] = {}
  let [found, read] = [0, 0]
  for (let cursor: string | undefined; ; ) {
    if (signal.aborted || !(await keep())) return undefined
    const before = monotonic(clock)
    const size = pace.size
    const step = await privacy.purgeable(retention, size, now, cursor)
    pace.took(monotonic(clock) - before, size)
    for (const [name, count] of Object.entries(step.rows) as [RetainedClass, number][]) {
      rows[name] = (rows[name] ?? 0) + count
      found += count
    }
    read += step.read
    cursor = step.next
    if (cursor === undefined || found >= MOST_ROWS || read >= MOST_READ) return { rows, all: cursor === undefined }
    await clock.sleep(pace.pauseMs, signal)
  }
}

/** What work in steps is given. */
export interface Steps {
  privacy: PrivacyStore
  clock: Clock
  /** Prolongs the lease where that is needed; false when it was lost. */
  keep: () => Promise<boolean>
  signal: AbortSignal
}
