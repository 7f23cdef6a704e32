/**
 * Small values by key, such as the token secrets; shared by every process on the store and by all tenants. What is
 * stored is durable when the call resolves: a token that was sealed with a secret must be opened for as long as mails
 * live.
 */
export interface SettingsStore {
  /** Undefined where nothing is stored. */
  get(key: string): Promise<string | undefined>
  /**
   * Stores `value` unless the key has one; returns what the key holds. Of several processes at once one wins and all
   * get its value.
   */
  getOrPut(key: string, value: string): Promise<string>
  /** Stores `value`, replacing any other; the last of several at once stays. */
  put(key: string, value: string): Promise<void>
}
