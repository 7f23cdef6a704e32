import { isSillageError } from '../domain/errors.ts'
import type { CampaignStats } from '../domain/stats.ts'
import { applyToStats } from './apply-to-stats.ts'
import type { LiveConnection, LiveFrameOf } from './live-connection.ts'
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

/** The figures of a campaign, asked for while somebody subscribes. */
export function createWatch({ get }: Requests, live: LiveConnection, id: string): Watch<CampaignStats | undefined> {
  const listeners = new Set<{ listener: () => void }>()
  let value: CampaignStats | undefined
  let leave: (() => void) | undefined
  let asking: AbortController | undefined
  /** What came while the request was under way: its answer may be older. */
  let meanwhile: LiveFrameOf[] = []
  let askAgain = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  function become(next: CampaignStats): void {
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
    let answer: CampaignStats | undefined
    try {
      answer = await get<CampaignStats>('getStats', { id }, {}, mine.signal)
    } catch (error) {
      if (asking !== mine) return
      // What the server refuses, it will refuse again.
      if (!isSillageError(error) || error.status >= 500) timer = setTimeout(ask, retryMs())
    }
    if (asking !== mine) return
    asking = undefined
    if (answer !== undefined) {
      failures = 0
      const next = meanwhile.reduce(applyToStats, answer)
      askAgain ||= next.campaign.status !== answer.campaign.status
      become(next)
    }
    if (askAgain && leave !== undefined) void ask()
  }

  function retryMs(): number {
    failures += 1
    return Math.min(RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS) * (0.5 + Math.random() / 2)
  }

  function frame(frame: LiveFrameOf): void {
    if (frame.data.campaignId !== id) return
    if (asking !== undefined) meanwhile.push(frame)
    const before = value
    if (before !== undefined) become(applyToStats(before, frame))
    // A status comes with more than a frame has: since when, and why.
    const told = frame.name === 'campaign_complete' || (frame.name === 'campaign_error' && frame.data.fatal)
    if (told || before?.campaign.status !== value?.campaign.status) void ask()
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
