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
export const usualOrder = (sort: MessageSort): SortOrder => (sortsText(sort) ? 'asc' : 'desc')

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

/**
 * Requests a page of a campaign's messages: at most `limit` (1 … 200, default 50) after `cursor`, which belongs to the
 * same sort and order (`invalid_cursor` otherwise). Default: by name. Filters must all hold; each sort has an index, so
 * that any page costs the same.
 */
export interface MessageQuery {
  /** The campaign whose messages they are. */
  campaignId: string
  limit?: number | undefined
  cursor?: string | undefined
  sort?: MessageSort | undefined
  order?: SortOrder | undefined
  status?: MessageStatus | undefined
  /** The id of one of the campaign's links (`stats.links`): who clicked it, as far as the events are kept. */
  link?: string | undefined
  /** The host's own id of the recipient, to the letter. */
  ref?: string | undefined
  /** Beginning of email, name or company; case and accents are folded. */
  q?: string | undefined
}

/** What may stand between the cells of a CSV. */
export const csvSeparators = [',', ';', '\t'] as const

/** The whole table, in the order of the list. */
export interface ExportQuery extends Omit<MessageQuery, 'limit' | 'cursor'> {
  /** Spreadsheets of countries that write 1,5 expect `;`. @default ',' */
  separator?: (typeof csvSeparators)[number] | undefined
}
