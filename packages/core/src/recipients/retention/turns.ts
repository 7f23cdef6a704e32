import { randomUUID } from 'node:crypto'
import { type Clock, isoTime, monotonic, sleepLightly } from '../../domain/clock.ts'
import type { Logger } from '../../domain/logger.ts'
import type { Store } from '../../store/port/store.ts'
import { countOld, type Steps } from './count-old.ts'
import { keptDays, purgeParts, retentionAt } from './kept-days.ts'
import {
  isAnnounced,
  NOTICE_MS,
  type Notices,
  nextAnnounced,
  reviewNotices,
  USED_EVERY_MS,
  withFresh,
} from './notices.ts'
import { type Purged, purgeInSteps } from './purge-in-steps.ts'
import type { RetentionOptions } from './retention.ts'
import { unreadMs } from './unread.ts'

const LEASE = 'retention'
const NOTICES = 'retention:notices'
const LEASE_MS = 60_000
/** How soon a process that found the lease taken asks again. */
const RETRY_MS = 10_000
const ROUND_MS = 3_600_000

/** Retention as a started process applies it. */
export interface RetentionTurns {
  start(): void
  /** Ends after the step that is running, and gives the lease back. */
  stop(): Promise<void>
}

/**
 * Deletes once an hour what is too old, one process on the store at a time: whoever has the lease works,
 * and when it dies the next one goes on within 70 seconds.
 */
export function createRetentionTurns({
  store,
  clock,
  logger,
  retention,
}: {
  store: Pick<Store, 'settings' | 'privacy' | 'outbox'>
  clock: Clock
  logger: Logger
  retention: RetentionOptions | undefined
}): RetentionTurns {
  const { settings, privacy, outbox } = store
  const days = keptDays(retention)
  let running: { over: AbortController; ended: Promise<void> } | undefined

  async function turns(signal: AbortSignal): Promise<void> {
    const holder = randomUUID()
    let roundAt = monotonic(clock)
    while (!signal.aborted) {
      let waitMs = RETRY_MS
      try {
        if (await lease(holder, LEASE_MS)) {
          try {
            const nextMs = await turn(steps(holder, signal), roundAt)
            roundAt = monotonic(clock) + nextMs
            waitMs = Math.min(nextMs, USED_EVERY_MS)
          } finally {
            await lease(holder, 0)
          }
        }
      } catch (error) {
        logger.warn({ err: error }, 'old rows could not be deleted; it is tried again')
      }
      await sleepLightly(clock, waitMs, signal)
    }
  }

  /** With 0 ms it is given back. */
  function lease(holder: string, ms: number): Promise<boolean> {
    const now = clock.now()
    return settings.lease(LEASE, { holder, now, until: now + ms })
  }

  function steps(holder: string, signal: AbortSignal): Steps {
    let prolongAt = monotonic(clock) + LEASE_MS / 3
    return {
      privacy,
      clock,
      signal,
      async keep() {
        if (monotonic(clock) < prolongAt) return true
        prolongAt = monotonic(clock) + LEASE_MS / 3
        return await lease(holder, LEASE_MS)
      },
    }
  }

  /** What a process does with the lease; returns in how many ms its next round is due. */
  async function turn(given: Steps, roundAt: number): Promise<number> {
    const notices = await review(given)
    const leftMs = roundAt - monotonic(clock)
    if (notices === undefined) return Math.max(leftMs, RETRY_MS)
    if (leftMs > 0) return Math.min(leftMs, nextAnnounced(notices, days, clock.now()) ?? leftMs)
    const now = clock.now()
    const may = isAnnounced(notices, days, now)
    const parts = purgeParts(retention, now, { unreadMs: await unreadMs(outbox, now), may })
    const purged = await purgeInSteps(given, parts)
    tell(purged)
    if (!purged.done) return RETRY_MS
    // After a long round, so that the others see its options in use.
    await remember(notices, reviewNotices(notices, days, clock.now()).notices)
    return Math.min(ROUND_MS, nextAnnounced(notices, days, clock.now()) ?? ROUND_MS)
  }

  /** What was announced until now, and after that whatever has to be. */
  async function review(given: Steps): Promise<Notices | undefined> {
    const known: Notices = JSON.parse((await settings.get(NOTICES)) ?? '{}')
    const { notices, fresh } = reviewNotices(known, days, clock.now())
    let announced = notices
    if (fresh.length > 0) {
      const then = clock.now() + NOTICE_MS
      const freshDays = Object.fromEntries(fresh.map((name) => [name, days[name] ?? 0]))
      const old = await countOld(given, retentionAt(freshDays, then), clock.now())
      if (old === undefined) return undefined
      const counted = Object.fromEntries(fresh.map((name) => [name, old.rows[name] ?? 0]))
      logger.info(
        { from: isoTime(clock.now() + NOTICE_MS), days: freshDays, rows: counted, atLeast: !old.all },
        `privacy.retention deletes in an hour: ${words(counted, old.all)}; to keep them, change it before then`,
      )
      announced = withFresh(notices, fresh, days, clock.now())
    }
    await remember(known, announced)
    return announced
  }

  async function remember(known: Notices, notices: Notices): Promise<void> {
    const [before, after] = [JSON.stringify(known), JSON.stringify(notices)]
    if (after !== before) await settings.put(NOTICES, after)
  }

  function tell({ rows, done }: Purged<string>): void {
    const total = Object.values(rows).reduce<number>((sum, count) => sum + (count ?? 0), 0)
    if (total > 0) logger.info({ rows, done }, `privacy.retention deleted ${total.toLocaleString('en')} rows`)
  }

  return {
    start() {
      if (running !== undefined) return
      const over = new AbortController()
      running = { over, ended: turns(over.signal) }
    },
    async stop() {
      const { over, ended } = running ?? {}
      running = undefined
      over?.abort()
      await ended
    },
  }
}

/** Counts in words, such as `at least 100,000 open, 3 personal`. */
function words(rows: Readonly<Record<string, number>>, all: boolean): string {
  const counts = Object.entries(rows).map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
  return `${all ? '' : 'at least '}${counts.join(', ')}`
}
