import type { Connection } from './connection.ts'
import { codeOf, MailboxFault } from './fault.ts'
import { chunks, keepsKeywords, type PutAway, putAway, readKeyword } from './put-away.ts'
import { createVerdict, type Verdict } from './verdict.ts'
import type { Watch } from './watch.ts'

/** Mails between two checks whether to stop, and what is read again after a broken connection at most. */
const BATCH = 50
/** What is read of a mail. Reports begin with what they are about; behind it stands the mail that came back. */
const MOST_BYTES = 512 * 1024
/** Suspects tried in one round: fewer in a row than would be taken for a store that is away. */
const SUSPECTS = 2

/**
 * Reads what is in the mailbox and was not read before: records each mail, then marks it, then moves it. Ends early
 * when the watch is closed. Rejects where the connection is lost, or nothing can be recorded.
 */
export async function readRound(watch: Watch, connection: Connection): Promise<void> {
  const { client } = connection
  const { options, memory, closing } = watch
  const lock = await client.getMailboxLock(options.mailbox.split('/'))
  try {
    const { mailbox } = client
    if (mailbox === false) throw new MailboxFault('connection_lost')
    memory.enter(mailbox.uidValidity)
    const shelves = putAway(watch, connection, mailbox)
    await shelves.finish()
    const unread = keepsKeywords(mailbox) ? { unKeyword: readKeyword, deleted: false } : { deleted: false }
    const found = await client.search(unread, { uid: true })
    if (!Array.isArray(found)) throw new MailboxFault('search_refused')
    const fresh = memory.unread(found)
    await setAside(watch, shelves)
    const verdict = createVerdict(watch)
    for (const uids of chunks(fresh, BATCH)) {
      if (closing.aborted) return
      await readBatch(watch, connection, shelves, verdict, uids)
    }
    // One at a time, and behind all others: whatever such a mail does, it does to itself.
    for (const uid of memory.due(watch.now()).slice(0, SUSPECTS)) {
      if (closing.aborted) return
      memory.postpone(uid, watch.now())
      await readBatch(watch, connection, shelves, verdict, [uid])
    }
    verdict.end()
  } finally {
    lock.release()
  }
}

async function readBatch(
  watch: Watch,
  connection: Connection,
  shelves: PutAway,
  verdict: Verdict,
  uids: readonly number[],
): Promise<void> {
  const { client } = connection
  const { options, memory, state } = watch
  const left = new Set(uids)
  const done: number[] = []
  const unmatched: number[] = []
  const query = { uid: true, source: { maxLength: MOST_BYTES } }
  try {
    for await (const { uid, source } of client.fetch(uids.join(','), query, { uid: true })) {
      // Without a source it is a change of flags, which the server may send at any time.
      if (source === undefined || !left.delete(uid)) continue
      try {
        const { understood } = await options.sillage.feedback.recordMail(source, { source: options.source })
        verdict.recorded(uid)
        state.read += 1
        if (understood) state.understood += 1
        ;(understood ? done : unmatched).push(uid)
      } catch (error) {
        if (verdict.rejected(uid, error)) break
      }
    }
  } catch (error) {
    // The one that was asked for next may be what ended it; alone it will do so again, or not.
    const [next] = left
    if (next !== undefined) memory.failed(next, watch.now(), codeOf(error))
    throw error
  }
  await shelves.recorded(done, unmatched)
  verdict.check()
}

/** Gives up what failed too often, so that it is not tried for ever. */
async function setAside({ memory, state, log }: Watch, shelves: PutAway): Promise<void> {
  for (const { uid, code } of memory.hopeless()) {
    await shelves.failed(uid)
    memory.forget(uid)
    state.failed += 1
    log('error', { uid, code }, 'a mail failed three times and was not recorded; it stays in the mailbox')
  }
}
