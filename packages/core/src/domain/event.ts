/** What can become of a message after it was sent. */
export const eventTypes = ['open', 'click', 'read', 'view', 'bounce', 'complaint', 'unsubscribe', 'consent'] as const
export type EventType = (typeof eventTypes)[number]

/** Who caused a hit. */
export const verdicts = ['human', 'proxy', 'prefetch', 'scanner', 'unknown'] as const
export type Verdict = (typeof verdicts)[number]

/** An event as the API shows it. */
export interface EventItem {
  id: string
  type: EventType
  at: string
  /** The destination that was clicked. */
  url: string | null
  ip: string | null
  userAgent: string | null
  verdict: Verdict
  /** Why the verdict is what it is, as rule names. */
  reasons: string[]
  /** True on an open that nobody saw but a click proves. */
  implied?: boolean
  /** How long the mail was shown, for `read`. */
  durationMs?: number
}
