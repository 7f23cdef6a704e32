import { createHash } from 'node:crypto'

/** So many lines stand in one window: a function, or a table of a few. */
const LINES = 12

/**
 * A part of a file for a sample: of its windows of twelve lines one in `every`, the same ones in each run of the same
 * file, as Stryker takes ranges. Files shorter than `every` windows give one for some of their names.
 */
export function windowsOf(file: string, lines: number, every: number): string[] {
  const hash = createHash('sha256').update(file).digest().readUInt32BE(0)
  const windows = Math.ceil(lines / LINES)
  return Array.from({ length: windows }, (_, index) => index)
    .filter((index) => (index + hash) % every === 0)
    .map((index) => `${file}:${index * LINES + 1}-${Math.min((index + 1) * LINES, lines)}`)
}
