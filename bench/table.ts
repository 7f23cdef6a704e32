/** What a benchmark found: figures side by side, each with its ratio to the others. */
export interface BenchTable {
  title: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** What the figures were measured on, and what was aimed at. */
  notes?: readonly string[]
}

export interface BenchOptions {
  /** Shorter runs, for a look rather than a claim. */
  quick: boolean
}

/** Every file of this folder that exports `run` of this type is a benchmark, called by its file name. */
export type Bench = (options: BenchOptions) => Promise<readonly BenchTable[]>

export function formatTable({ title, columns, rows, notes = [] }: BenchTable): string {
  const all = [columns, ...rows]
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [title, '', line(columns), rule, ...rows.map(line), ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n')
}

export function perSecond(count: number, ms: number): number {
  return (count / ms) * 1000
}

export function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}
