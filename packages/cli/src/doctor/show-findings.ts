import { paint, print, type Terminal } from '../terminal.ts'
import type { Finding, Level } from './check.ts'

const signs: Readonly<Record<Level, { sign: string; colour: 'green' | 'yellow' | 'red' | 'gray' }>> = {
  ok: { sign: '✓', colour: 'green' },
  warning: { sign: '!', colour: 'yellow' },
  fault: { sign: '✗', colour: 'red' },
  skipped: { sign: '-', colour: 'gray' },
}
/** The longest name of a check. */
const width = 9

/** One line for each finding, and a second for what to do. */
export function showFindings(
  terminal: Terminal,
  findings: readonly Finding[],
  { faults, warnings }: { faults: number; warnings: number },
): void {
  for (const { check, level, text, advice } of findings) {
    const { sign, colour } = signs[level]
    print(terminal, `${paint(terminal, colour, sign)} ${check.padEnd(width)} ${text}`)
    if (advice !== undefined) print(terminal, `${' '.repeat(width + 3)}→ ${advice}`)
  }
  print(terminal, `\n${counted(faults, 'fault')}, ${counted(warnings, 'warning')}.`)
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
