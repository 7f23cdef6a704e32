import type { Clock } from '../../domain/clock.ts'
import type { OutgoingMessage, Transport, TransportResult } from '../../sending/transport/transport.ts'
import { recordingTransport } from '../recording-transport.ts'
import type { MailParts, SentMail } from './sent-mail.ts'

/** The mails that a test's server took, and the transport that brings them. */
export interface Outbox {
  transport: Transport
  mails: SentMail[]
  /** What else is known of one of them; undefined for a mail of another outbox, and for a copy. */
  partsOf(mail: SentMail): MailParts | undefined
  /** Mails so far, refused ones included. */
  readonly sends: number
  /** Mails that are not answered yet. */
  readonly pending: number
}

export interface OutboxOptions {
  clock: Clock
  read(message: OutgoingMessage): Promise<MailParts>
  /** What the server says to an address instead of taking the mail. */
  answerTo(email: string): TransportResult | undefined
}

export function createOutbox({ clock, read, answerTo }: OutboxOptions): Outbox {
  const mails: SentMail[] = []
  const parts = new WeakMap<SentMail, MailParts>()
  let pending = 0
  const transport = recordingTransport({
    clock,
    keepContent: false,
    async answer(message) {
      const refusal = answerTo(message.envelope.to)
      if (refusal !== undefined) return refusal
      pending += 1
      try {
        const taken = await read(message)
        mails.push(taken.mail)
        parts.set(taken.mail, taken)
      } finally {
        pending -= 1
      }
      return { kind: 'accepted', response: '250 kept in the outbox' }
    },
  })
  return {
    transport,
    mails,
    partsOf: (mail) => parts.get(mail),
    get sends() {
      return transport.sends.length
    },
    get pending() {
      return pending
    },
  }
}
