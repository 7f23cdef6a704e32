import { type Clock, monotonic } from '../../domain/clock.ts'

/** One timer that can be moved: rings once, at the earliest time of this process (`monotonic`) it was set to. */
export interface Alarm {
  set(at: number): void
  stop(): void
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let current: { at: number; cancel: AbortController } | undefined
  return {
    set(at) {
      if (current !== undefined && current.at <= at) return
      current?.cancel.abort()
      const cancel = new AbortController()
      const mine = { at, cancel }
      current = mine
      void clock.sleep(Math.max(at - monotonic(clock), 0), cancel.signal).then(() => {
        if (cancel.signal.aborted) return
        if (current === mine) current = undefined
        ring()
      })
    },
    stop() {
      current?.cancel.abort()
      current = undefined
    },
  }
}
