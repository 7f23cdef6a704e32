import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId, readId, type Scope } from '../domain/ids.ts'
import { parseInput } from '../domain/input/parse.ts'
import { companyQuery, contactInput, contactPatch, contactQuery, importOptions } from '../domain/input/recipients.ts'
import { defaultPageSize, type Page, type PageQuery } from '../domain/page.ts'
import type { Company, Contact, ContactInput, ContactPatch, ImportReport } from '../domain/recipient.ts'
import type { ContactStore } from '../store/contact-store.ts'
import type { ContactRecord } from '../store/records.ts'
import { checkAddress } from './address.ts'
import type { ColumnMapping } from './csv-columns.ts'
import type { Directory, DirectoryQuery } from './directory.ts'
import { importCsv } from './import-csv.ts'
import { newContact } from './new-contact.ts'

/** The directory that is kept in the store. */
export function storeDirectory(contacts: ContactStore): Directory {
  return {
    async search(query) {
      const page = await contacts.search(query)
      return { items: page.items.map(toContact), next: page.next ?? null, total: page.total }
    },
    async resolve(ids, owner) {
      return (
        await contacts.getMany(
          ids.flatMap((id) => readId(id) ?? []),
          owner,
        )
      ).map(toContact)
    },
  }
}

/**
 * Contacts of the directory: a host's own one can be searched, the store's also changed. `scope` narrows a call to one
 * tenant; without it all are seen. Campaigns hold copies of those they were planned with: a change here changes no
 * message.
 */
export interface Contacts {
  /**
   * One page, by the beginning of email, name or company, by company or tag. Default 50 contacts; `total` may be an
   * estimate where the host keeps them.
   */
  search(
    query?: PageQuery & Omit<DirectoryQuery, 'owner' | keyof PageQuery>,
    scope?: Scope,
  ): Promise<Page<Contact> & { total: number }>
  /** Throws `not_found`, also for another tenant's, and for an id in another spelling than the directory's. */
  get(id: string, scope?: Scope): Promise<Contact>
  /**
   * Stores a contact. Throws `duplicate` when its owner has the address already, compared without case,
   * `invalid_address`, and `method_not_allowed` where the host keeps the contacts.
   */
  create(input: ContactInput, scope?: Scope): Promise<Contact>
  /**
   * Changes what the patch names. Throws `not_found`, `duplicate` when the new address is another contact's, and
   * `method_not_allowed` where the host keeps the contacts.
   */
  update(id: string, patch: ContactPatch, scope?: Scope): Promise<Contact>
  /**
   * Throws `not_found`, and `method_not_allowed` where the host keeps the contacts. Messages sent to the contact stay.
   */
  delete(id: string, scope?: Scope): Promise<void>
  /** Companies that have contacts, by name; none where the host keeps the contacts. */
  companies(query?: PageQuery & { q?: string | undefined }, scope?: Scope): Promise<Page<Company>>
  /**
   * Adds contacts from CSV with a header line; reports what it left out. Throws `method_not_allowed` where the host
   * keeps the contacts.
   */
  import(
    file: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | string,
    options?: { columns?: ColumnMapping | undefined },
    scope?: Scope,
  ): Promise<ImportReport>
}

/** `own` is the host's directory, where it has one. */
export function createContacts(store: ContactStore, clock: Clock, own: Directory | undefined): Contacts {
  const directory = own ?? storeDirectory(store)

  function onlyOurs(): void {
    if (own !== undefined)
      throw new SillageError('method_not_allowed', 'Contacts are kept by the host application; change them there.')
  }

  return {
    async search(query = {}, scope) {
      const { limit = defaultPageSize, ...rest } = parseInput(contactQuery, query)
      return directory.search({ ...rest, limit, owner: scope?.owner })
    },
    async get(id, scope) {
      const [contact] = await directory.resolve([id], scope?.owner)
      return contact ?? missing()
    },
    async create(input, scope) {
      onlyOurs()
      const record = newContact(parseInput(contactInput, input), scope?.owner ?? null, clock.now())
      const [id] = (await store.add([record])).ids
      if (id === undefined)
        throw new SillageError('duplicate', 'A contact with this address exists already; edit that one.', {
          field: 'email',
        })
      return toContact({ ...record, id })
    },
    async update(id, patch, scope) {
      onlyOurs()
      const { email, consent, ...rest } = parseInput(contactPatch, patch)
      const changes = {
        ...rest,
        ...(email === undefined ? {} : { email: checkAddress(email) }),
        ...(consent === undefined ? {} : { consent }),
      }
      const updated = await store.update(parseId(id), withoutUndefined(changes), scope?.owner)
      return updated === undefined ? missing() : toContact(updated)
    },
    async delete(id, scope) {
      onlyOurs()
      if (!(await store.remove(parseId(id), scope?.owner))) missing()
    },
    async companies(query = {}, scope) {
      const { limit = defaultPageSize, ...rest } = parseInput(companyQuery, query)
      if (own !== undefined) return { items: [], next: null }
      const page = await store.companies({ ...rest, limit, owner: scope?.owner })
      return { items: page.items, next: page.next ?? null }
    },
    async import(file, options = {}, scope) {
      const { columns } = parseInput(importOptions, options)
      onlyOurs()
      const chunks = typeof file === 'string' ? [Buffer.from(file)] : file
      return importCsv(store, chunks, { owner: scope?.owner ?? null, now: clock.now(), columns })
    },
  }
}

function missing(): never {
  throw new SillageError('not_found', 'There is no contact with this id.')
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>
}

function toContact(record: ContactRecord): Contact {
  const { owner: _, id, createdAt, ...rest } = record
  return { id: String(id), ...rest, createdAt: new Date(createdAt).toISOString() }
}
