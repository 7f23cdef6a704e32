import type { Terminal } from './terminal.ts'

/** Long work that is shown while it goes on. */
export interface Progress {
  /** So many more of the whole are done. */
  advance(by: number): void
  stop(): void
}

const silent: Progress = { advance: () => {}, stop: () => {} }

/**
 * A line where somebody sees it, else nothing. Without `whole`, how much there is in all is not known. It reads no key
 * and handles no signal: what comes by standard input is the command's, and Ctrl-C ends the process as it ends any.
 */
export function showProgress({ err }: Terminal, label: string, whole?: number): Progress {
  if (err.isTTY !== true) return silent
  let done = 0
  let shown = ''
  function show() {
    const part = whole === undefined ? '' : ` ${Math.floor((Math.min(done, whole) * 100) / Math.max(whole, 1))} %`
    const text = `${label} …${part}`
    if (text !== shown) err.write(`\r${text}`)
    shown = text
  }
  show()
  return {
    advance(by) {
      done += by
      show()
    },
    stop: () => void err.write('\r\u001b[2K'),
  }
}
