import type { Format } from '../../format/format.ts'
import type { SillageTable } from './sillage-table.ts'

/** How many rows a table has, as far as it is known; undefined before the first answer. */
export function countText(
  table: Pick<SillageTable, 'count' | 'complete' | 'ready' | 'total'> | null,
  format: Format,
  words: { count: (n: string, count: number) => string; countMore: (n: string) => string },
): string | undefined {
  if (table?.ready !== true) return undefined
  const known = table.complete ? table.count : table.total
  return known === undefined ? words.countMore(format.number(table.count)) : words.count(format.number(known), known)
}
