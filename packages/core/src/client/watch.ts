import { isSillageError } from '../domain/errors.ts'
import type { CampaignStats } from '../domain/stats.ts'
import type { StreamStats } from '../domain/stream.ts'
import { applyToStats, applyToStreamStats } from './apply-to-stats.ts'
import type { LiveConnection, LiveFrameOf, StreamFrameOf } from './live-connection.ts'
import type { Requests } from './requests.ts'
import { tellEach } from './tell-each.ts'

/**
 * A value that changes, for React's `useSyncExternalStore`, Vue's `customRef` and Svelte's stores. Both methods may be
 * passed on without their object.
 */
export interface Watch<T> {
  /** What is known now: the same object until something changed. */
  get(): T
  /**
   * Calls the listener after each change; the first one starts what keeps the value up to date. Returns the function
   * that removes the listener; the last one to be removed ends all of it.
   */
  subscribe(listener: () => void): () => void
}

const RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000

/** How figures are asked for, and what frames do to them. */
interface Watched<Stats, Frame> {
  ask(signal: AbortSignal): Promise<Stats>
  /** False of a frame about something else. */
  concerns(frame: Frame): boolean
  apply(stats: Stats, frame: Frame): Stats
  /** With another one more changed than frames have: since when, and why. */
  statusOf(stats: Stats): string
  /** True of a frame that comes with such a change, whatever the status was. */
  changesMore(frame: Frame): boolean
}

/** The figures of a campaign, asked for while somebody subscribes. */
export function createWatch({ get }: Requests, live: LiveConnection, id: string): Watch<CampaignStats | undefined> {
  return watchOf<CampaignStats, LiveFrameOf>(live, {
    ask: (signal) => get('getStats', { id }, {}, signal),
    concerns: ({ data }) => data.campaignId === id,
    apply: applyToStats,
    statusOf: ({ campaign }) => campaign.status,
    changesMore: ({ name, data }) => name === 'campaign_complete' || (name === 'campaign_error' && data.fatal),
  })
}

/** The same of a stream, by the connection that follows it. */
export function createStreamWatch(
  { get }: Requests,
  live: LiveConnection<StreamFrameOf>,
  key: string,
): Watch<StreamStats | undefined> {
  return watchOf<StreamStats, StreamFrameOf>(live, {
    ask: (signal) => get('getStreamStats', { key }, {}, signal),
    concerns: () => true,
    apply: applyToStreamStats,
    statusOf: ({ stream }) => stream.status,
    changesMore: () => false,
  })
}

function watchOf<Stats, Frame>(
  live: LiveConnection<Frame>,
  { ask: askOnce, concerns, apply, statusOf, changesMore }: Watched<Stats, Frame>,
): Watch<Stats | undefined> {
  const listeners = new Set<{ listener: () => void }>()
  let value: Stats | undefined
  let leave: (() => void) | undefined
  let asking: AbortController | undefined
  /** What came while the request was under way: its answer may be older. */
  let meanwhile: Frame[] = []
  let askAgain = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  function become(next: Stats): void {
    if (next === value || JSON.stringify(next) === JSON.stringify(value)) return
    value = next
    tellEach(listeners, ({ listener }) => listener())
  }

  async function ask(): Promise<void> {
    clearTimeout(timer)
    if (asking !== undefined) {
      askAgain = true
      return
    }
    const mine = new AbortController()
    asking = mine
    meanwhile = []
    askAgain = false
    let answer: Stats | undefined
    try {
      answer = await askOnce(mine.signal)
    } catch (error) {
      if (asking !== mine) return
      // What the server refuses, it will refuse again.
      if (!isSillageError(error) || error.status >= 500) timer = setTimeout(ask, retryMs())
    }
    if (asking !== mine) return
    asking = undefined
    if (answer !== undefined) {
      failures = 0
      const next = meanwhile.reduce(apply, answer)
      askAgain ||= statusOf(next) !== statusOf(answer)
      become(next)
    }
    if (askAgain && leave !== undefined) void ask()
  }

  function retryMs(): number {
    failures += 1
    return Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS) * (0.5 + Math.random() / 2)
  }

  function frame(frame: Frame): void {
    if (!concerns(frame)) return
    if (asking !== undefined) meanwhile.push(frame)
    const before = value
    const after = before === undefined ? undefined : apply(before, frame)
    if (after !== undefined) become(after)
    const other = before !== undefined && after !== undefined && statusOf(before) !== statusOf(after)
    if (other || changesMore(frame)) void ask()
  }

  function end(): void {
    leave?.()
    leave = undefined
    asking?.abort()
    asking = undefined
    clearTimeout(timer)
    failures = 0
  }

  return {
    get: () => value,
    subscribe(listener) {
      const entry = { listener }
      listeners.add(entry)
      if (leave === undefined) {
        leave = live.subscribe({ frame, refresh: () => void ask() })
        void ask()
      }
      return () => {
        if (listeners.delete(entry) && listeners.size === 0) end()
      }
    },
  }
}
