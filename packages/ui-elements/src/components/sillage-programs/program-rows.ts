import type { ProgramStats } from '@sillage/core/browser'

/** Hits that have something in common: people's, and those of machines of both kinds together. */
export interface ProgramRow {
  label: string
  opens: number
  clicks: number
  machine: number
}

/**
 * Adds up what `labelOf` calls alike, the most used by people first; what only machines used last, and only with
 * `machines`.
 */
export function programRows(
  programs: readonly ProgramStats[],
  labelOf: (program: ProgramStats) => string,
  machines: boolean,
): ProgramRow[] {
  const rows = new Map<string, ProgramRow>()
  for (const program of programs) {
    const label = labelOf(program)
    const row = rows.get(label) ?? { label, opens: 0, clicks: 0, machine: 0 }
    row.opens += program.opens.total
    row.clicks += program.clicks.total
    row.machine += program.opens.machine + program.clicks.machine
    rows.set(label, row)
  }
  return [...rows.values()]
    .filter((row) => people(row) > 0 || (machines && row.machine > 0))
    .sort((a, b) => people(b) - people(a) || b.machine - a.machine)
}

/** Hits of people. */
export const people = ({ opens, clicks }: Pick<ProgramRow, 'opens' | 'clicks'>): number => opens + clicks
