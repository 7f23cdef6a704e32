/** What stands between the cells of a table, by the line of its headings: what is there most often. */
export function separatorOf(line: string): string {
  return [';', '\t', ','].reduce((most, one) => (line.split(one).length > line.split(most).length ? one : most))
}

/** The cells of a line, split at separators outside of quotes; without the quotes around a cell, and without spaces. */
export function splitCells(line: string, separators: string): string[] {
  const cells: string[] = []
  let begin = 0
  let quoted = false
  let empty = true
  for (let at = 0; at <= line.length; at += 1) {
    const sign = line[at]
    if (sign === '"' && (quoted || empty)) quoted = !quoted
    if (sign !== ' ') empty = false
    if (sign !== undefined && (quoted || !separators.includes(sign))) continue
    cells.push(unquoted(line.slice(begin, at).trim()))
    begin = at + 1
    empty = true
  }
  // A quote that is never closed is a character like any other.
  return quoted ? line.split(new RegExp(`[${separators}]`)).map((cell) => cell.trim()) : cells
}

function unquoted(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"').trim() : cell
}
