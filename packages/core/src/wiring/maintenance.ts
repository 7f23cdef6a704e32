import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { RetentionOptions } from '../recipients/retention/retention.ts'
import { createRetentionTurns } from '../recipients/retention/turns.ts'
import type { Store } from '../store/port/store.ts'
import type { LinkCache } from '../tracking/link-cache.ts'

const ROUND_MS = 10_000
const SWEEP_ROWS = 500
/** Reports of a mail come sooner. */
const PROVIDER_IDS_MS = 30 * 86_400_000
const IDLE_MS = 7 * 86_400_000
/** Once a minute, and once an hour. */
const WARM_ROUNDS = 6
const PRUNE_ROUNDS = 360
const RECENT_CAMPAIGNS = 50
const UNUSED_FILES_MS = 86_400_000
/** A draft in a browser may name one before it is stored. */
const UNNAMED_PICTURES_MS = 30 * 86_400_000
/** Deleted in one transaction. */
const FILES = 20

export interface Maintenance {
  start(): void
  /** Ends after the step that is running. */
  stop(): Promise<void>
}

/**
 * Work beside sending: rows of deleted campaigns are removed in small steps, idle throttles, files that nothing uses
 * and what is kept no longer deleted, links of recent campaigns kept in memory.
 */
export function createMaintenance({
  store,
  clock,
  logger,
  links,
  retention,
}: {
  store: Store
  clock: Clock
  logger: Logger
  links: LinkCache
  retention: RetentionOptions | undefined
}): Maintenance {
  let running: { over: AbortController; ended: Promise<void> } | undefined
  const retained = createRetentionTurns({ store, clock, logger, retention })
  const warmed = new Set<number>()

  async function rounds(signal: AbortSignal): Promise<void> {
    for (let round = 0; !signal.aborted; round++) {
      try {
        while ((await store.campaigns.sweep(SWEEP_ROWS, clock.now())) && !signal.aborted) await clock.sleep(5, signal)
        for (const step of stepsOf(round)) if (!signal.aborted) await step(signal)
      } catch (error) {
        logger.warn({ err: error }, 'housekeeping could not be done and is tried again')
      }
      await clock.sleep(ROUND_MS, signal)
    }
  }

  function stepsOf(round: number): readonly ((signal: AbortSignal) => Promise<unknown>)[] {
    return [...(round % PRUNE_ROUNDS === 0 ? hourly : []), ...(round % WARM_ROUNDS === 0 ? [dropTold, warm] : [])]
  }

  const hourly = [
    () => store.throttles.prune(clock.now() - IDLE_MS),
    () => store.outages.prune(clock.now() - IDLE_MS),
    () => store.messages.forgetProviderIds(clock.now() - PROVIDER_IDS_MS),
    () => store.webhooks.forget(clock.now() - IDLE_MS),
    dropFiles,
  ]

  /** Facts that all have read, and those of a week ago. */
  async function dropTold(signal: AbortSignal): Promise<void> {
    const before = clock.now() - IDLE_MS
    while ((await store.outbox.prune(before, SWEEP_ROWS)) === SWEEP_ROWS && !signal.aborted)
      await clock.sleep(5, signal)
  }

  /** Files that were uploaded for a mail that nobody wrote, and those of campaigns that are gone. */
  async function dropFiles(signal: AbortSignal): Promise<void> {
    const before = clock.now() - UNUSED_FILES_MS
    while ((await store.attachments.dropUnused(before, FILES)) && !signal.aborted) await clock.sleep(5, signal)
    if (signal.aborted) return
    const unnamed = clock.now() - UNNAMED_PICTURES_MS
    while ((await store.assets.dropUnnamed(unnamed, FILES)) && !signal.aborted) await clock.sleep(5, signal)
  }

  async function warm(): Promise<void> {
    const { items } = await store.campaigns.list({ limit: RECENT_CAMPAIGNS })
    for (const { id, plannedAt } of items) {
      if (warmed.has(id)) continue
      links.warm(await store.campaigns.links(id))
      if (plannedAt !== null) warmed.add(id)
    }
    // Older ones are not listed any more: however many campaigns there are, few ids are kept.
    const recent = new Set(items.map(({ id }) => id))
    for (const id of warmed) if (!recent.has(id)) warmed.delete(id)
  }

  return {
    start() {
      if (running !== undefined) return
      const over = new AbortController()
      running = { over, ended: rounds(over.signal) }
      retained.start()
    },
    async stop() {
      const { over, ended } = running ?? {}
      running = undefined
      over?.abort()
      await Promise.all([ended, retained.stop()])
    },
  }
}
