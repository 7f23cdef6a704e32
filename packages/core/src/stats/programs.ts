import type { ProgramStats, Programs } from '../domain/stats.ts'

/** Those that people use most first; then by machines, then by name. */
export const programsOf = (programs: readonly ProgramStats[]): Programs => ({
  items: [...programs].sort(
    (a, b) =>
      hits(b, 'total') - hits(a, 'total') ||
      hits(b, 'machine') - hits(a, 'machine') ||
      compare(a.name, b.name) ||
      compare(a.device, b.device),
  ),
})

const hits = ({ opens, clicks }: ProgramStats, whose: 'total' | 'machine'): number => opens[whose] + clicks[whose]
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
