/** What was compiled, kept for whoever needs it next, within bounds. */
export interface CompiledCache<T> {
  /** What is kept under a key, or is made now, of a source so long; once for callers that ask at the same time. */
  get(key: string, characters: number, make: () => Promise<T>): Promise<T>
}

/** Campaigns that are sent side by side are compiled once as long as they are no more than these. */
const mostKept = 500
/** Characters of their sources; what is compiled takes several times as much memory. */
const mostCharacters = 5_000_000

/** The last used are kept; what failed is not. */
export function createCompiledCache<T>(): CompiledCache<T> {
  /** In the order of their use, the oldest first. */
  const kept = new Map<string, { made: Promise<T>; characters: number }>()
  let all = 0

  function forget(key: string): void {
    all -= kept.get(key)?.characters ?? 0
    kept.delete(key)
  }

  return {
    get(key, characters, make) {
      const known = kept.get(key)
      const made = known?.made ?? make()
      forget(key)
      kept.set(key, { made, characters })
      all += characters
      if (known === undefined)
        made.catch(() => {
          if (kept.get(key)?.made === made) forget(key)
        })
      for (const oldest of kept.keys()) {
        if (oldest === key || (kept.size <= mostKept && all <= mostCharacters)) break
        forget(oldest)
      }
      return made
    },
  }
}
