import type { Program, ProgramStats } from '../../domain/stats.ts'

/** Opens and clicks by program, each entry under what is the same for equal programs. */
export type ProgramCounts = Map<string, ProgramStats>

/** The program of a hit that showed none, and of an open that no request shows. */
const unknownProgram: Program = { name: 'unknown', device: 'unknown' }

/** The figures of a program in these counts, to be added to in place; begun where there are none. */
export function programIn(programs: ProgramCounts, program: Program | null): ProgramStats {
  const { name, device } = program ?? unknownProgram
  const key = `${device} ${name}`
  const known = programs.get(key)
  if (known !== undefined) return known
  const begun = { name, device, opens: { total: 0, machine: 0 }, clicks: { total: 0, machine: 0 } }
  programs.set(key, begun)
  return begun
}

/** Adds counts to others, in place, or takes them away (−1). */
export function addPrograms(programs: ProgramCounts, added: ProgramCounts, sign: 1 | -1 = 1): void {
  for (const program of added.values()) {
    const sum = programIn(programs, program)
    for (const kind of ['opens', 'clicks'] as const) {
      sum[kind].total += sign * program[kind].total
      sum[kind].machine += sign * program[kind].machine
    }
  }
}

/** What has to be added to the first to get the second; only programs whose figures differ. */
export function programDifferences(before: ProgramCounts, after: ProgramCounts): ProgramCounts {
  const differences: ProgramCounts = new Map()
  addPrograms(differences, after)
  addPrograms(differences, before, -1)
  return countedPrograms(differences)
}

/** Those of which anything is counted. */
export const countedPrograms = (programs: ProgramCounts): ProgramCounts =>
  new Map(
    [...programs].filter(([, { opens, clicks }]) =>
      [opens, clicks].some((hits) => hits.total !== 0 || hits.machine !== 0),
    ),
  )
