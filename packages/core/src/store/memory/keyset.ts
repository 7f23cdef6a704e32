import type { PageRequest, StorePage } from '../port/paging.ts'
import { type CursorPart, checkLimit, decodeCursor, encodeCursor } from '../rules/cursor.ts'

type KeyValue = string | number | null

/** A list's order: the name of its cursor, and each part of its key with its direction. Null comes last in both. */
export interface KeysetOrder {
  kind: string
  parts: readonly { type: CursorPart; order: 'asc' | 'desc' }[]
}

/** Text by code point, as databases compare it in their plain collation; `<` would put emoji before some letters. */
function compareText(a: string, b: string): number {
  for (let i = 0; ; ) {
    const [x, y] = [a.codePointAt(i) ?? -1, b.codePointAt(i) ?? -1]
    if (x !== y) return x - y
    if (x === -1) return 0
    i += x > 0xffff ? 2 : 1
  }
}

function compareValues(a: KeyValue, b: KeyValue, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const difference = typeof a === 'string' ? compareText(a, String(b)) : a - Number(b)
  return descending ? -difference : difference
}

function compareKeys(a: readonly KeyValue[], b: readonly KeyValue[], { parts }: KeysetOrder): number {
  for (const [i, { order }] of parts.entries()) {
    const difference = compareValues(a[i] ?? null, b[i] ?? null, order === 'desc')
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * One page of rows by keyset: sorted by their key, those after the cursor, and a cursor of the last when more follow.
 */
export function pageBy<T>(
  rows: Iterable<T>,
  request: PageRequest,
  order: KeysetOrder,
  keyOf: (row: T) => readonly KeyValue[],
): StorePage<T> {
  const limit = checkLimit(request.limit)
  const shape = order.parts.map((part) => part.type)
  const from = request.cursor === undefined ? undefined : decodeCursor(order.kind, request.cursor, shape)
  const entries = [...rows]
    .map((row) => ({ row, key: keyOf(row) }))
    .filter(({ key }) => from === undefined || compareKeys(key, from, order) > 0)
    .sort((a, b) => compareKeys(a.key, b.key, order))
  const page = entries.slice(0, limit)
  const last = page.at(-1)
  const next = last !== undefined && entries.length > limit ? encodeCursor(order.kind, last.key) : undefined
  return { items: page.map((entry) => entry.row), next }
}

/** Newest first, by id: for lists whose rows never move. */
export const byNewest = (kind: string): KeysetOrder => ({ kind, parts: [{ type: 'number', order: 'desc' }] })
