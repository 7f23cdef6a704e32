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
  /**
   * Takes, prolongs or gives back the lease `name`, in one atomic step; true when `holder` has it afterwards. It is
   * given until `until` when nobody has it, when it ended by `now`, and to its holder again; of several at once one
   * gets it. With an `until` that is not after `now` its holder gives it back and others change nothing, which is false
   * for all. All ask for a lease of the same length: one of another holder that ends later than `until` was given by a
   * clock that was ahead, and is shortened to that (`changedLease`). Times are milliseconds since the epoch of the
   * caller's clock; a database with a clock of its own shifts them to it. A value of the same name is another thing.
   */
  lease(name: string, request: LeaseRequest): Promise<boolean>
}

/** What a lease is asked for with. */
export interface LeaseRequest {
  /** Names the process; unique among all that are alive. */
  holder: string
  now: number
  until: number
}
