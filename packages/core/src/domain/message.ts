import type { Content, Headed } from './campaign-input.ts'
import type { PageQuery } from './page.ts'
import type { RecipientInput } from './recipient.ts'
import type { DefinedStream, NoContent } from './stream.ts'
import type { When } from './when.ts'

/**
 * The durable states of a message, as a list. `claimed` and `sending` are two on purpose: after a crash the first is
 * sent again safely, the second is `unknown`.
 */
export const messageStates = [
  'queued',
  'claimed',
  'sending',
  'sent',
  'failed',
  'skipped',
  'unknown',
  'cancelled',
] as const
/** The durable state of a message, as the store keeps it; what the API shows is `MessageStatus`. */
export type MessageState = (typeof messageStates)[number]

/**
 * What the API shows of a message, as a list. When filtering, `opened` includes `clicked`, and `sent` means neither.
 */
export const messageStatuses = [
  'queued',
  'sending',
  'sent',
  'opened',
  'clicked',
  'failed',
  'skipped',
  'unknown',
  'bounced',
  'unsubscribed',
  'cancelled',
] as const
/**
 * What the API shows of a message: its state, and once it is sent the furthest thing that happened to it; what the
 * recipient or their server said (`unsubscribed`, `bounced`) wins over all. A message is shown with one and found by
 * several (`statusConditions`).
 */
export type MessageStatus = (typeof messageStatuses)[number]

/** What lists of messages can be sorted by. Default `name`; rows without a value come last in both orders. */
export const messageSorts = ['name', 'company', 'sentAt', 'opens', 'clicks', 'lastOpenAt'] as const
/** A column that lists of messages can be sorted by. */
export type MessageSort = (typeof messageSorts)[number]
/** Default `asc` for names and companies, and `desc` for times and counts. */
export type SortOrder = 'asc' | 'desc'

/** True of the columns that hold text, which is sorted folded; the others hold numbers. */
export const sortsText = (sort: MessageSort): boolean => sort === 'name' || sort === 'company'
/** Text from A, figures and times from the largest: what a reader expects of the first click on a column. */
export const usualOrder = (sort: MessageSort | 'createdAt'): SortOrder =>
  sort === 'name' || sort === 'company' ? 'asc' : 'desc'

/** Why a message failed or waits, as a list: the classes of server answers, or of missing ones. */
export const failureKinds = [
  'address',
  'mailbox',
  'policy',
  'rate',
  'greylist',
  'content',
  'auth',
  'config',
  'connection',
  'protocol',
  'compose',
  'expired',
  'bounce',
  'other',
] as const
/**
 * The class of a failure, from the reply code, the enhanced status code (RFC 3463) and the text of the answer; it
 * decides whether the message is tried again, the campaign is paused or the address is suppressed.
 */
export type FailureKind = (typeof failureKinds)[number]

/**
 * The last thing that went wrong with a message; none for a message that was sent in the end. Holds no address, and
 * nothing of where the host's own server is.
 */
export interface MessageError {
  kind: FailureKind
  /** The server's answer, its addresses cut to their domains, or the library's sentence; at most 500 characters. */
  message: string
  /** The SMTP reply code, 4xx or 5xx. */
  code?: number | undefined
  /** The enhanced status code of RFC 3463, such as `5.1.1`. */
  enhancedCode?: string | undefined
}

/**
 * A line of the per-contact table. Times are ISO 8601 UTC, null until then; opens and clicks are headline counts,
 * machines left out. Of an erased recipient `email` is a placeholder address (`erased-<id>@invalid`), and ref,
 * name and company are null.
 */
export interface MessageItem {
  id: string
  /** Null for a message of a stream. */
  campaignId: string | null
  /** The key of its stream; null for a message of a campaign. */
  stream: string | null
  /** Always null: of the key that a message was sent with a digest is kept, because a key may hold an address. */
  key: string | null
  /** The host's own id of the recipient, as it was given. */
  ref: string | null
  name: string | null
  email: string
  company: string | null
  status: MessageStatus
  opens: number
  clicks: number
  /** Sum of this recipient's measured read time in milliseconds; null when none could be measured. */
  readMs: number | null
  sentAt: string | null
  lastOpenAt: string | null
  lastClickAt: string | null
  /** How often it was handed to a transport. */
  attempts: number
  error: MessageError | null
}

/** One message. Times are ISO 8601 UTC. */
export interface Message extends MessageItem {
  /** As it was written: a template, unless a program rendered it. */
  subject: string
  /** When it was given to its stream, or its campaign was planned. */
  createdAt: string
  /** When it is to leave, where it waits for a time that it was given, or its campaign for one. */
  scheduledAt: string | null
  /** The Message-ID of the mail as it was sent, until there is another first secret; null until it was made. */
  rfcMessageId: string | null
}

/** What sends one message. */
export type MessageInput<D = Record<string, unknown>> = Headed &
  (Content | NoContent) & {
    /** The stream, by its key or its definition. */
    stream: string | DefinedStream<D>
    to: string | Omit<RecipientInput, 'data'>
    /** What is merged in; JSON of at most 64 KB, unless a definition renders it. */
    data?: D | undefined
    /** It leaves then, or as soon after as a sender runs. */
    scheduledAt?: When | undefined
    /**
     * A fact such as `receipt A-1007`, at most 200 characters: the stream never has a second message with it, for as
     * long as the first is kept and at least 60 days. The first one counts, whatever a later call says.
     */
    key?: string | undefined
  }

/** What `send` answers; `created: false`: the key had made it before. */
export interface SentMessage {
  id: string
  /** `skipped`: the address is held back, which is no error. */
  status: MessageStatus
  created: boolean
}

/**
 * Requests a page of messages: at most `limit` (1 … 200, default 50) after `cursor`, which belongs to the same sort and
 * order (`invalid_cursor` otherwise). Default: of a campaign by name, of a stream the newest that were sent. Filters
 * must all hold; each sort has an index, so that any page costs the same.
 */
export interface MessageTableQuery {
  limit?: number | undefined
  cursor?: string | undefined
  sort?: MessageSort | undefined
  order?: SortOrder | undefined
  status?: MessageStatus | undefined
  /** The id of a link (`stats.links`): who clicked it, as far as the events are kept. */
  link?: string | undefined
  /** The host's own id of the recipient, to the letter. */
  ref?: string | undefined
  /** Beginning of email, name or company; case and accents are folded. */
  q?: string | undefined
}

/** Whose messages they are: a campaign's, or those of the stream with this key. */
export type MessagesOf = { campaignId: string; stream?: undefined } | { stream: string; campaignId?: undefined }

/**
 * A person's history: the messages of all campaigns and streams to the address that the contact has now, the newest
 * first. It has no filters.
 */
export type ContactMessages = PageQuery & { contactId: string } & {
  [K in Exclude<keyof MessageTableQuery, keyof PageQuery> | 'campaignId' | 'stream']?: undefined
}

/** The messages of a campaign, a stream or a contact. */
export type MessageQuery = (MessageTableQuery & MessagesOf & { contactId?: undefined }) | ContactMessages

/** What may stand between the cells of a CSV. */
export const csvSeparators = [',', ';', '\t'] as const

/** The whole table, in the order of the list. */
export type ExportQuery = MessagesOf & ExportTableQuery

/** The same without whose it is. */
export interface ExportTableQuery extends Omit<MessageTableQuery, 'limit' | 'cursor'> {
  /** Spreadsheets of countries that write 1,5 expect `;`. @default ',' */
  separator?: (typeof csvSeparators)[number] | undefined
}
