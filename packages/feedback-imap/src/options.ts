import { type Clock, type Logger, type RecordedMail, systemClock } from '@sillage/core'
import { expect } from '@sillage/core/store'
import type { ImapFlowOptions } from 'imapflow'

/** The part of an installation that is called here. */
export interface MailRecorder {
  readonly feedback: {
    /** Resolves once what the mail says is stored. Rejects where it cannot be: the mail is then read again later. */
    recordMail(raw: Uint8Array, options: { source: string }): Promise<RecordedMail>
  }
}

/**
 * What becomes of a mail after it was recorded: it stays where it is, or goes to a folder of the same account. A slash
 * stands between the names of folders, whatever the server writes there.
 */
export type AfterReading = 'keep' | { move: string }

/**
 * Options of `watchMailbox`. Anything else than what is said here, and a key that is not here, is `invalid_option`.
 */
export interface WatchMailboxOptions {
  /** Where mails are recorded. */
  sillage: MailRecorder
  /**
   * Server and login, as imapflow takes them. Called for each connection, so that an access token may be fetched each
   * time; where it throws or rejects, it is called again after a wait. What is logged, the limits on sizes and when to
   * idle are set here and not by it.
   */
  imap: () => ImapFlowOptions | Promise<ImapFlowOptions>
  /** The folder that is read. @default 'INBOX' */
  mailbox?: string | undefined
  /** What becomes of mails about ours. The folder is made if there is none. @default { move: 'Sillage/Done' } */
  done?: AfterReading | undefined
  /** What becomes of all other mails, such as spam and letters of people. @default 'keep' */
  unmatched?: AfterReading | undefined
  /**
   * Mails in the folder of `done` that arrived so many days ago are deleted, once a day; null: never. Where the server
   * keeps keywords those alone that were moved there by this, else all in that folder. @default 30
   */
  deleteDoneAfterDays?: number | null | undefined
  /** Named in what is recorded, so that several mailboxes can be distinguished. @default 'imap' */
  source?: string | undefined
  /** Where it logs: UIDs and codes, never an address or content. Default: nowhere. */
  logger?: Logger | undefined
  /** Time, for tests. Default: the machine's. */
  clock?: Clock | undefined
}

export interface CheckedOptions {
  sillage: MailRecorder
  imap: WatchMailboxOptions['imap']
  mailbox: string
  done: AfterReading
  unmatched: AfterReading
  deleteDoneAfterDays: number | null
  source: string
  logger: Logger | undefined
  clock: Clock
}

const recorder: expect.Check<MailRecorder> = (value, path) => {
  const { feedback } = expect.anyObject<{ feedback?: unknown }>(value, path)
  expect.functions<MailRecorder['feedback']>('recordMail')(feedback, `${path}.feedback`)
  return value as MailRecorder
}

// Wildcards of IMAP would name other folders too.
const folder = expect.text(
  'names of folders with a slash between them, up to 200 characters, without * and %',
  (name) => /^[^*%/\p{Cc}]+(?:\/[^*%/\p{Cc}]+)*$/u.test(name) && name.length <= 200,
)
const move = expect.object<{ move: string }>({ move: expect.required(folder) })

const afterReading: expect.Check<AfterReading> = (value, path) => {
  if (value === 'keep') return value
  return typeof value === 'object' ? move(value, path) : expect.refuse(path, 'keep or { move }', expect.shown(value))
}

const days = expect.whole(1, 36_500, 'days')

const checks: expect.Checks<WatchMailboxOptions> = {
  sillage: expect.required(recorder),
  imap: expect.required(expect.func<WatchMailboxOptions['imap']>),
  mailbox: folder,
  done: afterReading,
  unmatched: afterReading,
  deleteDoneAfterDays: (value, path) => (value === null ? null : days(value, path)),
  source: expect.text('up to 100 letters, digits, dots and hyphens', (name) => /^[\w.-]{1,100}$/.test(name)),
  logger: expect.functions('debug', 'info', 'warn', 'error'),
  clock: expect.functions('now', 'sleep'),
}

/** Checks what was given. Throws `invalid_option`. */
export function checkOptions(options: WatchMailboxOptions): CheckedOptions {
  const given = expect.checkOptions('watchMailbox', options, checks)
  const { sillage, imap, logger, clock = systemClock, mailbox = 'INBOX', source = 'imap' } = given
  const { done = { move: 'Sillage/Done' }, unmatched = 'keep', deleteDoneAfterDays = 30 } = given
  if (sameFolder(done, mailbox)) expect.refuse('done.move', 'another folder than mailbox', expect.shown(mailbox))
  for (const taken of [mailbox, done === 'keep' ? mailbox : done.move])
    if (sameFolder(unmatched, taken))
      expect.refuse('unmatched.move', 'another folder than mailbox and done.move', expect.shown(taken))
  return { sillage, imap, mailbox, done, unmatched, deleteDoneAfterDays, source, logger, clock }
}

/** Some servers keep one folder for `Done` and `done`, and INBOX is one for all. */
function sameFolder(after: AfterReading, folder: string): boolean {
  return after !== 'keep' && after.move.toLowerCase() === folder.toLowerCase()
}
