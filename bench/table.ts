/** The result of a benchmark: figures side by side, each with its ratio to the others. */
export interface BenchTable {
  title: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** What the figures were measured on, and the target. */
  notes?: readonly string[]
  /** The figures that matter, for the table of all benchmarks. */
  ratios?: readonly Ratio[]
}

/** One figure of this library, beside the same figure of another in the same run where there is one. */
export interface Ratio {
  what: string
  ours: string
  /** Whose figure it is compared with. */
  peer?: string
  beside?: string
  ratio?: string
  aim?: string
}

export interface BenchOptions {
  /** As short as is enough to check that everything works; its figures mean little. */
  quick: boolean
}

/**
 * Every file of this folder that exports `run` of this type is a benchmark, called by its file name. Throws when a
 * result is wrong.
 */
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

/** How many times as much. */
export function times(ours: number, theirs: number): string {
  const ratio = ours / theirs
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`
}

export function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}
