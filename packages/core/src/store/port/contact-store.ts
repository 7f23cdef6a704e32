import type { Company, Tag } from '../../domain/recipient.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { ContactRecord, NewContact } from './records.ts'

/**
 * One question to the contacts; parts that are given must all hold. Texts are compared folded (domain `fold`: without
 * case and accents), tags to the letter. Without `owner` every tenant's contacts are searched.
 */
export interface ContactQuery extends PageRequest {
  owner?: string | undefined
  /** Beginning of email, name or company, folded by the store. */
  q?: string | undefined
  /** The whole name, folded by the store. */
  company?: string | undefined
  tag?: string | undefined
  /** False: nothing is counted, and `total` is null. @default true */
  counted?: boolean | undefined
}

/** A page of companies or tags; without `owner` those of every tenant's contacts. */
export interface NamesQuery extends PageRequest {
  owner?: string | undefined
  /** Beginning of the name, folded by the store. */
  q?: string | undefined
}

/**
 * The directory of contacts that the store keeps; an address is unique within its owner, compared by `addressKey`, the
 * author's spelling kept. `owner` narrows every call to one tenant; undefined sees all. Campaigns hold copies: nothing
 * here changes a message that was planned.
 */
export interface ContactStore {
  /**
   * Stores those whose address is new, in one transaction. `ids` has an entry for each contact of the batch in its
   * order, undefined for one whose address is there already or came before in the batch; `duplicates` names these by
   * index. Of two batches at once the first to store it wins.
   */
  add(contacts: readonly NewContact[]): Promise<{ ids: (number | undefined)[]; duplicates: number[] }>
  /** Those that are there, each once, in the order of the ids; the others, and another tenant's, are left out. */
  getMany(ids: readonly number[], owner?: string): Promise<ContactRecord[]>
  /**
   * One page, sorted by company, then name (folded, without one last), then id; `total` counts all that the query
   * finds, unless that is not asked for. Throws `invalid_cursor` and, for a limit outside 1 … 1000, `invalid_option`.
   */
  search(query: ContactQuery): Promise<StorePage<ContactRecord> & { total: number | null }>
  /**
   * Changes what is named and leaves the rest; undefined when there is no such contact. Throws `duplicate` when the new
   * address is another contact's of the same owner. Atomic; the last of several at once stays.
   */
  update(
    id: number,
    changes: Partial<Omit<NewContact, 'owner' | 'createdAt'>>,
    owner?: string,
  ): Promise<ContactRecord | undefined>
  /**
   * Removes the contact alone: its messages and its log of consent stay (`PrivacyStore.erase` takes those). False when
   * it was not there.
   */
  remove(id: number, owner?: string): Promise<boolean>
  /**
   * Companies that have contacts, by folded name; spellings that fold to the same are one company, shown in one of
   * them.
   */
  companies(request: NamesQuery): Promise<StorePage<Company>>
  /** Tags that contacts have, each spelling for itself, by their folded text, which `q` begins, then to the letter. */
  tags(request: NamesQuery): Promise<StorePage<Tag>>
}
