import type { KeyObject } from 'node:crypto'
import type { Limits } from '../../domain/campaign.ts'

/**
 * The step of SMTP (RFC 5321) that a send had reached when the server said no, or fell silent. `body`: the content was
 * being handed over; `final`: all of it had been. What is done about a failure follows from it: before `mail` it is the
 * server's matter and costs the message nothing.
 */
export type TransportStage = 'connect' | 'greeting' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'final'

/**
 * One message to one recipient. `raw` is the complete MIME message with CRLF line ends, dots not doubled; it does not
 * change until the send is over, and may afterwards, so a transport that keeps it keeps a copy; `mailParts` reads it
 * apart for an API that takes no MIME. `from` of the envelope is where bounces go and may differ from the header's.
 */
export interface OutgoingMessage {
  envelope: {
    from: string
    to: string
    /** What a report calls this message (ENVID, RFC 3461), where the server offers that. */
    id?: string | undefined
  }
  /** Of a message in parts, joined anew each time it is read. */
  readonly raw: Buffer
  /**
   * The same bytes in pieces, of a message with attachments: what only this one has, then what all messages of its
   * content share. Each piece ends with a line, and the last line is not empty. Nobody may change them; a transport
   * that writes them one after the other copies no file.
   */
  readonly parts?: readonly [Buffer, ...Buffer[]] | undefined
}

/**
 * Options of one send. The sender gives both: the message's lease less a margin as `timeoutMs`, so that the outcome is
 * stored while the message is still its own, and a signal that it aborts when it has to stop.
 */
export interface SendOptions {
  /** Gives the send up; what is on the wire is cut, and the result says how far it had come. */
  signal?: AbortSignal | undefined
  /** The send has an outcome after this many milliseconds. Default: the transport's own `timeoutMs`. */
  timeoutMs?: number | undefined
  /** The server that the message has a slot of, where servers have limits: the one to try first, while it works. */
  server?: number | undefined
  /**
   * Asked before the message goes by another server with limits: waits for a slot of it, a second at most; false where
   * there is none. Without this, no limits are kept.
   */
  mayLeaveBy?: ((server: number) => Promise<boolean>) | undefined
}

/**
 * What became of one send, and how far it had come; what is done about it (retry, fail, `unknown`, wait, pause) follows
 * from that by RFC 3463 codes and the words beside them. Text is the server's answer or our sentence, unredacted: it
 * may name the address, which is taken out before it is stored or logged.
 */
export type TransportResult =
  /** `providerId`: the name of this mail in the provider's reports, where it gives one. */
  | { kind: 'accepted'; response: string; providerId?: string | undefined }
  /** The server answered, and said no. `code` 4xx or 5xx. */
  | { kind: 'refused'; stage: TransportStage; code: number; enhancedCode: string | undefined; text: string }
  /**
   * No answer: connection refused, lost, timed out or given up. `handedOver` when the body's last byte had left: nobody
   * can know what became of it.
   */
  | { kind: 'lost'; stage: TransportStage; handedOver: boolean; text: string }
  /**
   * Nothing can be sent with these settings: credentials missing, certificate refused, envelope or options impossible.
   */
  | { kind: 'unusable'; reason: 'auth' | 'config'; stage: TransportStage; text: string }

/** What became of one server, in this process, of a transport with several. */
export interface ServerMetrics {
  /** Host and port. */
  name: string
  /** Messages that it took. */
  sent: number
  /** True while it cannot be used, and the others are. */
  away: boolean
}

/** What a transport learned of one of its servers without sending a message. */
export interface ServerReport {
  /** Host and port. */
  name: string
  /** Why nothing could be sent by it; undefined where it is ready. */
  failure: Exclude<TransportResult, { kind: 'accepted' }> | undefined
  /** What the connection is encrypted with, as `TLSv1.3`; undefined for plain text, and where there is none. */
  tls: string | undefined
  /** Whether it took a login; false where none is configured, or it offers none. */
  loggedIn: boolean
}

/** The public half of a key that signs, and where it has to be in the DNS. */
export interface DkimPublicKey {
  /** The domain that signs. */
  domainName: string
  /** The key is published at `<keySelector>._domainkey.<domainName>`. */
  keySelector: string
  /** RSA or Ed25519. */
  publicKey: KeyObject
}

/**
 * Hands messages to a mail server. `send` never rejects for reasons of mail: every outcome is a result that says how
 * far it came. One that rejects all the same counts as handed over, and its message as `unknown`, because nobody can
 * know. Sends run side by side; a transport queues what is more than it has connections for.
 */
export interface Transport {
  /** What it is, for logs. */
  readonly name: string
  /** Host and port of its server, or of several with commas, for whoever has to know which one is away. */
  readonly server?: string | undefined
  /** The longest a send takes, in milliseconds, waiting for a connection included. Leases are made longer than this. */
  readonly timeoutMs: number
  /**
   * Sends one message and says what became of it; a connection lost after the content was handed over is `lost` with
   * `handedOver`.
   */
  send(message: OutgoingMessage, options?: SendOptions): Promise<TransportResult>
  /**
   * Connects and logs in, without a message: undefined when that works, else why not. Asked while the server cannot be
   * reached, to learn when it can.
   */
  verify(options?: SendOptions): Promise<Exclude<TransportResult, { kind: 'accepted' }> | undefined>
  /**
   * What each of its servers may get, whichever campaign it is from and by all processes on the store together, where
   * any has limits. The sender keeps them: it takes slots of those that are `ready`.
   */
  readonly limits?: readonly (Limits | undefined)[] | undefined
  /** Which servers could take messages now, by their places among `limits`. Default: all. */
  ready?(): readonly number[]
  /** Its servers, where it has several. */
  servers?(): readonly ServerMetrics[]
  /**
   * Whether it signs mails from this domain (ASCII, lower case) so that DMARC counts it; where it does not, the log
   * warns. Of a transport without this, nothing is known: its server may sign.
   */
  aligned?(fromDomain: string): boolean
  /**
   * Connects to each of its servers by itself, as `verify` does to any, says what it found and leaves. For whoever
   * examines a set-up; without this, `verify` alone is asked.
   */
  examine?(options?: SendOptions): Promise<readonly ServerReport[]>
  /** The keys it signs with, each once. Of a transport without this, nothing is known: its server may sign. */
  dkimKeys?(): readonly DkimPublicKey[]
  /**
   * Ends idle connections at once and the others after their message; resolves when all are gone. Sends from then on
   * are `lost`.
   */
  close(): Promise<void>
}
