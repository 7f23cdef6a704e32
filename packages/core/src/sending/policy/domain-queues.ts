/**
 * When messages that their domain's limit holds back are tried again: one behind the other, for each campaign and
 * domain, so that each is put off once however many wait. Times are those of this process.
 */
export interface DomainQueues {
  /** The next place, no earlier than `freeAt`; the one after it comes `intervalMs` later. */
  place(campaignId: number, domain: string, request: { now: number; freeAt: number; intervalMs: number }): number
  /** Forgets the places of a campaign that is sent no more. */
  forget(campaignId: number): void
  /** Forgets all places. */
  clear(): void
  /** Domains with places, counted for each campaign. */
  readonly size: number
}

/** Of so many domains those whose last place is past are forgotten. */
const most = 10_000

export function createDomainQueues(): DomainQueues {
  /** Where the queue of each campaign's domain ends. */
  const ends = new Map<number, Map<string, number>>()
  let size = 0

  function forgetPast(now: number): void {
    size = 0
    for (const [campaignId, own] of ends) {
      for (const [domain, end] of own) if (end <= now) own.delete(domain)
      size += own.size
      if (own.size === 0) ends.delete(campaignId)
    }
  }

  return {
    place(campaignId, domain, { now, freeAt, intervalMs }) {
      if (size >= most) forgetPast(now)
      const own = ends.get(campaignId) ?? new Map<string, number>()
      ends.set(campaignId, own)
      const at = Math.max(own.get(domain) ?? freeAt, freeAt)
      if (!own.has(domain)) size += 1
      own.set(domain, at + intervalMs)
      return at
    },
    forget(campaignId) {
      size -= ends.get(campaignId)?.size ?? 0
      ends.delete(campaignId)
    },
    clear() {
      size = 0
      ends.clear()
    },
    get size() {
      return size
    },
  }
}
