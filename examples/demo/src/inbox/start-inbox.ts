import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { readSummary } from './read-mail.ts'
import { reportOf } from './report-of.ts'

export interface Inbox {
  /** Where the server listens, for `smtpTransport`. */
  smtpUrl: string
  mailbox: Mailbox
  /**
   * Emits `change` when a mail arrived or all were deleted, and `report` with the report of a mail that comes back a
   * moment after it was accepted.
   */
  changes: EventEmitter<{ change: []; report: [raw: string] }>
  stop(): Promise<void>
}

const LARGEST_MAIL_BYTES = 25_000_000
const CLOSE_TIMEOUT_MS = 1000
/** How long a mail that comes back is away. */
const RETURN_MS = 1000

/**
 * A catch-all SMTP server on 127.0.0.1 (any port unless `port` says one) that keeps what it receives in `filename`. It
 * needs no login and offers no TLS, so it must never listen on another interface. Addresses that end in `.invalid` are
 * refused, and mails to `gone…` and `full…` come back later, so that failures can be tried as well.
 */
export async function startInbox(options: { filename: string; port?: number }): Promise<Inbox> {
  const mailbox = openMailbox(options.filename)
  const changes = new EventEmitter<{ change: []; report: [raw: string] }>()
  changes.setMaxListeners(0)
  const server = new SMTPServer({
    name: 'inbox.sillage.test',
    banner: 'Sillage demo inbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onRcptTo({ address }, _session, callback) {
      if (!/\.invalid$/i.test(address)) return callback()
      callback(Object.assign(new Error('5.1.1 nobody lives under this name'), { responseCode: 550 }))
    },
    onData(stream, session, callback) {
      receive(stream, session).then(
        () => callback(null, 'kept in the inbox'),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })
  // A sender that vanishes in the middle of a session is an event here, not a fault of the inbox.
  server.on('error', () => {})

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession) {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    if (stream.sizeExceeded) throw Object.assign(new Error('the mail is larger than 25 MB'), { responseCode: 552 })
    const raw = Buffer.concat(chunks)
    const { from, to, subject } = await readSummary(raw)
    const envelope = session.envelope.rcptTo.map(({ address }) => address).join(', ')
    mailbox.add({ from, to: to || envelope, subject, receivedAt: new Date().toISOString(), raw })
    changes.emit('change')
    const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
    for (const { address } of session.envelope.rcptTo) {
      const report = reportOf(address, sender, raw)
      if (report !== undefined) setTimeout(() => changes.emit('report', report), RETURN_MS).unref()
    }
  }

  const listener = server.listen(options.port ?? 0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo

  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mailbox,
    changes,
    async stop() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      mailbox.close()
    },
  }
}
