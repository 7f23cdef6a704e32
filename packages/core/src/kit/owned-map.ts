/** A map of bounded size, of which each owner fills a part at most. */
export interface OwnedMap<V> {
  get(key: string): V | undefined
  /** Sets a value; a new key beyond the owner's part, or beyond the whole, takes the place of the oldest there. */
  set(key: string, value: V, owner: string | null): void
  delete(key: string): void
  readonly size: number
}

/** Holds `most` keys, `mostOfOwner` of them for one owner. A key stays with the owner that set it last. */
export function createOwnedMap<V>(most: number, mostOfOwner: number): OwnedMap<V> {
  const entries = new Map<string, { value: V; owner: string | null }>()
  /** Keys of each owner that has any, oldest first. */
  const keysOf = new Map<string | null, Set<string>>()

  function remove(key: string): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    const keys = keysOf.get(entry.owner)
    keys?.delete(key)
    if (keys?.size === 0) keysOf.delete(entry.owner)
  }

  const removeOldest = (keys: Iterable<string>) => {
    for (const key of keys) return remove(key)
  }

  return {
    get: (key) => entries.get(key)?.value,
    set(key, value, owner) {
      remove(key)
      const own = keysOf.get(owner)
      if (own !== undefined && own.size >= mostOfOwner) removeOldest(own)
      else if (entries.size >= most) removeOldest(entries.keys())
      entries.set(key, { value, owner })
      keysOf.set(owner, (keysOf.get(owner) ?? new Set<string>()).add(key))
    },
    delete: remove,
    get size() {
      return entries.size
    },
  }
}
