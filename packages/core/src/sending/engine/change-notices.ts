/**
 * Gathers which campaigns changed, and publishes it no more often than every so many milliseconds for each. Times are
 * those of this process (`monotonic`).
 */
export interface ChangeNotices {
  /** Notes a change; told at once when the last word was long enough ago, or when it is `urgent`: more than counts. */
  changed(campaignId: number, now: number, urgent?: boolean): void
  /** Publishes what is due. */
  flush(now: number): void
  /** Publishes everything that was noted. */
  flushAll(): void
  /** When `flush` has something to do next; undefined when nothing was noted. */
  readonly nextAt: number | undefined
}

export function createChangeNotices(tell: (campaignId: number, urgent: boolean) => void, everyMs = 100): ChangeNotices {
  const toldAt = new Map<number, number>()
  const noted = new Set<number>()
  const say = (campaignId: number, now: number, urgent = false) => {
    noted.delete(campaignId)
    toldAt.set(campaignId, now)
    tell(campaignId, urgent)
  }
  return {
    changed(campaignId, now, urgent = false) {
      if (urgent || now - (toldAt.get(campaignId) ?? Number.NEGATIVE_INFINITY) >= everyMs) say(campaignId, now, urgent)
      else noted.add(campaignId)
    },
    flush(now) {
      for (const id of noted) if (now - (toldAt.get(id) ?? Number.NEGATIVE_INFINITY) >= everyMs) say(id, now)
      if (noted.size === 0 && toldAt.size > 1000) toldAt.clear()
    },
    flushAll() {
      for (const id of noted) tell(id, false)
      noted.clear()
    },
    get nextAt() {
      let next: number | undefined
      for (const id of noted) {
        const at = (toldAt.get(id) ?? Number.NEGATIVE_INFINITY) + everyMs
        if (next === undefined || at < next) next = at
      }
      return next
    },
  }
}
