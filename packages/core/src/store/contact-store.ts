import type { Company } from '../domain/recipient.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { ContactRecord, NewContact } from './records.ts'

/** One question to the contacts. Parts that are given must all hold. */
export interface ContactQuery extends PageRequest {
  owner?: string | undefined
  /** Beginning of email, name or company, folded by the store. */
  q?: string | undefined
  /** The whole name, folded by the store. */
  company?: string | undefined
  tag?: string | undefined
}

/** The directory of contacts; an address is unique within its owner, compared without case. */
export interface ContactStore {
  /** Stores those whose address is new; the rest are named by their index in the batch. One transaction. */
  add(contacts: readonly NewContact[]): Promise<{ ids: (number | undefined)[]; duplicates: number[] }>
  /** Undefined when it is not there or another tenant's. */
  get(id: number, owner?: string): Promise<ContactRecord | undefined>
  /** Those that are there, each once, in the order of the ids; the others are left out. */
  getMany(ids: readonly number[], owner?: string): Promise<ContactRecord[]>
  /** Sorted by company, then name (folded, without one last), then id. */
  search(query: ContactQuery): Promise<StorePage<ContactRecord> & { total: number }>
  /** Throws SillageError `duplicate` when the new address belongs to another contact; undefined when there is no such contact. */
  update(
    id: number,
    changes: Partial<Omit<NewContact, 'owner' | 'createdAt'>>,
    owner?: string,
  ): Promise<ContactRecord | undefined>
  /** False when it was not there. */
  remove(id: number, owner?: string): Promise<boolean>
  /** Companies that have contacts, by folded name; spellings that fold to the same are one company, shown in one of them. */
  companies(request: PageRequest & { owner?: string | undefined; q?: string | undefined }): Promise<StorePage<Company>>
}
