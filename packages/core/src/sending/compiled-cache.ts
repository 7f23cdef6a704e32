/** What was compiled, kept for whoever needs it next, within bounds. */
export interface CompiledCache<T> {
  /** What is kept under a key, or is made now, of this size; once for callers that ask at the same time. */
  get(key: string, size: number, make: () => Promise<T>): Promise<T>
  /** What is kept under a key, for whoever would have to read what to make it of. */
  kept(key: string): Promise<T> | undefined
}

/** How much is kept: so many, and no more than this of their sizes together. */
interface CacheBounds {
  mostKept: number
  mostSize: number
}

/**
 * Campaigns that are sent side by side are compiled once as long as they are no more than these. Sizes are characters
 * of their sources; what is compiled takes several times as much memory.
 */
const ofCampaigns: CacheBounds = { mostKept: 500, mostSize: 5_000_000 }

/** The last used are kept, the very last whatever its size; what failed is not. */
export function createCompiledCache<T>({ mostKept, mostSize } = ofCampaigns): CompiledCache<T> {
  /** In the order of their use, the oldest first. */
  const kept = new Map<string, { made: Promise<T>; size: number }>()
  let all = 0

  function forget(key: string): void {
    all -= kept.get(key)?.size ?? 0
    kept.delete(key)
  }

  return {
    kept(key) {
      const known = kept.get(key)
      if (known === undefined) return undefined
      kept.delete(key)
      kept.set(key, known)
      return known.made
    },
    get(key, size, make) {
      const known = kept.get(key)
      const made = known?.made ?? make()
      forget(key)
      kept.set(key, { made, size })
      all += size
      if (known === undefined)
        made.catch(() => {
          if (kept.get(key)?.made === made) forget(key)
        })
      for (const oldest of kept.keys()) {
        if (oldest === key || (kept.size <= mostKept && all <= mostSize)) break
        forget(oldest)
      }
      return made
    },
  }
}
