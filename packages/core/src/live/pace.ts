import type { CampaignOptions, Limits } from '../domain/campaign.ts'

const WINDOW_MS = 10_000

/**
 * Measures how fast a campaign sends, over the last ten seconds in which it did. Times are those of this process
 * (`monotonic`).
 */
export interface Pace {
  note(at: number, sent: number): void
  /** The campaign stands still: the next measurement starts from there, not from before the pause. */
  rest(): void
  /** Messages per second; 0 before there is anything to measure. */
  perSecond(now: number): number
}

export function createPace(): Pace {
  const samples: { at: number; sent: number }[] = []
  return {
    note(at, sent) {
      const last = samples.at(-1)
      // A retry or a new start is measured from its own beginning.
      if (last !== undefined && sent < last.sent) samples.length = 0
      samples.push({ at, sent })
      while (samples.length > 2 && (samples[1]?.at ?? at) < at - WINDOW_MS) samples.shift()
    },
    rest() {
      samples.length = 0
    },
    perSecond(now) {
      const last = samples.at(-1)
      // A note from before the last ten seconds counts only where nothing else could be measured: a gap after it, such
      // as an outage, is over.
      const first = samples.find(({ at, sent }) => at >= now - WINDOW_MS && sent < (last?.sent ?? 0)) ?? samples[0]
      if (first === undefined || last === undefined || last.sent === first.sent) return 0
      const spanMs = Math.max(now, last.at) - first.at
      return spanMs > 0 ? ((last.sent - first.sent) * 1_000) / spanMs : 0
    },
  }
}

/** The shortest mean time between two sends that the limits allow, in milliseconds. */
export function shortestInterval(limits: Limits, options?: Pick<CampaignOptions, 'delayMs' | 'jitterMs'>): number {
  const windows: [number | undefined, number][] = [
    [limits.perSecond, 1_000],
    [limits.perMinute, 60_000],
    [limits.perHour, 3_600_000],
    [limits.perDay, 86_400_000],
  ]
  const delay = options === undefined ? 0 : meanDelay(options)
  return Math.max(delay, ...windows.map(([count, ms]) => (count === undefined ? 0 : ms / count)))
}

/** The mean time a campaign waits between two of its sends, in milliseconds. */
export function meanDelay({ delayMs, jitterMs }: Pick<CampaignOptions, 'delayMs' | 'jitterMs'>): number {
  return delayMs + jitterMs / 2
}

/**
 * Time left for `queued` messages: at the measured rate, but never faster than the limits allow. Null while neither is
 * known.
 */
export function secondsLeft(queued: number, perSecond: number, intervalMs: number): number | null {
  if (queued === 0) return 0
  const measured = perSecond > 0 ? 1_000 / perSecond : 0
  const each = Math.max(measured, intervalMs)
  return each > 0 ? Math.ceil((queued * each) / 1_000) : null
}
