/**
 * What a tenant (null: an installation without tenants) has set for itself, such as its brand; `value` is the caller's
 * own text, JSON as a rule. `updatedAt` is milliseconds since the epoch, of the caller's clock.
 */
export interface OwnerSetting {
  owner: string | null
  key: string
  value: string
  updatedAt: number
}

/** Settings by owner and key, shared by every process on the store; none sees those of another owner. */
export interface OwnerSettingsStore {
  /** All of one owner, by key in the order of its characters; empty where nothing is set. */
  of(owner: string | null): Promise<OwnerSetting[]>
  /** Sets a key, replacing what it had; of several at once the last one stays. */
  put(setting: OwnerSetting): Promise<void>
  /** Takes a key back; false where it was not set. */
  remove(owner: string | null, key: string): Promise<boolean>
}
