import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { type BenchTable, formatTable, type Ratio } from './table.ts'

/** The result of one benchmark. */
export interface BenchResult {
  name: string
  tables: readonly BenchTable[]
}

export function machine(): string {
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GB`
  return `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${memory}, ${type()} ${release()}`
}

/** Every figure compared with another, of all benchmarks of this run. */
export function summaryOf(results: readonly BenchResult[]): BenchTable {
  const line = (name: string, { what, ours, peer, beside, ratio, aim }: Ratio) => [
    name,
    what,
    ours,
    peer === undefined ? '–' : `${peer}: ${beside}`,
    ratio ?? '–',
    aim ?? '–',
  ]
  return {
    title: 'All figures beside those of others, from this one run',
    columns: ['benchmark', 'what', 'Sillage', 'beside', 'ratio', 'aim'],
    rows: results.flatMap(({ name, tables }) =>
      tables.flatMap(({ ratios = [] }) => ratios.map((ratio) => line(name, ratio))),
    ),
  }
}

/** Writes RESULTS.md: the summary, then each benchmark as it was printed. */
export function writeResults(results: readonly BenchResult[], at: Date): void {
  const { columns, rows } = summaryOf(results)
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const lines = [
    '# Results',
    '',
    `Written by \`npm run bench\` on ${at.toISOString().slice(0, 10)}: ${machine()}. Both sides of each ratio were measured in this run, on this machine.`,
    '',
    row(columns),
    row(columns.map(() => '---')),
    ...rows.map(row),
    '',
    ...results.flatMap(({ name, tables }) => [
      `## ${name}`,
      '',
      '```text',
      tables.map(formatTable).join('\n').trimEnd(),
      '```',
      '',
    ]),
  ]
  writeFileSync(new URL('RESULTS.md', import.meta.url), lines.join('\n'))
}
