/** The durable states of a message. `claimed` and `sending` are two states on purpose: after a crash the first is sent again safely, the second is `unknown`. */
export const messageStates = ['queued', 'claimed', 'sending', 'sent', 'failed', 'skipped', 'unknown'] as const
export type MessageState = (typeof messageStates)[number]

/** What the API shows of a message. When filtering, `opened` includes `clicked`, and `sent` means neither. */
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
] as const
export type MessageStatus = (typeof messageStatuses)[number]

export const messageSorts = ['name', 'sentAt', 'opens', 'clicks', 'lastOpenAt'] as const
export type MessageSort = (typeof messageSorts)[number]
export type SortOrder = 'asc' | 'desc'

/** Why a message failed or waits: what the server's answer, or its silence, was taken for. */
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
export type FailureKind = (typeof failureKinds)[number]

/** The last thing that went wrong with a message. */
export interface MessageError {
  kind: FailureKind
  /** The server's answer or our sentence, without addresses; at most 500 characters. */
  message: string
  /** The SMTP reply code, 4xx or 5xx. */
  code?: number | undefined
  /** The enhanced status code of RFC 3463, such as `5.1.1`. */
  enhancedCode?: string | undefined
}

/** A line of the per-contact table. */
export interface MessageItem {
  id: string
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
  attempts: number
  error: MessageError | null
}

export interface MessageQuery {
  limit?: number | undefined
  cursor?: string | undefined
  sort?: MessageSort | undefined
  order?: SortOrder | undefined
  status?: MessageStatus | undefined
  /** Beginning of email, name or company; case and accents are folded. */
  q?: string | undefined
}
