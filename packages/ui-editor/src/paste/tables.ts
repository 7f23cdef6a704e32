import { isLine, unwrap } from './retag.ts'

/** Between the cells of a row. */
const between = ' · '

/**
 * A mail of blocks has no tables. One with words in its cells becomes a line for each row; of one that makes a layout
 * stay the contents of its cells, one below the other.
 */
export function flattenTables(body: HTMLElement): void {
  // Inner ones first.
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const isLayout = /^(?:presentation|none)$/i.test(table.getAttribute('role') ?? '')
    if (!isLayout) for (const cell of table.querySelectorAll('td, th')) unwrapLine(cell)
    const rows = [...table.querySelectorAll('tr')].map((row) => [...row.children])
    table.replaceWith(...rows.flatMap((cells) => (cells.every(isLine) ? lineOf(cells) : contentsOf(cells))))
  }
}

/** Word, Google Docs and LibreOffice keep the words of a cell in a paragraph. */
function unwrapLine(cell: Element): void {
  const [only, ...more] = cell.children
  if (
    only?.localName === 'p' &&
    more.length === 0 &&
    (cell.textContent ?? '').trim() === (only.textContent ?? '').trim()
  )
    unwrap(only)
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
