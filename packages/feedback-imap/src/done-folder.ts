import type { Connection } from './connection.ts'
import { codeOf } from './fault.ts'
import { chunks, doneKeyword, keepsKeywords, PER_COMMAND } from './put-away.ts'
import type { Watch } from './watch.ts'

const DAY_MS = 86_400_000

/**
 * Deletes what has been in the folder of recorded mails for long enough, once a day. Leaves that folder selected.
 * Rejects where the connection is lost; what the server refuses is tried again the next day.
 */
export async function cleanDoneFolder(watch: Watch, connection: Connection): Promise<void> {
  const { deleteDoneAfterDays: days, done, clock } = watch.options
  if (days === null || done === 'keep') return
  if (watch.cleanedAt !== undefined && watch.now() < watch.cleanedAt + DAY_MS) return
  // Before it is tried: whatever comes of it, the mails that wait to be read come next.
  watch.cleanedAt = watch.now()
  // IMAP compares days, and imapflow takes one more unless it is midnight.
  const before = new Date(Math.floor(clock.now() / DAY_MS - days) * DAY_MS)
  try {
    const deleted = await deleteOld(connection, done.move, before)
    watch.log('debug', { deleted }, 'old mails were deleted')
  } catch (error) {
    connection.check()
    // Before the first mail was moved there is no such folder.
    if (codeOf(error) !== 'mailbox_missing')
      watch.log('warn', { code: codeOf(error) }, 'old mails could not be deleted')
  }
}

async function deleteOld(connection: Connection, folder: string, before: Date): Promise<number> {
  const { client } = connection
  const lock = await client.getMailboxLock(folder.split('/'))
  try {
    const { mailbox } = client
    // A host may move its mails where others are too.
    const ours = mailbox !== false && keepsKeywords(mailbox) ? { keyword: doneKeyword } : {}
    const old = (await client.search({ before, ...ours }, { uid: true })) || []
    let deleted = 0
    for (const uids of chunks(Array.isArray(old) ? old : [], PER_COMMAND)) {
      if (!(await client.messageDelete(uids.join(','), { uid: true }))) break
      deleted += uids.length
    }
    connection.check()
    return deleted
  } finally {
    lock.release()
  }
}
