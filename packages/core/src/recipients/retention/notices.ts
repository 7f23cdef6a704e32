import type { RetainedClass } from '../../store/port/privacy-store.ts'
import { type KeptDays, retainedClasses } from './kept-days.ts'

/** What was announced of one class: the days of the strictest options in use, and from when on they may delete. */
interface Notice {
  days: number
  /** Milliseconds since the epoch. */
  from: number
  /** When a process with these days was last there. */
  used: number
}

/** What was announced, by class; kept with the data, so that a restart does not announce it again. */
export type Notices = Partial<Record<RetainedClass, Notice>>

export const NOTICE_MS = 3_600_000
/** How often a process says that its options are in use, and after how long without they are no longer. */
export const USED_EVERY_MS = 300_000
const UNUSED_MS = 900_000

/**
 * Goes through what was announced with the options of one process: `fresh` are the classes whose deletion has not been
 * announced, because nobody had as few days in use. What nobody uses any more is forgotten; times further ahead than
 * they can be were given by a clock that was ahead.
 */
export function reviewNotices(
  known: Notices,
  days: KeptDays,
  now: number,
): { notices: Notices; fresh: readonly RetainedClass[] } {
  const notices: Notices = {}
  const fresh: RetainedClass[] = []
  for (const name of retainedClasses) {
    const [own, notice] = [days[name], known[name]]
    if (own !== undefined && (notice === undefined || own < notice.days)) fresh.push(name)
    if (notice === undefined) continue
    const from = Math.min(notice.from, now + NOTICE_MS)
    if (own === notice.days) notices[name] = { days: own, from, used: now }
    else if (Math.abs(now - notice.used) < UNUSED_MS) notices[name] = { ...notice, from }
    else if (own !== undefined) notices[name] = { days: own, from, used: now }
  }
  return { notices, fresh }
}

/** What was announced, and these classes announced now. */
export const withFresh = (notices: Notices, fresh: readonly RetainedClass[], days: KeptDays, now: number): Notices => ({
  ...notices,
  ...Object.fromEntries(fresh.map((name) => [name, { days: days[name], from: now + NOTICE_MS, used: now }])),
})

/** True of the classes that were announced long enough ago. */
export const isAnnounced =
  (notices: Notices, days: KeptDays, now: number) =>
  (name: RetainedClass): boolean => {
    const notice = notices[name]
    return notice !== undefined && (days[name] ?? -1) >= notice.days && notice.from <= now
  }

/** How long until the next of these classes may be deleted; undefined where none waits. */
export function nextAnnounced(notices: Notices, days: KeptDays, now: number): number | undefined {
  const waits = retainedClasses.flatMap((name) => {
    const from = notices[name]?.from ?? 0
    return days[name] !== undefined && from > now ? [from - now] : []
  })
  return waits.length === 0 ? undefined : Math.min(...waits)
}
