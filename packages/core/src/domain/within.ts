import type { Clock } from './clock.ts'

/** Rejects with `late` when the work takes longer; its later result or error is ignored. */
export async function within<T>(ms: number, work: Promise<T>, clock: Clock, late: () => Error): Promise<T> {
  const done = new AbortController()
  const over = clock.sleep(ms, done.signal).then(() => {
    throw late()
  })
  try {
    return await Promise.race([work, over])
  } finally {
    done.abort()
  }
}
