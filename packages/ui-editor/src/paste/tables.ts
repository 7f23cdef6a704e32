import { isLine } from './retag.ts'

/** Between the cells of a row. */
const between = ' · '

/**
 * A mail of blocks has no tables. One with words in its cells becomes a line for each row; of one that makes a layout
 * stay the contents of its cells, one below the other.
 */
export function flattenTables(body: HTMLElement): void {
  // Inner ones first.
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const rows = [...table.querySelectorAll('tr')].map((row) => [...row.children])
    table.replaceWith(...rows.flatMap((cells) => (cells.every(isLine) ? lineOf(cells) : contentsOf(cells))))
  }
}

function lineOf(cells: readonly Element[]): Node[] {
  const filled = cells.filter((cell) => (cell.textContent ?? '').trim() !== '')
  const [first] = filled
  if (first === undefined) return []
  const line = first.ownerDocument.createElement('p')
  for (const cell of filled) line.append(...(line.hasChildNodes() ? [between] : []), ...cell.childNodes)
  return [line]
}

function contentsOf(cells: readonly Element[]): Node[] {
  return cells.flatMap((cell) => (isLine(cell) ? lineOf([cell]) : [...cell.childNodes]))
}
