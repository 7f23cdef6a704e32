import type { MailboxObject } from 'imapflow'
import type { Connection } from './connection.ts'
import { codeOf } from './fault.ts'
import type { AfterReading } from './options.ts'
import type { Watch } from './watch.ts'

/** Was read, whatever it was. */
export const readKeyword = '$SillageRead'
/** Was about a mail of ours; one that is still in the mailbox is to be moved. */
export const doneKeyword = '$SillageDone'
/** Was about none. */
const unmatchedKeyword = '$SillageOther'
/** Failed too often. */
const failedKeyword = '$SillageFailed'

/** What becomes of one kind of mails: the keyword that marks it, and where it goes. */
interface Shelf {
  keyword: string
  after: AfterReading
}

/** UIDs that one command names; some servers take lines of 8,000 characters at most. */
export const PER_COMMAND = 500

export interface PutAway {
  /**
   * Marks mails that were recorded, then moves them. In this order: one that was marked and not moved is moved by
   * `finish`, while one that was moved and not marked would not be found in the mailbox again.
   */
  recorded(done: readonly number[], unmatched: readonly number[]): Promise<void>
  /** Marks a mail that nothing can be done about. */
  failed(uid: number): Promise<void>
  /** Moves what was marked before a connection broke, or while the folder could not be written to. */
  finish(): Promise<void>
}

/**
 * Puts mails of the selected mailbox away. What the server cannot keep is remembered here until the process ends.
 * Rejects where the connection is lost; what the server refuses is logged and left as it is.
 */
export function putAway(watch: Watch, connection: Connection, mailbox: MailboxObject): PutAway {
  const { client } = connection
  const { options, memory } = watch
  const doneShelf: Shelf = { keyword: doneKeyword, after: options.done }
  const unmatchedShelf: Shelf = { keyword: unmatchedKeyword, after: options.unmatched }

  async function mark(uids: readonly number[], keyword: string): Promise<boolean> {
    if (!keepsKeywords(mailbox)) return false
    const marked = await client.messageFlagsAdd(uids.join(','), [readKeyword, keyword], { uid: true, silent: true })
    if (marked) return true
    connection.check()
    watch.log('warn', { uids: uids.length }, 'the server refused to mark mails, which are read again after a restart')
    return false
  }

  async function put(uids: readonly number[], { keyword, after }: Shelf): Promise<void> {
    if (uids.length === 0) return
    const marked = await mark(uids, keyword)
    const moved = after !== 'keep' && (await moveTo(after.move, uids))
    if (!marked && !moved) memory.read(uids)
  }

  async function moveTo(folder: string, uids: readonly number[]): Promise<boolean> {
    // Without both of these, what is moved is copied, and then all that anybody marked as deleted is removed.
    const { capabilities } = client
    if (!capabilities.has('MOVE') && !capabilities.has('UIDPLUS') && !capabilities.has('IMAP4rev2')) return false
    const move = async () => (await client.messageMove(uids.join(','), folder.split('/'), { uid: true })) !== false
    if (await move()) return true
    connection.check()
    await create(folder)
    if (await move()) return true
    connection.check()
    watch.log('warn', { uids: uids.length }, 'the server refused to move mails, which stay in the mailbox')
    return false
  }

  async function create(folder: string): Promise<void> {
    try {
      await client.mailboxCreate(folder.split('/'))
    } catch (error) {
      connection.check()
      watch.log('debug', { code: codeOf(error) }, 'the folder for mails was not made')
    }
  }

  return {
    async recorded(done, unmatched) {
      await put(done, doneShelf)
      await put(unmatched, unmatchedShelf)
    },
    async failed(uid) {
      if (!(await mark([uid], failedKeyword))) memory.read([uid])
    },
    async finish() {
      if (!keepsKeywords(mailbox)) return
      for (const { keyword, after } of [doneShelf, unmatchedShelf]) {
        if (after === 'keep') continue
        const left = await client.search({ keyword, deleted: false }, { uid: true })
        for (const uids of chunks(left || [], PER_COMMAND)) if (!(await moveTo(after.move, uids))) return
      }
    },
  }
}

/** Whether a mailbox keeps the keywords that are given to mails here. */
export function keepsKeywords({ permanentFlags, readOnly }: MailboxObject): boolean {
  if (readOnly) return false
  if (permanentFlags === undefined || permanentFlags.has('\\*')) return true
  return [readKeyword, doneKeyword, unmatchedKeyword, failedKeyword].every((keyword) => permanentFlags.has(keyword))
}

export function* chunks<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size)
}
