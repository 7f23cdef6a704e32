/**
 * What is used of a nodemailer Transporter. Any Transporter of nodemailer 6 to 10 is one, and so is what its plug-ins
 * make; none of nodemailer's own types is asked for, so that the app's version need not be ours.
 */
export interface MailTransporter {
  /** Sends one mail that is composed already; resolves with what its transport says of it. */
  sendMail(mail: TransporterMail): Promise<unknown>
  /** Connects and logs in without a mail; rejects when that fails. */
  verify?(): Promise<unknown>
  /** Ends idle connections. */
  close?(): void
}

/** The mail a Transporter is given: MIME as it was composed, and an explicit envelope. */
export interface TransporterMail {
  raw: Buffer
  envelope: { from: string; to: string[] }
  /** For a server that offers reports (RFC 3461). */
  dsn?: { id: string; return: 'headers'; notify: 'failure'[] }
  disableFileAccess: true
  disableUrlAccess: true
  signal?: AbortSignal
}

/** What Transporters say of a mail they handed over, as far as it is read. */
export interface TransporterInfo {
  messageId?: unknown
  response?: unknown
  accepted?: readonly unknown[]
  rejected?: readonly unknown[]
}

/** An error of a Transporter: nodemailer's fields, of which each major has other ones, and those of system calls. */
export interface TransporterError extends Error {
  code?: unknown
  command?: string
  response?: unknown
  responseCode?: number
  /** The code it had before nodemailer gave it its own. */
  originalCode?: string
  timeoutType?: string
  syscall?: string
}
