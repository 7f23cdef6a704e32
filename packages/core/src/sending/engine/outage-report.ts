import type { Logger } from '../../domain/logger.ts'
import type { OutageRecord, OutageStore } from '../../store/port/outage-store.ts'

/** What processes that do not send can read of the mail server of this one. Never rejects. */
export interface OutageReport {
  /** True from when it was said to be away until it was said to be over. */
  readonly isAway: boolean
  /** The server is away, or still is; resolves when that is stored. */
  away(what: Pick<OutageRecord, 'error' | 'nextTryAt'>, at: number): Promise<void>
  /** It can be used; does nothing where it was not away. */
  over(): Promise<void>
}

export interface OutageReportOptions {
  store: OutageStore
  logger: Logger
  sender: string
  transport: string
  server: string | null
}

export function createOutageReport({ store, logger, ...of }: OutageReportOptions): OutageReport {
  let since: number | undefined
  let isAway = false
  /** One after the other, so that what is said last stays. */
  let done = Promise.resolve()

  function then(write: () => Promise<void>, failed?: () => void): Promise<void> {
    done = done.then(write).catch((err: unknown) => {
      failed?.()
      logger.warn({ err }, 'that the mail server is away, or works again, could not be stored')
    })
    return done
  }

  return {
    get isAway() {
      return isAway
    },
    away(what, at) {
      isAway = true
      return then(async () => {
        since ??= at
        await store.put({ ...of, ...what, since })
      })
    },
    over() {
      if (!isAway) return done
      isAway = false
      return then(
        async () => {
          await store.end(of)
          since = undefined
        },
        // Whoever says it next has it stored.
        () => {
          isAway = true
        },
      )
    },
  }
}
