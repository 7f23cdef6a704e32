import type { OutgoingMessage, TransportResult } from '../transport.ts'
import { type Failure, refusedBy } from './smtp-failure.ts'
import type { SmtpReply } from './smtp-replies.ts'

/** How much of a message the server has. */
type ExchangeProgress = 'envelope' | 'body' | 'handedOver'

/** One message on one session, from MAIL to the answer to its content. */
export interface Exchange {
  readonly message: OutgoingMessage
  /** Asked right before the body: false (the lease is over, the send was given up) keeps it back. */
  mayStart(): boolean
  progress: ExchangeProgress
  /** What became of it, given once; undefined while that is open. */
  result: TransportResult | undefined
  settle(result: TransportResult): void
}

export function newExchange(
  message: OutgoingMessage,
  mayStart: () => boolean,
  onResult: (result: TransportResult) => void,
): Exchange {
  return {
    message,
    mayStart,
    progress: 'envelope',
    result: undefined,
    settle(result) {
      if (this.result !== undefined) return
      this.result = result
      onResult(result)
    },
  }
}

/** What became of an exchange whose connection ended: only the server knows of a message that was handed over. */
export const lostWith = ({ progress }: Exchange, text: string): Failure => ({
  kind: 'lost',
  stage: progress === 'envelope' ? 'rcpt' : progress === 'body' ? 'body' : 'final',
  handedOver: progress === 'handedOver',
  text,
})

export const isPositive = ({ code }: SmtpReply): boolean => code >= 200 && code < 300
/** The server waits for the content. */
export const goesOn = ({ code }: SmtpReply): boolean => code >= 300 && code < 400
export const isRefusal = ({ code }: SmtpReply): boolean => code >= 400

/** Amazon SES answers with the name by which its notifications call the mail. */
const sesId = /^250 Ok ([0-9a-z]{16}-[0-9a-z]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6})$/i
const sesIdIn = (text: string): string | undefined => sesId.exec(text)?.[1]

/**
 * What a reply to the content says of it. One that says neither yes nor no leaves it
 * open, and so does a yes to what was not whole: the server may have taken that.
 */
export function contentResult(exchange: Exchange, reply: SmtpReply): TransportResult {
  const isWhole = exchange.progress === 'handedOver'
  if (isRefusal(reply)) return refusedBy(reply, isWhole ? 'final' : 'body')
  if (isWhole && isPositive(reply)) return { kind: 'accepted', response: reply.text, providerId: sesIdIn(reply.text) }
  return { kind: 'lost', stage: isWhole ? 'final' : 'body', handedOver: isWhole || isPositive(reply), text: reply.text }
}
