import type { Socket } from 'node:net'
import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import { MailboxFault } from './fault.ts'
import type { Watch } from './watch.ts'

/** A connection that is logged in. Once lost it stays lost. */
export interface Connection {
  client: ImapFlow
  /** Resolves when it has new mails, after `ms`, or when closing. Rejects when the connection is lost. */
  wait(ms: number): Promise<void>
  /** Throws where the connection is lost: some of imapflow's calls then just answer false. */
  check(): void
  /** Takes leave of the server, and waits for its answer no longer than until `signal`. */
  leave(signal: AbortSignal): Promise<void>
}

/** More than the part of a mail that is read; a server that ignores that limit must not fill the memory. */
const LONGEST_LITERAL = 2 * 1024 * 1024
/** A list of a million UIDs. */
const LONGEST_LINE = 16 * 1024 * 1024

/** Connects and logs in. Rejects with an error of imapflow, or with a fault. */
export async function connect({ options, closing }: Watch): Promise<Connection> {
  const client = new ImapFlow({ ...(await given(options.imap, closing)), ...ours })
  hearSockets(client)
  let failure: unknown
  let news = false
  let wake = () => {}
  client.on('error', (error) => {
    failure = error
  })
  client.on('close', () => wake())
  client.on('exists', () => {
    news = true
    wake()
  })
  const stop = () => client.close()
  closing.addEventListener('abort', stop)
  try {
    await client.connect()
  } finally {
    closing.removeEventListener('abort', stop)
  }

  const check = () => {
    if (!client.usable || client.isClosed) throw failure ?? new MailboxFault('connection_lost')
  }
  return {
    client,
    check,
    async wait(ms) {
      const waking = new AbortController()
      wake = () => waking.abort()
      if (!news && ms > 0 && client.usable) {
        void idle(client)
        await options.clock.sleep(ms, AbortSignal.any([waking.signal, closing]))
      }
      wake = () => {}
      news = false
      check()
    },
    async leave(signal) {
      if (client.usable)
        await unlessAborted(
          client.logout().catch(() => undefined),
          signal,
        )
      client.close()
    },
  }
}

/**
 * imapflow listens to a socket no more once it closes, and a reset that comes after that would end the process. So each
 * of its sockets is listened to from the moment it is there, also while the connection is being made.
 */
function hearSockets(client: ImapFlow): void {
  let current: Socket | false | null | undefined
  Object.defineProperty(client, 'socket', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(socket: typeof current) {
      current = socket
      if (socket) socket.on('error', () => undefined)
    },
  })
}

/** What the host may not decide: its log would hold addresses, and more than a mail's part would fill the memory. */
const ours = {
  logger: false,
  emitLogs: false,
  logRaw: false,
  verifyOnly: false,
  // It would begin between two commands of ours too, when the store is slow.
  disableAutoIdle: true,
  maxLiteralSize: LONGEST_LITERAL,
  maxLineLength: LONGEST_LINE,
  maxResponseSize: 2 * LONGEST_LINE,
} as const satisfies ImapFlowOptions

/** What the host's function answers, unless the watch is closed first. */
async function given(imap: Watch['options']['imap'], closing: AbortSignal): Promise<ImapFlowOptions> {
  let answer: unknown
  try {
    answer = await unlessAborted(Promise.resolve(imap()), closing)
  } catch (error) {
    throw new MailboxFault('imap_options_failed', error)
  }
  if (typeof answer !== 'object' || answer === null) throw new MailboxFault('imap_options_failed')
  return answer
}

/** The second call polls, where the server refused the first. One that ends each at once is not asked for ever. */
async function idle(client: ImapFlow): Promise<void> {
  for (let times = 0; times < 2 && client.usable; times += 1) {
    const ended = await client.idle().catch(() => false)
    if (ended !== false) return
  }
}

/** What it resolves with, or undefined as soon as the signal is aborted. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
