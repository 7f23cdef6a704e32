/**
 * Reads a mailbox by IMAP to which bounces, complaints and requests to unsubscribe come.
 *
 * @module @sillage/feedback-imap
 */

export type { MailboxState, MailboxStatus } from './mailbox-state.ts'
export type { AfterReading, MailRecorder, WatchMailboxOptions } from './options.ts'
export { type MailboxWatch, watchMailbox } from './watch-mailbox.ts'
