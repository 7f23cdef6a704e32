import type { CheckedBusOptions, Line } from './bus-options.ts'
import { proveHearing } from './prove-hearing.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** A connection silent for SILENT_MS is probed; without an answer within ANSWER_MS it counts as broken. */
const SILENT_MS = 15_000
const ANSWER_MS = 5_000

/**
 * A notice needs no disk: what is lost in a crash of the server is made up for after reconnecting. The setting is for
 * this statement alone, because behind a pooler the session may be the store's next.
 */
const NOTIFY = `select set_config('synchronous_commit', 'off', true), pg_notify($1, payload)
  from unnest(cast($2 as text[])) as payload`

export interface ListeningLine {
  /** Connects where it is not connected, and proves that it hears; rejects with what failed, and goes on trying. */
  open(): Promise<void>
  /** Sends the payloads; false when they could not be sent, which can be tried again when it is open. */
  tell(payloads: readonly string[]): Promise<boolean>
  close(): void
}

export interface ListeningLineOptions extends Pick<CheckedBusOptions, 'channel' | 'connect'> {
  onPayload(text: string): void
  /** Called when connected; `again` after each time but the first: notices sent meanwhile were not received. */
  onOpen(again: boolean): void
  /** Called with the first failure to connect that `open` has no caller to report to; then not until it was open. */
  onTrouble(error: unknown): void
}

/** One connection that listens and sends, made again whenever it breaks or no longer answers. */
export function listeningLine({ channel, connect, onPayload, onOpen, onTrouble }: ListeningLineOptions): ListeningLine {
  let line: Line | undefined
  let connecting: Promise<void> | undefined
  let pause = FIRST_PAUSE_MS
  let retry: NodeJS.Timeout | undefined
  let silence: NodeJS.Timeout | undefined
  let before = false
  let troubled = false
  let closed = false
  const quoted = `"${channel.replaceAll('"', '""')}"`

  async function connectOnce(): Promise<void> {
    const made = await connect()
    const broken = () => drop(made)
    made.client.on('error', broken)
    made.client.on('end', broken)
    made.client.on('notification', (notice) => {
      if (notice.channel === channel && notice.payload !== undefined) onPayload(notice.payload)
    })
    line = made
    await ask(`listen ${quoted}`)
    try {
      await proveHearing({ client: made.client, channel, connect })
    } catch (error) {
      // A pooler lends this connection of the server to its next client.
      await ask(`unlisten ${quoted}`).catch(() => undefined)
      throw error
    }
    if (closed) return drop(made)
    pause = FIRST_PAUSE_MS
    troubled = false
    watch()
    const again = before
    before = true
    onOpen(again)
  }

  function open(): Promise<void> {
    clearTimeout(retry)
    retry = undefined
    connecting ??= connectOnce()
      .catch((error: unknown) => {
        drop(line)
        later()
        throw error
      })
      .finally(() => {
        connecting = undefined
      })
    return connecting
  }

  function later(): void {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => void open().catch(noteTrouble), pause * (0.5 + Math.random() / 2))
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }

  function noteTrouble(error: unknown): void {
    if (troubled || closed) return
    troubled = true
    onTrouble(error)
  }

  function drop(which: Line | undefined): void {
    if (which === undefined || line !== which) return
    line = undefined
    clearTimeout(silence)
    which.end()
    if (connecting === undefined) later()
  }

  function watch(): void {
    clearTimeout(silence)
    if (!closed) silence = setTimeout(() => void ask('select 1').then(watch, () => undefined), SILENT_MS)
  }

  /** A query with a deadline, beyond which the connection counts as broken: an unplugged cable causes no error. */
  async function ask(text: string, values?: unknown[]): Promise<void> {
    const asked = line
    if (asked === undefined) throw new Error('not connected')
    let deadline: NodeJS.Timeout | undefined
    try {
      await Promise.race([
        asked.client.query(values === undefined ? { text } : { text, values }),
        new Promise((_resolve, reject) => {
          deadline = setTimeout(() => reject(new Error('PostgreSQL does not answer')), ANSWER_MS)
        }),
      ])
    } catch (error) {
      drop(asked)
      throw error
    } finally {
      clearTimeout(deadline)
    }
  }

  return {
    open,
    async tell(payloads) {
      try {
        // The first to send connects; after a break reconnecting has its own delays.
        if (connecting !== undefined || (line === undefined && retry === undefined))
          await open().catch((error: unknown) => {
            noteTrouble(error)
            throw error
          })
        await ask(NOTIFY, [channel, payloads])
        watch()
        return true
      } catch {
        return false
      }
    },
    close() {
      closed = true
      clearTimeout(retry)
      drop(line)
    },
  }
}
