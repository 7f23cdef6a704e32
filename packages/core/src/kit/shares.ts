/** Places that several owners use, of which each has so many at most. */
export interface Shares {
  /** Takes a place; false when this owner has its share. Without an owner there is no share. */
  take(owner: string | undefined): boolean
  giveBack(owner: string | undefined): void
}

/** Holds a number for each owner that has a place now, and none of others. */
export function createShares(share: number): Shares {
  const taken = new Map<string, number>()
  return {
    take(owner) {
      if (owner === undefined) return true
      const own = taken.get(owner) ?? 0
      if (own >= share) return false
      taken.set(owner, own + 1)
      return true
    },
    giveBack(owner) {
      if (owner === undefined) return
      const own = (taken.get(owner) ?? 0) - 1
      if (own > 0) taken.set(owner, own)
      else taken.delete(owner)
    },
  }
}
