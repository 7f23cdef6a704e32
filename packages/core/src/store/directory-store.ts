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

/** Stored content to choose from. `owner` narrows every call to one tenant; undefined sees all. */
export interface TemplateStore {
  /** Stores a template and gives it an id. */
  create(template: NewTemplate): Promise<TemplateRecord>
  /** Undefined when it is not there or another tenant's. */
  get(id: number, owner?: string): Promise<TemplateRecord | undefined>
  /** Newest first. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<TemplateRecord>>
  /** Replaces its content; undefined when there is no such template. The last of several at once stays. */
  replace(
    id: number,
    changes: Pick<TemplateRecord, 'name' | 'subject' | 'html' | 'text' | 'updatedAt'>,
    owner?: string,
  ): Promise<TemplateRecord | undefined>
  /** False when it was not there. */
  remove(id: number, owner?: string): Promise<boolean>
}

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
