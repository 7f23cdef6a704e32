import { posix } from 'node:path'

/** A fault that was put in, as the mutation testing report schema has it. */
export interface Mutant {
  status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Ignored' | 'Pending'
  mutatorName: string
  replacement?: string
  location: { start: { line: number; column: number }; end: { line: number; column: number } }
}
type Files = Readonly<Record<string, { source: string; mutants: readonly Mutant[] }>>

const noticed = new Set<Mutant['status']>(['Killed', 'Timeout'])
const missed = new Set<Mutant['status']>(['Survived', 'NoCoverage'])

/**
 * The faults that were asked for, as Stryker takes them (`file` or `file:1-12`): its report also has those of earlier
 * runs, as they were then.
 */
export function askedFor(files: Files, asked: readonly string[]): Files {
  const ranges = asked.map((text) => {
    const [, file = text, first = '1', last = 'Infinity'] = /^(.*):(\d+)-(\d+)$/.exec(text) ?? []
    return { file, first: Number(first), last: Number(last) }
  })
  const found = Object.entries(files).map(([file, { source, mutants }]) => {
    const own = ranges.filter((range) => range.file === file)
    const isAsked = ({ location: { start } }: Mutant) =>
      own.some(({ first, last }) => start.line >= first && start.line <= last)
    return [file, { source, mutants: mutants.filter(isAsked) }] as const
  })
  return Object.fromEntries(found.filter(([, { mutants }]) => mutants.length > 0))
}

/** How many of its faults each folder's tests noticed; a timeout is noticed, what was not run does not count. */
export function tableOf(files: Files): string {
  const folders = new Map<string, { noticed: number; missed: number }>()
  for (const [file, { mutants }] of Object.entries(files)) {
    const folder = posix.dirname(file)
    const counts = folders.get(folder) ?? { noticed: 0, missed: 0 }
    folders.set(folder, counts)
    for (const { status } of mutants) {
      if (noticed.has(status)) counts.noticed += 1
      else if (missed.has(status)) counts.missed += 1
    }
  }
  const width = Math.max(...[...folders.keys()].map(({ length }) => length), 0)
  return [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([folder, { noticed: yes, missed: no }]) => {
      const part = yes + no === 0 ? '–' : `${((100 * yes) / (yes + no)).toFixed(1)} %`
      return `${folder.padEnd(width)}  ${part.padStart(7)}  ${yes} of ${yes + no} noticed`
    })
    .join('\n')
}

/** Each fault that no test noticed, with its line and what stood there. */
export function survivorsOf(files: Files): string {
  return Object.entries(files)
    .flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => missed.has(status))
        .map(({ status, location: { start, end }, replacement = '' }) => {
          const lines = source.split('\n').slice(start.line - 1, end.line)
          const last = lines.length - 1
          const original = lines
            .map((line, index) =>
              line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
            )
            .join(' ')
          const note = status === 'NoCoverage' ? ' (no test reaches it)' : ''
          return `${file}:${start.line}:${start.column}  ${shortened(original)} → ${shortened(replacement)}${note}`
        }),
    )
    .join('\n')
}

const shortened = (code: string): string => {
  const line = code.replace(/\s+/g, ' ').trim()
  return line.length <= 70 ? line : `${line.slice(0, 67)}…`
}
