/** A mail that could not be read or recorded. */
interface Suspect {
  times: number
  /** Not tried again before this time of the clock. */
  notBefore: number
  code: string
  /** How many mails had been recorded by then. */
  after: number
}

/** How often a mail may fail. */
const MOST_FAILURES = 3
/** Between two attempts: what fails for a moment is to be over. */
const AGAIN_AFTER_MS = 60_000

/** What is known of mails beyond what the server keeps; lost with the process, which costs reading some again. */
export interface Memory {
  /** Called before UIDs are used: those of another UIDVALIDITY name other mails. */
  enter(uidValidity: bigint): void
  /** Was read, and the server could not keep that. */
  read(uids: Iterable<number>): void
  /** What of these is to be read, and is not suspected. Forgets all that is not among them. */
  unread(uids: readonly number[]): number[]
  /** A mail failed for its own sake. */
  failed(uid: number, now: number, code: string): void
  /** A suspect is tried now, and for a while not again. */
  postpone(uid: number, now: number): void
  isSuspect(uid: number): boolean
  /** Whether others were recorded since it last failed, so that the store is there. */
  othersSince(uid: number): boolean
  recorded(uid: number): void
  forget(uid: number): void
  /** Suspects to be tried now, those that failed least first. */
  due(now: number): number[]
  /** Those that failed too often, and why the last time. */
  hopeless(): { uid: number; code: string }[]
  /** When the next suspect is to be tried. */
  nextAt(): number | undefined
}

export function createMemory(): Memory {
  let validity: bigint | undefined
  const seen = new Set<number>()
  const suspects = new Map<number, Suspect>()
  let recorded = 0

  return {
    enter(uidValidity) {
      if (uidValidity === validity) return
      validity = uidValidity
      seen.clear()
      suspects.clear()
    },
    read(uids) {
      for (const uid of uids) seen.add(uid)
    },
    unread(uids) {
      const there = new Set(uids)
      for (const uid of seen) if (!there.has(uid)) seen.delete(uid)
      for (const uid of suspects.keys()) if (!there.has(uid)) suspects.delete(uid)
      return uids.filter((uid) => !seen.has(uid) && !suspects.has(uid))
    },
    failed(uid, now, code) {
      const times = (suspects.get(uid)?.times ?? 0) + 1
      suspects.set(uid, { times, notBefore: now + AGAIN_AFTER_MS, code, after: recorded })
    },
    postpone(uid, now) {
      const suspect = suspects.get(uid)
      if (suspect !== undefined) suspect.notBefore = now + AGAIN_AFTER_MS
    },
    isSuspect: (uid) => suspects.has(uid),
    othersSince: (uid) => recorded > (suspects.get(uid)?.after ?? recorded),
    recorded(uid) {
      suspects.delete(uid)
      recorded += 1
    },
    forget(uid) {
      suspects.delete(uid)
    },
    due(now) {
      const ready = [...suspects].filter(([, { notBefore }]) => notBefore <= now)
      return ready.sort(([, a], [, b]) => a.times - b.times).map(([uid]) => uid)
    },
    hopeless() {
      const lost = [...suspects].filter(([, { times }]) => times >= MOST_FAILURES)
      return lost.map(([uid, { code }]) => ({ uid, code }))
    },
    nextAt() {
      const times = [...suspects.values()].map(({ notBefore }) => notBefore)
      return times.length === 0 ? undefined : Math.min(...times)
    },
  }
}
