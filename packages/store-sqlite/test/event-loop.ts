import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How long the event loop was blocked. */
export interface EventLoopReport {
  /** The longest, by the wall clock; on a busy machine mostly time in which other processes had the processors. */
  delayMs: number
  /** The longest step of this process, in processor time. */
  stepMs: number
  /**
   * The most that all but one in a thousand turns took, waits for disk and locks included and the wait for a processor
   * left out.
   */
  keptMs: number
}

/**
 * What this thread has run, and how long it was ready without being given a processor, in milliseconds, as Linux counts
 * it.
 */
function scheduled(): { ran: number; starved: number } {
  try {
    const [ran, starved] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')
    return { ran: Number(ran) / 1e6, starved: Number(starved) / 1e6 }
  } catch {
    const { user, system } = process.cpuUsage()
    return { ran: (user + system) / 1e3, starved: 0 }
  }
}

/** Measures the event loop by a timer of a millisecond until it is stopped. */
export function watchEventLoop(): { stop(): EventLoopReport } {
  const histogram = monitorEventLoopDelay({ resolution: 1 })
  histogram.enable()
  let stepMs = 0
  const turns: number[] = []
  let last = { at: performance.now(), ...scheduled() }
  const timer = setInterval(() => {
    const now = { at: performance.now(), ...scheduled() }
    stepMs = Math.max(stepMs, now.ran - last.ran)
    turns.push(now.at - last.at - 1 - (now.starved - last.starved))
    last = now
  }, 1)
  return {
    stop() {
      clearInterval(timer)
      histogram.disable()
      turns.sort((a, b) => a - b)
      return { delayMs: histogram.max / 1e6, stepMs, keptMs: turns[Math.floor(turns.length * 0.999)] ?? 0 }
    },
  }
}
