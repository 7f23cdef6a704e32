import type { StorePage } from './port/paging.ts'

interface Row {
  data: unknown
}

/** Rows that are read at once: contacts and messages may have 64 KB of merge data each. */
const fewest = 50
/** And where those before them had little of it, as most have. */
const most = 500
const littleCharacters = 1_000

/** How many rows to read after these; none: for the first time. */
export function rowsAtOnce(before: readonly Row[]): number {
  const characters = before.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0)
  return before.length > 0 && characters <= before.length * littleCharacters ? most : fewest
}

/** Reads of such rows at once, however many lists and exports are asked for. */
const READS_AT_ONCE = 4

interface Reads {
  running: number
  waiting: (() => void)[]
}
const reads = new WeakMap<object, Reads>()

/** Calls `read` as soon as fewer than four reads of this store are running. */
export async function inTurn<T>(store: object, read: () => Promise<T>): Promise<T> {
  const of = reads.get(store) ?? { running: 0, waiting: [] }
  reads.set(store, of)
  if (of.running >= READS_AT_ONCE) await new Promise<void>((resolve) => of.waiting.push(resolve))
  else of.running++
  try {
    return await read()
  } finally {
    // Whoever waits takes the place over.
    const next = of.waiting.shift()
    if (next === undefined) of.running--
    else next()
  }
}

/**
 * One page of rows with merge data, read in parts, each of which is made into items before the next is read. The page
 * ends early where `isFull` says so of the items so far, and its cursor then is that of the part before.
 */
export async function readFatRows<Item, Part extends StorePage<Row>>(
  store: object,
  request: { limit: number; cursor?: string | undefined },
  read: (part: { limit: number; cursor: string | undefined }) => Promise<Part>,
  toItem: (row: Part['items'][number]) => Item,
  isFull: (items: readonly Item[]) => boolean = () => false,
): Promise<{ items: Item[]; next: string | null; first: Part }> {
  const items: Item[] = []
  let { cursor } = request
  let first: Part | undefined
  let atOnce = rowsAtOnce([])
  for (;;) {
    const limit = Math.min(atOnce, request.limit - items.length)
    const part = await inTurn(store, async () => {
      const { items: rows, ...rest } = await read({ limit, cursor })
      for (const row of rows) items.push(toItem(row))
      atOnce = rowsAtOnce(rows)
      return { ...rest, items: [] as Row[] } as Part
    })
    first ??= part
    cursor = part.next
    if (cursor === undefined || items.length >= request.limit || isFull(items))
      return { items, next: cursor ?? null, first }
  }
}
