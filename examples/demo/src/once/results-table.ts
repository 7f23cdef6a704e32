import type { Comparison } from './compare.ts'

/** The results as aligned lines, with a mark where the reported figure is not the real one. */
export function resultsTable(rows: readonly Comparison[]): string {
  const head = { figure: 'figure', done: 'done', reported: 'reported' }
  const width = (key: keyof typeof head) => Math.max(...[head, ...rows].map((row) => row[key].length))
  const [first, second] = [width('figure'), width('done')]
  const line = (mark: string, { figure, done, reported }: typeof head) =>
    `  ${mark} ${figure.padEnd(first)}  ${done.padStart(second)}  ${reported}`
  return [line(' ', head), ...rows.map((row) => line(row.agrees ? '✓' : '✗', row))].join('\n')
}
