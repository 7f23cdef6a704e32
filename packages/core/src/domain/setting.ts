/** The settings there are. */
export type SettingKey = 'brand' | 'senders' | 'topics'

/** What a tenant set for itself under a key, as the API shows it. */
export interface Setting<Value = unknown> {
  key: SettingKey
  /** Null where nothing was set. */
  value: Value | null
  /** An option of the host says it, and it cannot be changed over HTTP. */
  fixed: boolean
  /** ISO 8601 UTC; null where nothing was set, or an option says it. */
  updatedAt: string | null
}

/** Who mails can be from: an address, and the name that recipients see beside it. */
export interface OwnSender {
  email: string
  /** One line of at most 200 characters; it may hold merge fields. */
  name?: string | undefined
}
