import { type Clock, sleepLightly } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'

const WAIT_MS = 10_000

/** Says that `start()` was forgotten. */
export interface StartWatch {
  /** A campaign was changed by this process; it may be one that waits for a sender. */
  changed(campaignId: number): void
  /** This process sends, or does so on purpose not. */
  started(): void
  close(): void
}

/**
 * Warns once when a campaign of this process, which was never started, has waited for ten seconds and nobody has sent
 * any of it. Reads the store at the end of such a wait alone; one campaign is watched at a time.
 */
export function createStartWatch(deps: {
  campaigns: Pick<CampaignStore, 'summary'>
  clock: Clock
  logger: Logger
}): StartWatch {
  const { campaigns, clock, logger } = deps
  const over = new AbortController()
  let watching = false

  async function watch(id: number): Promise<void> {
    let waitMs = WAIT_MS
    while (!over.signal.aborted) {
      await sleepLightly(clock, waitMs, over.signal)
      if (over.signal.aborted) return
      const campaign = await campaigns.summary(id)
      if (campaign === undefined) return
      const { status, scheduledAt, queued, sent, failed, unknown } = campaign
      if (status === 'scheduled' && scheduledAt !== null && scheduledAt + WAIT_MS > clock.now()) {
        waitMs = scheduledAt + WAIT_MS - clock.now()
        continue
      }
      if (status !== 'scheduled' && (status !== 'sending' || queued === 0 || sent + failed + unknown > 0)) return
      over.abort()
      logger.warn(
        { campaignId: id },
        'a campaign waits and nobody sends it: call start() once in this process, or in the one that is to send',
      )
    }
  }

  return {
    changed(id) {
      if (watching || over.signal.aborted) return
      watching = true
      void watch(id)
        .catch((err: unknown) => logger.debug({ err }, 'a campaign that waits could not be read'))
        .finally(() => {
          watching = false
        })
    },
    started: () => over.abort(),
    close: () => over.abort(),
  }
}
