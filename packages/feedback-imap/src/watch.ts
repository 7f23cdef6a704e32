import type { Logger } from '@sillage/core'
import type { MailboxState } from './mailbox-state.ts'
import type { Memory } from './memory.ts'
import type { CheckedOptions } from './options.ts'

/** What lasts from one connection to the next. */
export interface Watch {
  options: CheckedOptions
  memory: Memory
  state: MailboxState
  /** Aborted when no more is to be begun. */
  closing: AbortSignal
  /** When old mails were last looked for, in the clock's monotonic time. */
  cleanedAt: number | undefined
  /** Monotonic time. */
  now(): number
  log(level: keyof Logger, details: object, text: string): void
}
