import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { type SecureContextOptions, TLSSocket } from 'node:tls'
import { anyObject, type Checks, checkOptions, flag, func, whole } from '../../domain/expect/index.ts'
import { converse } from './smtp-conversation.ts'
import type { ReceivedMail, SmtpScript } from './smtp-fault.ts'

/**
 * Options of `faultySmtpServer`. Without any it is a server that accepts everything, without login and TLS. What it
 * offers in EHLO is decided here, what goes wrong by the script.
 */
export interface FaultySmtpServerOptions {
  /** Decides at each point of a conversation what goes wrong. Default: nothing does. */
  script?: SmtpScript | undefined
  /** Default: any free port of 127.0.0.1. */
  port?: number | undefined
  /** Offer PIPELINING, as most servers do. Default true. */
  pipelining?: boolean | undefined
  /** Offer AUTH PLAIN LOGIN; every password is right unless the script says otherwise. Default false. */
  auth?: boolean | undefined
  /** Key and certificate; offers STARTTLS. A script can break TLS also without. */
  tls?: SecureContextOptions | undefined
  /** Offer STARTTLS. Default: when `tls` is given. */
  starttls?: boolean | undefined
  /** Keep the content of the mails in the record. Default true. */
  keepContent?: boolean | undefined
  /** Size that is offered (RFC 1870). */
  size?: number | undefined
  /** Offer reports (DSN, RFC 3461). Default false. */
  dsn?: boolean | undefined
}

/**
 * A running `faultySmtpServer`, with the record of what it received: `received` has every mail whose content came in
 * whole, which are all that a sender must not send twice; `accepted()` those of them that were answered 250.
 */
export interface FaultySmtpServer {
  readonly port: number
  readonly url: string
  /** Every mail whose content came in whole, also where the answer was lost or a refusal. */
  readonly received: ReceivedMail[]
  /** Those that were answered 250. */
  accepted(): ReceivedMail[]
  /** How many connections were made. */
  readonly connections: number
  /** Connections open now. */
  readonly open: number
  /** The most that were open at once. */
  readonly mostOpen: number
  /** Changes what goes wrong from now on; undefined: nothing does. */
  setScript(script: SmtpScript | undefined): void
  /** Stops listening and breaks every connection. */
  close(): Promise<void>
}

const checks: Checks<FaultySmtpServerOptions> = {
  script: func,
  port: whole(0, 65_535),
  pipelining: flag,
  auth: flag,
  tls: anyObject,
  starttls: flag,
  keepContent: flag,
  size: whole(0, undefined, 'bytes'),
  dsn: flag,
}

/**
 * A real SMTP server on a port of its own with the faults a script asks for, at any point of the conversation,
 * and a record of what it received. Made for tests of senders: 4xx and then 2xx, 5xx at each stage, 421 and close,
 * drops before and after every step, silence, slowness, broken TLS. Resolves when it listens, on 127.0.0.1; rejects
 * when the port is taken, and with `invalid_option`.
 */
export async function faultySmtpServer(given: FaultySmtpServerOptions = {}): Promise<FaultySmtpServer> {
  const options = checkOptions('faultySmtpServer', given, checks)
  let script = options.script
  let messages = 0
  let connections = 0
  let mostOpen = 0
  const received: ReceivedMail[] = []
  const sockets = new Set<Socket>()
  const named = new Map<string, number>()
  const { tls } = options
  const extensions = (encrypted: boolean) => [
    ...((options.pipelining ?? true) ? ['PIPELINING'] : []),
    ...(options.auth === true ? ['AUTH PLAIN LOGIN'] : []),
    ...((options.starttls ?? tls !== undefined) && !encrypted ? ['STARTTLS'] : []),
    ...(options.size === undefined ? [] : [`SIZE ${options.size}`]),
    ...(options.dsn === true ? ['DSN'] : []),
    '8BITMIME',
  ]

  const server = createServer((socket) => {
    sockets.add(socket)
    mostOpen = Math.max(mostOpen, [...sockets].filter((one) => !one.writableEnded).length)
    socket.once('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    let encrypted = false
    converse({
      socket,
      connection: connections++,
      script: (moment) => script?.(moment),
      extensions: () => extensions(encrypted),
      keepContent: options.keepContent ?? true,
      nextMessage: () => messages++,
      peekMessage: () => messages,
      attemptOf: (recipient) => {
        const before = named.get(recipient) ?? 0
        named.set(recipient, before + 1)
        return before
      },
      received: (mail) => received.push(mail),
      startTls:
        tls === undefined
          ? undefined
          : (plain) => {
              encrypted = true
              return new TLSSocket(plain, { ...tls, isServer: true })
            },
    })
  })
  const port = await listen(server, options.port ?? 0)

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    accepted: () => received.filter((mail) => mail.answered === 250),
    get connections() {
      return connections
    },
    get open() {
      return sockets.size
    },
    get mostOpen() {
      return mostOpen
    },
    setScript(next) {
      script = next
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
