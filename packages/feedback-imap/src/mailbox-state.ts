/**
 * What a watch is doing: making a connection, reading mails, waiting for new ones, waiting to connect again after an
 * error, or nothing any more.
 */
export type MailboxStatus = 'connecting' | 'reading' | 'waiting' | 'retrying' | 'closed'

/** How a mailbox stands; counts are of this process. */
export interface MailboxState {
  status: MailboxStatus
  /** Mails that were recorded, those that come again after a broken connection each time. */
  read: number
  /** Of these, those about a mail of ours. */
  understood: number
  /** Mails that failed three times, and are left in the mailbox with the keyword `$SillageFailed`. */
  failed: number
  /** When the mailbox was last read to its end; null: not yet. */
  readAt: Date | null
  /**
   * Why it was last interrupted, null once it has been read to its end again: `authentication_refused`,
   * `mailbox_missing`, `record_failed` (the store is away), `imap_options_failed` (the function `imap`), or a code of
   * imapflow or of Node, such as `ECONNREFUSED`.
   */
  error: string | null
}
