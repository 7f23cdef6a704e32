import { codeOf, MailboxFault } from './fault.ts'
import type { Watch } from './watch.ts'

/** So many in a row that cannot be recorded, and the store is taken to be away. */
const AWAY_AFTER = 3

/** Distinguishes mails that cannot be recorded from a store that is away, by what becomes of others. */
export interface Verdict {
  recorded(uid: number): void
  /** True when the round is to stop. */
  rejected(uid: number, error: unknown): boolean
  /** Throws when the round is to stop. */
  check(): void
  /** At the end of the round. Throws where nothing could be recorded. */
  end(): void
}

/**
 * A mail has failed for its own sake where others of the same round were recorded, and once it is suspected, others
 * since it failed last. Of those that failed together in an outage none is held to have failed.
 */
export function createVerdict({ memory, now, log }: Watch): Verdict {
  let row: { uid: number; error: unknown }[] = []
  let recorded = false

  const blame = (which: (uid: number) => boolean) => {
    for (const { uid, error } of row) if (which(uid)) memory.failed(uid, now(), codeOf(error))
    row = []
  }
  const away = () => new MailboxFault('record_failed', row.at(-1)?.error)

  return {
    recorded(uid) {
      recorded = true
      memory.recorded(uid)
      blame(() => true)
    },
    rejected(uid, error) {
      row.push({ uid, error })
      log('warn', { uid, code: codeOf(error) }, 'a mail could not be recorded and is tried again later')
      return row.length >= AWAY_AFTER
    },
    check() {
      if (row.length >= AWAY_AFTER) throw away()
    },
    end() {
      if (!recorded && row.some(({ uid }) => !memory.isSuspect(uid))) throw away()
      blame((uid) => recorded || memory.othersSince(uid))
    },
  }
}
