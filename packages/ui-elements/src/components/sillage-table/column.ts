import type { SortOrder } from '@sillage/core/browser'

/** One column of a table. The first one names the row: what opens it stands there. */
export interface Column<T> {
  label: string
  /** What the server sorts by; undefined: this column is not sorted by. */
  sort?: string | undefined
  /** The order of the first press. @default 'desc' */
  first?: SortOrder
  /** Of the table, in per cent. @default what the others leave */
  width?: string
  /**
   * `n`: figures, at the end of the cell. On a card, `corner` stands at the top, beside the first, and `bare` is a line
   * of its own without the label. `act`: what can be done with a row; its label is for screen readers.
   */
  look?: 'n' | 'corner' | 'bare' | 'act'
  cell(item: T): unknown
}
