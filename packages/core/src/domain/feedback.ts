import type { MessageError } from './message.ts'
import type { When } from './when.ts'

/** What came back about a message that a server had accepted, as whoever read the report understood it. */
export type FeedbackEvent = BounceEvent | ComplaintEvent

interface AboutMessage {
  /** How it names the message: by its id, which only a token of the library's proves. */
  refs: { messageId: string }
  /** When it happened; default now, never later. */
  at?: When | undefined
}

/** A server sent the message back. */
export interface BounceEvent extends AboutMessage {
  type: 'bounce'
  /** The address the report names; one other than the message's is a forward, which counts as soft. */
  recipient?: string | undefined
  bounce: {
    /** The server will not try again. */
    permanent: boolean
    error: MessageError
    /** Whether the address is dead. Default: when the bounce is permanent and `error.kind` is `address`. */
    suppress?: boolean | undefined
  }
}

/** The recipient called the message spam. */
export interface ComplaintEvent extends AboutMessage {
  type: 'complaint'
  complaint?: { feedbackType?: string | undefined } | undefined
}

/** What became of the events that were recorded together. */
export interface FeedbackResult {
  /** Stored with their message. */
  recorded: number
  /** Of messages that are not there (deleted, or never ours), or whose recipient was erased. */
  unknown: number
  /** Addresses that are held back from now on, because of these. */
  suppressed: number
}
