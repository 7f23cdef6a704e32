/**
 * Faults of the type check, each once, in the order in which they were met: a package is compiled again in every
 * project that imports its sources. `outputs` is what tsc printed, by project; what a line explains, indented below
 * it, belongs to it.
 */
export function distinctFaults(outputs: ReadonlyMap<string, string>): string[] {
  const projectsOf = new Map<string, string[]>()
  for (const [project, output] of outputs)
    for (const fault of new Set(output.trimEnd().split(/\r?\n(?!\s)/)))
      if (fault !== '') projectsOf.set(fault, [...(projectsOf.get(fault) ?? []), project])
  return [...projectsOf].map(([fault, projects]) => {
    const [line = '', ...explained] = fault.split(/\r?\n/)
    const where = projects.length === 1 ? `in ${projects[0]}` : `in ${projects.length} projects`
    return [`${line} (${where})`, ...explained].join('\n')
  })
}
