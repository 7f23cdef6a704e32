import type { MessageError } from './message.ts'

/** What can happen to a message after it was sent, as a list. */
export const eventKinds = ['open', 'click', 'read', 'view', 'bounce', 'complaint', 'unsubscribe', 'consent'] as const
/**
 * The type of an event: of a hit (`open`, `click`, `read`, `view`), of a server or provider (`bounce`, `complaint`), or
 * of the recipient (`unsubscribe`, `consent`).
 */
export type EventKind = (typeof eventKinds)[number]

/** Who caused a hit, as a list. */
export const verdicts = ['human', 'proxy', 'prefetch', 'scanner', 'unknown'] as const
/**
 * Who caused a hit: a person, an image proxy that fetches when a person opens (`proxy`), one that fetches ahead
 * (`prefetch`), a security scanner or robot, or it cannot be known (`unknown`). Headline opens count `human`, `proxy`
 * and `unknown`; headline clicks `human` and `unknown`.
 */
export type Verdict = (typeof verdicts)[number]

/** What a bounce said, and what was done about it. */
export interface EventBounce {
  /** The server will not try again. */
  permanent: boolean
  error: MessageError
  /**
   * `held`: the address is held back from now on. `counted`: it counts against the address, and was not enough yet.
   * `none`: it says nothing of the address.
   */
  effect: 'held' | 'counted' | 'none'
}

/**
 * An event as the API shows it. `at` is ISO 8601 UTC; `ip` and `userAgent` are what the privacy options keep, null when
 * nothing is kept or when they were purged. The verdict is the newest: later hits, or `reclassify`, may have changed
 * it.
 */
export interface EventItem {
  id: string
  type: EventKind
  at: string
  /** The destination that was clicked, as the author wrote it; null for every other type. */
  url: string | null
  ip: string | null
  userAgent: string | null
  verdict: Verdict
  /** Why the verdict is what it is, as rule names. */
  reasons: string[]
  /** True on an open that no request shows but a click proves. */
  implied?: boolean
  /** How long the mail was shown, in milliseconds, for `read`. */
  durationMs?: number
  bounce?: EventBounce
  /** Who said it, for what servers, providers and programs said: the name of a source, `smtp`, or the host's own. */
  source?: string
}
