/** Where in the conversation a fault strikes. `body`: amid the content; `final`: after the dot, the content received whole. */
export type SmtpFaultPoint = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'final'

/** One thing that goes wrong. */
export type SmtpFault =
  /** Answers this instead, and goes on. */
  | { at: SmtpFaultPoint; reply: string }
  /** Answers this and closes the connection, as 421 announces. */
  | { at: SmtpFaultPoint; replyAndClose: string }
  /** Breaks the connection without an answer. */
  | { at: SmtpFaultPoint; drop: true }
  /** Never answers; the connection stays open. */
  | { at: SmtpFaultPoint; silent: true }
  /** Answers as ever, but later. */
  | { at: SmtpFaultPoint; delayMs: number }
  /** Speaks garbage where a TLS handshake is due. */
  | { at: 'starttls'; breakTls: true }

/** What a script decides by. */
export interface SmtpMoment {
  at: SmtpFaultPoint
  /** Number of the connection, from 0. */
  connection: number
  /** Number of the message over all connections, from 0; at `greeting` to `auth` the number the next one will have. */
  message: number
  /** The envelope's recipient, from `rcpt` on. */
  recipient: string | undefined
  /** How often this recipient was named before, from 0. */
  attempt: number
}

/** Asked at each point; undefined: all goes well. */
export type SmtpScript = (moment: SmtpMoment) => SmtpFault | undefined

/** A message whose content the server received whole. */
export interface ReceivedMail {
  from: string
  to: string
  /** Undone dot-stuffing, without the final dot; empty unless `keepContent`. */
  raw: Buffer
  at: number
  /** The reply code it was answered with; undefined when the answer was never given. */
  answered: number | undefined
}
