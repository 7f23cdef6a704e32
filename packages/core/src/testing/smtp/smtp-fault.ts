/**
 * Where in the conversation (RFC 5321) a fault happens. `body`: amid the content, after its first bytes; `final`: after
 * the dot, with the content received whole, where after a lost answer the outcome cannot be known.
 */
export type SmtpFaultPoint =
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'body'
  | 'final'
  | 'rset'
  | 'noop'

/** One thing that goes wrong. */
export type SmtpFault =
  /** Answers this instead, and continues. */
  | { at: SmtpFaultPoint; reply: string }
  /** Answers this and closes the connection, as 421 announces. */
  | { at: SmtpFaultPoint; replyAndClose: string }
  /** Breaks the connection without an answer. */
  | { at: SmtpFaultPoint; drop: true }
  /** Never answers; the connection stays open. */
  | { at: SmtpFaultPoint; silent: true }
  /** Answers as usual, but later. */
  | { at: SmtpFaultPoint; delayMs: number }
  /** Sends garbage where a TLS handshake is due. */
  | { at: 'starttls'; breakTls: true }

/**
 * What a script can decide by. Numbers count over the life of the server, so that a script can say "the second
 * connection" or "the first attempt for this recipient" without keeping count itself.
 */
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

/**
 * Called at each point of each conversation, in order; undefined: no fault there. The fault
 * it returns happens at that point.
 */
export type SmtpScript = (moment: SmtpMoment) => SmtpFault | undefined

/**
 * A message whose content the server received whole, whatever it answered. `from` and `to` are the envelope's, `at` is
 * in ms since the epoch by the machine's clock.
 */
export interface ReceivedMail {
  from: string
  to: string
  /** What its sender wants it to be called in reports (ENVID); undefined where it said nothing. */
  envelopeId: string | undefined
  /** Undone dot-stuffing, without the final dot; empty unless `keepContent`. */
  raw: Buffer
  at: number
  /** The reply code it was answered with; undefined when the answer was never given. */
  answered: number | undefined
}
