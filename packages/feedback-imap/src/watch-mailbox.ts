import { expect } from '@sillage/core/store'
import { createBackoff } from './backoff.ts'
import { type Connection, connect } from './connection.ts'
import { cleanDoneFolder } from './done-folder.ts'
import { codeOf } from './fault.ts'
import type { MailboxState } from './mailbox-state.ts'
import { createMemory } from './memory.ts'
import { checkOptions, type WatchMailboxOptions } from './options.ts'
import { readRound } from './read-round.ts'
import type { Watch } from './watch.ts'

/** A mailbox that is read; made by `watchMailbox`. */
export interface MailboxWatch {
  /** How it stands now. */
  state(): MailboxState
  /**
   * Begins nothing more, lets the fifty mails finish that are being read, and disconnects; after `graceMs` (default
   * 10000) it disconnects amid them, and they are read again by the next watch. Resolves also where that is so. Close
   * it before the installation. Throws `invalid_option`.
   */
  close(options?: { graceMs?: number }): Promise<void>
}

/** The mailbox is read whenever the server notifies of new mail, and at least so often. */
const LOOK_MS = 5 * 60_000

type CloseOptions = NonNullable<Parameters<MailboxWatch['close']>[0]>
const closeChecks: expect.Checks<CloseOptions> = { graceMs: expect.amount('milliseconds') }

/**
 * Reads a mailbox to which bounces, complaints and requests to unsubscribe come, now and whenever a mail arrives, until
 * it is closed. Each mail is recorded, and what it says stored, before it is marked as read on the server (keyword
 * `$SillageRead`); only then is it moved. A process that dies in between reads it again, and the installation takes
 * each report once. So do several watches of one mailbox, whose work is then done twice. Where connection, login or
 * store fail it goes on after 1 second to 5 minutes and changes nothing meanwhile. A mail that fails three times while
 * others do not is left with the keyword `$SillageFailed`. Where the server keeps no keywords, what was read and not
 * moved is remembered until the process ends, and read again by the next. Throws `invalid_option`; nothing else is
 * thrown, errors are in `state` and in the log.
 */
export function watchMailbox(options: WatchMailboxOptions): MailboxWatch {
  const checked = checkOptions(options)
  const { clock, logger } = checked
  const closing = new AbortController()
  const hurry = new AbortController()
  const state: MailboxState = { status: 'connecting', read: 0, understood: 0, failed: 0, readAt: null, error: null }
  const watch: Watch = {
    options: checked,
    memory: createMemory(),
    state,
    closing: closing.signal,
    cleanedAt: undefined,
    now: () => clock.monotonic?.() ?? performance.now(),
    log(level, details, text) {
      try {
        logger?.[level]({ source: checked.source, ...details }, text)
      } catch {
        // A log that fails is no reason to stop reading.
      }
    },
  }
  const backoff = createBackoff()
  let ended: Promise<void> | undefined

  /** Reads and waits in turn over one connection, until it fails or the watch is closed. */
  async function follow(connection: Connection): Promise<void> {
    while (!closing.signal.aborted) {
      state.status = 'reading'
      await cleanDoneFolder(watch, connection)
      await readRound(watch, connection)
      if (closing.signal.aborted) return
      backoff.reset()
      state.readAt = new Date(clock.now())
      state.error = null
      state.status = 'waiting'
      const suspectAt = watch.memory.nextAt() ?? Number.POSITIVE_INFINITY
      await connection.wait(Math.min(LOOK_MS, Math.max(suspectAt - watch.now(), 0)))
    }
  }

  async function connected(): Promise<void> {
    state.status = 'connecting'
    const connection = await connect(watch)
    const drop = () => connection.client.close()
    hurry.signal.addEventListener('abort', drop)
    try {
      await follow(connection)
      await connection.leave(hurry.signal)
    } finally {
      hurry.signal.removeEventListener('abort', drop)
      connection.client.close()
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await connected()
      } catch (error) {
        if (closing.signal.aborted) break
        state.error = codeOf(error)
        state.status = 'retrying'
        const waitMs = backoff.next()
        watch.log('warn', { code: state.error, waitMs }, 'the mailbox could not be read and is tried again')
        await clock.sleep(waitMs, closing.signal)
      }
    }
    state.status = 'closed'
  }

  const running = run()

  async function end(graceMs: number): Promise<void> {
    closing.abort()
    const over = new AbortController()
    await Promise.race([running, clock.sleep(graceMs, over.signal)])
    over.abort()
    hurry.abort()
    state.status = 'closed'
  }

  return {
    state: () => ({ ...state }),
    async close(options = {}) {
      const { graceMs = 10_000 } = expect.checkOptions('close', options, closeChecks)
      ended ??= end(graceMs)
      await ended
    },
  }
}
