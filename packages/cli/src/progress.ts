import { progress, spinner } from '@clack/prompts'
import type { Terminal } from './terminal.ts'

/** Long work that is shown while it goes on. */
export interface Progress {
  /** So many more of the whole are done. */
  advance(by: number): void
  stop(): void
}

const silent: Progress = { advance: () => {}, stop: () => {} }

/** A bar where somebody sees it, else nothing. Without `whole`, how much there is in all is not known. */
export function showProgress({ err }: Terminal, label: string, whole?: number): Progress {
  if (err.isTTY !== true) return silent
  if (whole === undefined) {
    const shown = spinner({ output: err })
    shown.start(label)
    return { ...silent, stop: () => shown.clear() }
  }
  const shown = progress({ output: err, max: Math.max(1, whole) })
  shown.start(label)
  return { advance: (by) => shown.advance(by), stop: () => shown.clear() }
}
