/**
 * The places for messages in flight of a process. A tenant has at most three quarters of those that others left, one at
 * least, so that one whose servers are slow never has all of them, nor do several: of 40, the first has 30, the next 7,
 * the next 2. What belongs to no tenant has any.
 */
export interface Places {
  readonly taken: number
  /** True where this owner has its share. */
  isServed(owner: string | null): boolean
  /** True where this owner may take no more: it has its share, or none is free. */
  isFull(owner: string | null): boolean
  has(messageId: number): boolean
  take(messageId: number, owner: string | null): void
  giveBack(messageId: number): void
}

export function createPlaces(most: number): Places {
  /** From before a message is marked until its outcome is stored. */
  const owners = new Map<number, string | null>()
  const counts = new Map<string, number>()
  const change = (owner: string | null, by: number): void => {
    if (owner === null) return
    const count = (counts.get(owner) ?? 0) + by
    if (count > 0) counts.set(owner, count)
    else counts.delete(owner)
  }

  const isServed = (owner: string | null): boolean => {
    if (owner === null) return false
    const own = counts.get(owner) ?? 0
    return own >= Math.max(Math.floor((own + most - owners.size) * 0.75), 1)
  }

  return {
    get taken() {
      return owners.size
    },
    isServed,
    isFull: (owner) => owners.size >= most || isServed(owner),
    has: (messageId) => owners.has(messageId),
    take(messageId, owner) {
      owners.set(messageId, owner)
      change(owner, 1)
    },
    giveBack(messageId) {
      const owner = owners.get(messageId)
      if (owner === undefined) return
      owners.delete(messageId)
      change(owner, -1)
    },
  }
}
