import type { SuppressionReason } from '../../domain/recipient.ts'
import type { PageRequest, StorePage } from './paging.ts'

/**
 * An address that must not be mailed, as it is kept: under the address, or under its keyed hash alone after an erasure.
 */
export interface SuppressionRecord {
  id: number
  owner: string | null
  /** Null when only the keyed hash is kept. */
  email: string | null
  emailHash: string | null
  /** Null: all topics. */
  topic: string | null
  reason: SuppressionReason
  /** Where it was said, as text of the host's own. */
  source: string | null
  at: number
}
/** All suppressions of one address on one topic. */
export interface SuppressionLine extends Pick<SuppressionRecord, 'owner' | 'email' | 'emailHash' | 'topic'> {
  /** Of its oldest one. It stays while any is left (`liftedFrom`). */
  id: number
  /** Newest first. */
  reasons: Pick<SuppressionRecord, 'reason' | 'source' | 'at'>[]
}
/** A suppression about to be stored. */
export type NewSuppression = Omit<SuppressionRecord, 'id' | 'source'> & { source?: string | null }

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

/** A message that came back from an address that may be alive: too many of them say that it is not. */
export interface SoftBounce {
  owner: string | null
  email: string
  messageId: number
  /** Milliseconds since the epoch. */
  at: number
}

/** Which lines are listed. */
export interface SuppressionQuery extends PageRequest {
  owner?: string | undefined
  /** Null: those for all topics; default: any. */
  topic?: string | null | undefined
  /** Only lines with this reason, whatever others they have. */
  reason?: SuppressionReason | undefined
  /** Beginning of the address, without case; one that is kept as a hash is not found. */
  q?: string | undefined
}

/**
 * Addresses that must not be mailed, on one topic or at all (topic null). Unique by owner, address (`addressKey`),
 * topic and reason. Planning and `MessageStore.begin` check it within their own transaction, so that an address added
 * before a message begins is never mailed. After an erasure an address is kept as a keyed hash alone; only planning,
 * which is given hashes, finds those.
 */
export interface SuppressionStore {
  /**
   * Adding what is there already returns it with `created: false`; of two at once one creates. It stays as it was said,
   * unless its source is one of `over`: then it has this source, and the later of both times.
   */
  add(
    suppression: NewSuppression,
    which?: { over?: readonly string[] },
  ): Promise<{ suppression: SuppressionRecord; created: boolean }>
  /**
   * Removes what holds the address of this suppression back on its topic: for this reason, or for all of them. False
   * when there was none. Messages that were skipped for it stay skipped.
   */
  remove(id: number, which?: { owner?: string | undefined; reason?: SuppressionReason | undefined }): Promise<boolean>
  /** All of an address, and of its keyed hash where that is given, by id. */
  of(owner: string | null, email: string, emailHash: string | null): Promise<SuppressionRecord[]>
  /** False when there was none. Messages that were skipped for it stay skipped. */
  lift(which: LiftedSuppression): Promise<boolean>
  /**
   * One line for each address and topic, by its oldest suppression, newest first; where a reason is given, by that one.
   * Throws `invalid_cursor`, and `invalid_option` for a limit outside 1 … 1000.
   */
  list(request: SuppressionQuery): Promise<StorePage<SuppressionLine>>
  /**
   * Notes a soft bounce, each message once, and forgets those of the address that are older than `since`. Resolves with
   * all that are left, the oldest first. One transaction.
   */
  addSoftBounce(bounce: SoftBounce, since: number): Promise<SoftBounce[]>
  /** Forgets the soft bounces of an address that are not newer than `until`. Whether there were any. */
  forgetSoftBounces(owner: string | null, email: string, until: number): Promise<boolean>
  /**
   * Which of these addresses may not be mailed for this owner and topic: held for the topic or for all. With the keyed
   * hash of each, in their order, also those of which an erasure left nothing else.
   */
  held(
    owner: string | null,
    emails: readonly string[],
    topic: string | null,
    emailHashes?: readonly string[],
  ): Promise<Set<string>>
}
