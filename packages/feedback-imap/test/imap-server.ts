import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { answer, type Session } from './imap-commands.ts'
import { MailFolder, type StoredMail } from './mail-folder.ts'

/** Where a fault may happen: before a command acts, or after it did and before the client is answered. */
export type Moment = 'login' | 'select' | 'search' | 'fetch' | 'store' | 'stored' | 'move' | 'moved' | 'create'
/** The connection is cut, or the command refused. */
export type Fault = 'cut' | 'refuse'

export interface ImapServerOptions {
  /** What it can, behind IMAP4rev1. */
  capabilities?: string
  /** What clients may store; `\*` stands for keywords of their own. */
  permanentFlags?: string
  delimiter?: string
}

/**
 * An IMAP server in this process, with as much of the protocol as a watch uses, over TCP on 127.0.0.1. A test sees and
 * changes what it keeps, and says at which command it fails.
 */
export class ImapServer {
  readonly capabilities: string
  permanentFlags: string
  readonly delimiter: string
  readonly folders = new Map([['INBOX', new MailFolder()]])
  /** The access tokens that are taken; the password always is `secret`. */
  readonly tokens = new Set<string>()
  /** Each command as it came, without its tag; of logins the first word. */
  readonly commands: string[] = []
  readonly sessions = new Set<Session>()
  /** What it answers to a fetch instead of sending this mail. */
  readonly unreadable = new Set<StoredMail>()
  /** Mails that a person marks while the next is sent. */
  readonly flaggedAmid: StoredMail[] = []
  #faults: { moment: Moment; fault: Fault; after: number }[] = []
  readonly #listener = createServer((socket) => this.#serve(socket))

  constructor(options: ImapServerOptions = {}) {
    this.capabilities = options.capabilities ?? 'IDLE MOVE UIDPLUS NAMESPACE SASL-IR AUTH=PLAIN AUTH=XOAUTH2'
    this.permanentFlags = options.permanentFlags ?? '\\Seen \\Deleted \\*'
    this.delimiter = options.delimiter ?? '/'
  }

  async listen(): Promise<void> {
    this.#listener.listen(0, '127.0.0.1')
    await once(this.#listener, 'listening')
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port
  }

  folder(name: string): MailFolder {
    const folder = this.folders.get(name)
    if (folder === undefined) throw new Error(`the server has no folder ${name}`)
    return folder
  }

  /** A mail arrives, and clients are notified. */
  deliver(raw: string, date = new Date(), name = 'INBOX'): StoredMail {
    const folder = this.folder(name)
    const mail = folder.add(raw, date)
    for (const session of this.sessions) if (session.folder === folder) session.send(`* ${folder.mails.length} EXISTS`)
    return mail
  }

  /** A person marks a mail, and clients are notified. */
  flag(mail: StoredMail, flag: string): void {
    mail.flags.add(flag)
    for (const { folder, send } of this.sessions) {
      const number = (folder?.mails.indexOf(mail) ?? -1) + 1
      if (number > 0) send(`* ${number} FETCH (UID ${mail.uid} FLAGS (${flag}))`)
    }
  }

  /** The next time that this happens, or the one after so many, it fails. */
  fail(moment: Moment, fault: Fault, after = 0): void {
    this.#faults.push({ moment, fault, after })
  }

  /** The fault of this moment, if there is one. */
  faultAt(moment: Moment): Fault | undefined {
    const next = this.#faults.find((one) => one.moment === moment)
    if (next === undefined || next.after-- > 0) return undefined
    this.#faults = this.#faults.filter((one) => one !== next)
    return next.fault
  }

  /** Notifies all other clients of mails that are gone. */
  expunged(by: Session, folder: MailFolder, numbers: readonly number[]): void {
    for (const session of this.sessions)
      if (session !== by && session.folder === folder) for (const number of numbers) session.send(`* ${number} EXPUNGE`)
  }

  /** How many clients wait for news. */
  get idling(): number {
    return [...this.sessions].filter(({ idling }) => idling !== undefined).length
  }

  cutAll(): void {
    for (const session of this.sessions) session.cut()
  }

  async close(): Promise<void> {
    this.#listener.close()
    this.cutAll()
    if (this.#listener.listening) await once(this.#listener, 'close')
  }

  #serve(socket: Socket): void {
    const session: Session = {
      server: this,
      folder: undefined,
      idling: undefined,
      loggingIn: undefined,
      send: (line) => {
        if (!socket.destroyed) socket.write(`${line}\r\n`)
      },
      cut: () => socket.destroy(),
      isCut: () => socket.destroyed,
    }
    this.sessions.add(session)
    socket.on('close', () => this.sessions.delete(session))
    // A client that was cut off may be writing.
    socket.on('error', () => undefined)
    session.send('* OK ready')
    const lines = createInterface({ input: socket })
    // It repeats the errors of the socket.
    lines.on('error', () => undefined)
    lines.on('line', (line) => {
      if (!session.isCut()) answer(session, line)
    })
  }
}
