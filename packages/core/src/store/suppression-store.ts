import type { PageRequest, StorePage } from './paging.ts'
import type { NewSuppression, SuppressionRecord } from './records.ts'

/** Addresses that must not be mailed, on one list or at all (list null). Unique by owner, address and list. */
export interface SuppressionStore {
  /** Adding what is there already changes nothing and returns it. */
  add(suppression: NewSuppression): Promise<{ suppression: SuppressionRecord; created: boolean }>
  /** False when it was not there. */
  remove(id: number, owner?: string): Promise<boolean>
  /** Lifts one address from one list; false when it was not there. */
  lift(owner: string | null, email: string, list: string | null): Promise<boolean>
  /** Newest first. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<SuppressionRecord>>
  /** Which of these addresses (folded) may not be mailed for this owner and list. */
  held(owner: string | null, emails: readonly string[], list: string | null): Promise<Set<string>>
  /** True when some suppressions are kept as keyed hashes only, so that planning has to hash. */
  hasErased(): Promise<boolean>
}
