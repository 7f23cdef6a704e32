import type { SuppressionReason } from '../../domain/recipient.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { NewSuppression, SuppressionRecord } from './records.ts'

/** Which suppressions of an address are lifted, and of its keyed hash where that is given. */
export interface LiftedSuppression {
  owner: string | null
  email: string
  emailHash?: string | null | undefined
  /** Null: the one for all topics, and no other. */
  topic: string | null
  /** Only those for one of these reasons; default: any. */
  reasons?: readonly SuppressionReason[] | undefined
  /** Only those that are not newer, in milliseconds since the epoch; default: any. */
  until?: number | undefined
}

/**
 * Addresses that must not be mailed, on one topic or at all (topic null). Unique by owner, address (`addressKey`),
 * topic and reason. Planning and `MessageStore.begin` check it within their own transaction, so that an address added
 * before a message begins is never mailed. After an erasure an address is kept as a keyed hash alone; only planning,
 * which is given hashes, finds those.
 */
export interface SuppressionStore {
  /** Adding what is there already changes nothing and returns it with `created: false`; of two at once one creates. */
  add(suppression: NewSuppression): Promise<{ suppression: SuppressionRecord; created: boolean }>
  /** False when it was not there. Messages that were skipped for it stay skipped. */
  remove(id: number, owner?: string): Promise<boolean>
  /** All of an address, and of its keyed hash where that is given, by id. */
  of(owner: string | null, email: string, emailHash: string | null): Promise<SuppressionRecord[]>
  /** False when there was none. Messages that were skipped for it stay skipped. */
  lift(which: LiftedSuppression): Promise<boolean>
  /** Newest first, by id. Throws `invalid_cursor`, and `invalid_option` for a limit outside 1 … 1000. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<SuppressionRecord>>
  /** Which of these addresses may not be mailed for this owner and topic: held for the topic or for all. */
  held(owner: string | null, emails: readonly string[], topic: string | null): Promise<Set<string>>
}
