import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { LinkRecord } from '../store/port/records.ts'

const KEPT = 20_000

/**
 * Links by id, so that a click needs no read and a campaign that was warmed redirects while the store is unreachable.
 */
export interface LinkCache {
  /**
   * Undefined when there is no such link. Rejects with `store_unavailable` when it is not in memory and cannot be read.
   */
  find(id: number): Promise<CachedLink | undefined>
  warm(links: readonly LinkRecord[]): void
}

/** Destinations never change, counters do: only the former are kept. */
type CachedLink = Pick<LinkRecord, 'id' | 'campaignId' | 'url' | 'personalised' | 'engine'>

export function createLinkCache(campaigns: CampaignStore): LinkCache {
  const links = new Map<number, CachedLink>()
  function keep({ total: _total, unique: _unique, ...link }: LinkRecord): CachedLink {
    const { id } = link
    links.delete(id)
    links.set(id, link)
    if (links.size > KEPT) links.delete(links.keys().next().value as number)
    return link
  }
  return {
    async find(id) {
      const known = links.get(id)
      if (known !== undefined) return known
      const link = await campaigns.link(id)
      return link === undefined ? undefined : keep(link)
    },
    warm(given) {
      for (const link of given) keep(link)
    },
  }
}
