import type { ChildProcess } from 'node:child_process'

/**
 * The next message of a child process; rejects when it ends without one, so that a benchmark fails instead of waiting
 * for ever.
 */
export function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the benchmark ended with code ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}
