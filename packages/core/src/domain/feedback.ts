import type { MessageError } from './message.ts'
import type { When } from './when.ts'

/** What came back about a mail that a server had accepted, as whoever read the report understood it. */
export type FeedbackEvent =
  | BounceEvent
  | ComplaintEvent
  | UnsubscribeEvent
  | ResubscribeEvent
  | DeliveredEvent
  | DeferredEvent
  | AutoReplyEvent
  | AccountEvent

/** The kinds of events that come back, as a list. */
export const feedbackTypes = [
  'bounce',
  'complaint',
  'unsubscribe',
  'resubscribe',
  'delivered',
  'deferred',
  'autoreply',
  'account',
] as const satisfies FeedbackEvent['type'][]

/** How an event names our mail. They are tried in this order; the first that leads to a message counts. */
export interface FeedbackRefs {
  /** The id of the message, known to the host itself. */
  messageId?: string | undefined
  /** A token of the library's, as it stood in a header, an address or a provider's metadata. */
  token?: string | undefined
  /** The Message-ID of our mail, with or without its angle brackets; it holds a token. */
  rfcMessageId?: string | undefined
  /** The provider's own name of the mail, where a source has it stored (`needsProviderId`). */
  providerId?: string | undefined
}

interface AboutMessage {
  refs: FeedbackRefs
  /** The address it names. What is held back is always the message's own. */
  recipient?: string | undefined
  /** When it happened; default now, never later. */
  at?: When | undefined
  /** The provider's own word for it, such as `Transient/General`, for the log. */
  label?: string | undefined
}

/** A server sent the message back, or a provider gave it up. */
export interface BounceEvent extends AboutMessage {
  type: 'bounce'
  bounce: ReportedFailure
}

/** Why a message came back. */
export interface ReportedFailure {
  /** The server will not try again. */
  permanent: boolean
  error: MessageError
  /**
   * What it says of the address: it is dead (`now`), it is in trouble and a few more of these make it dead (`soft`), or
   * nothing (`no`). Default: `now` for a permanent failure whose `error.kind` is `address`, `soft` for what is the
   * mailbox's or the way's to it, else `no`.
   */
  suppress?: 'now' | 'soft' | 'no' | undefined
  /**
   * The provider did not even try, because a list of its own holds the address, and for what. That reason holds it back
   * here too, and no server refused it, so that it counts as a soft bounce in the figures.
   */
  ownList?: 'bounce' | 'complaint' | 'unsubscribe' | undefined
  /**
   * What else would be refused for the same cause: mail to this domain, or all of the campaign. Default: nothing else.
   */
  stop?: 'domain' | 'campaign' | undefined
}

/** The recipient called the message spam. */
export interface ComplaintEvent extends AboutMessage {
  type: 'complaint'
  complaint?: { feedbackType?: string | undefined } | undefined
}

/** The recipient unsubscribed elsewhere than on a page of ours: at the provider, or by a mail. */
export interface UnsubscribeEvent extends AboutMessage {
  type: 'unsubscribe'
  /** `all`: from everything; default: from the topic of the campaign, as the page does. */
  unsubscribe?: { all?: boolean | undefined } | undefined
}

/** The provider lifted its own list. Nothing is done: ours stays as it is. */
export interface ResubscribeEvent extends AboutMessage {
  type: 'resubscribe'
}

/** The recipient's server accepted the message. */
export interface DeliveredEvent extends AboutMessage {
  type: 'delivered'
}

/** The recipient's server put the message off, and the provider goes on trying. */
export interface DeferredEvent extends AboutMessage {
  type: 'deferred'
  deferred?: { error?: MessageError | undefined } | undefined
}

/** A program answered for the recipient, who may be away. Nothing is done. */
export interface AutoReplyEvent extends AboutMessage {
  type: 'autoreply'
}

/** The provider says that something is wrong with our account: it is about no message, and a person must act. */
export interface AccountEvent extends AboutMessage {
  type: 'account'
  account: { message: string }
}

/** What became of the events that were recorded together. */
export interface FeedbackResult {
  /** Stored with their message. */
  recorded: number
  /** Said before of the same message: nothing changed. */
  repeated: number
  /** Of messages that are not there (deleted, or never ours), or whose recipient was erased. */
  unknown: number
  /** Understood, and nothing to be done: deliveries, delays, automatic replies, and bounces of mails too old. */
  ignored: number
  /** Addresses that are held back from now on, because of these. */
  suppressed: number
}

/** What became of a whole mail that came back. */
export interface RecordedMail extends FeedbackResult {
  /** True where it is about a mail of ours: a report, a complaint, an automatic reply, or a request to unsubscribe. */
  understood: boolean
}
