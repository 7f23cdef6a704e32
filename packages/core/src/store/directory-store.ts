import type { Company } from '../domain/recipient.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type {
  ContactRecord,
  NewContact,
  NewSuppression,
  NewTemplate,
  SuppressionRecord,
  TemplateRecord,
} from './records.ts'

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
  get(id: number, owner?: string): Promise<ContactRecord | undefined>
  getMany(ids: readonly number[], owner?: string): Promise<ContactRecord[]>
  /** Sorted by company, then name (folded, without one last), then id. */
  search(query: ContactQuery): Promise<StorePage<ContactRecord> & { total: number }>
  /** Throws SillageError `duplicate` when the new address belongs to another contact; undefined when there is no such contact. */
  update(
    id: number,
    changes: Partial<Omit<NewContact, 'owner' | 'createdAt'>>,
    owner?: string,
  ): Promise<ContactRecord | undefined>
  remove(id: number, owner?: string): Promise<boolean>
  /** Companies that have contacts, by folded name; spellings that fold to the same are one company, shown in one of them. */
  companies(request: PageRequest & { owner?: string | undefined; q?: string | undefined }): Promise<StorePage<Company>>
}

export interface TemplateStore {
  create(template: NewTemplate): Promise<TemplateRecord>
  get(id: number, owner?: string): Promise<TemplateRecord | undefined>
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<TemplateRecord>>
  replace(
    id: number,
    changes: Pick<TemplateRecord, 'name' | 'subject' | 'html' | 'text' | 'updatedAt'>,
    owner?: string,
  ): Promise<TemplateRecord | undefined>
  remove(id: number, owner?: string): Promise<boolean>
}

/** Addresses that must not be mailed, on one list or at all (list null). Unique by owner, address and list. */
export interface SuppressionStore {
  /** Adding what is there already changes nothing and returns it. */
  add(suppression: NewSuppression): Promise<{ suppression: SuppressionRecord; created: boolean }>
  remove(id: number, owner?: string): Promise<boolean>
  /** Lifts one address from one list; false when it was not there. */
  lift(owner: string | null, email: string, list: string | null): Promise<boolean>
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<SuppressionRecord>>
  /** Which of these addresses (folded) may not be mailed for this owner and list. */
  held(owner: string | null, emails: readonly string[], list: string | null): Promise<Set<string>>
  /** True when some suppressions are kept as keyed hashes only, so that planning has to hash. */
  hasErased(): Promise<boolean>
}
