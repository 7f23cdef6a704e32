import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId, readId } from '../domain/ids.ts'
import { parseInput } from '../domain/input/parse.ts'
import { contactInput, contactPatch, contactQuery, importOptions, namesQuery } from '../domain/input/recipients.ts'
import { listing } from '../domain/listing.ts'
import type { Listing, Page, PageQuery } from '../domain/page.ts'
import type {
  ColumnMapping,
  Company,
  Contact,
  ContactInput,
  ContactPatch,
  ImportReport,
  Tag,
} from '../domain/recipient.ts'
import { withoutUndefined } from '../kit/with-defaults.ts'
import type { ContactStore } from '../store/port/contact-store.ts'
import type { PageRequest } from '../store/port/paging.ts'
import type { ContactRecord } from '../store/port/records.ts'
import { readFatRows } from '../store/read-fat-rows.ts'
import { toPage } from '../store/to-items.ts'
import { checkAddress } from './address.ts'
import type { Directory, DirectoryQuery } from './directory.ts'
import { importCsv } from './import-csv.ts'
import { newContact } from './new-contact.ts'

/** The directory that is kept in the store. */
export function storeDirectory(contacts: ContactStore): Required<Directory> {
  const asIs = <T>(item: T): T => item
  return {
    async search(query) {
      const read = (part: PageRequest) => contacts.search({ ...query, ...part })
      const { items, next, first } = await readFatRows(contacts, query, read, toContact, isFull)
      return { items, next, total: first.total }
    },
    async resolve(ids, owner) {
      return (
        await contacts.getMany(
          ids.flatMap((id) => readId(id) ?? []),
          owner,
        )
      ).map(toContact)
    },
    companies: async (query) => toPage(await contacts.companies(query), asIs),
    tags: async (query) => toPage(await contacts.tags(query), asIs),
  }
}

/** A page of 200 contacts with all the data they may have would be 13 MB. */
const MOST_CHARACTERS = 1_000_000

function isFull(contacts: readonly Contact[]): boolean {
  return contacts.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0) > MOST_CHARACTERS
}

/**
 * Contacts of the directory: a host's own one can be searched, the store's also changed. Campaigns hold copies of those
 * they were planned with: a change here changes no message.
 */
export interface Contacts {
  /**
   * One page, by the beginning of email, name or company, by company or tag. Default 50 contacts, and fewer where their
   * merge data is more than a megabyte; `total` may be an estimate, or null, where the host keeps them.
   */
  list(
    query?: PageQuery & Omit<DirectoryQuery, 'owner' | 'counted' | keyof PageQuery>,
  ): Listing<Contact, Page<Contact> & { total: number | null }>
  /** Throws `not_found`, also for another tenant's, and for an id in another spelling than the directory's. */
  get(id: string): Promise<Contact>
  /**
   * Stores a contact. Throws `duplicate` when its owner has the address already, compared without case,
   * `invalid_address`, and `method_not_allowed` where the host keeps the contacts.
   */
  create(input: ContactInput): Promise<Contact>
  /**
   * Changes what the patch names. Throws `not_found`, `duplicate` when the new address is another contact's, and
   * `method_not_allowed` where the host keeps the contacts.
   */
  update(id: string, patch: ContactPatch): Promise<Contact>
  /**
   * Throws `not_found`, and `method_not_allowed` where the host keeps the contacts. Messages sent to the contact stay.
   */
  delete(id: string): Promise<void>
  /**
   * Companies that have contacts, by name, those that begin with `q` whatever its case and accents. None where the host
   * keeps the contacts and its directory has no list of them.
   */
  companies(query?: PageQuery & { q?: string | undefined }): Listing<Company>
  /** Tags that contacts have, in the same way. */
  tags(query?: PageQuery & { q?: string | undefined }): Listing<Tag>
  /**
   * Adds contacts from CSV with a header line; reports what it left out. Throws `method_not_allowed` where the host
   * keeps the contacts.
   */
  import(
    file: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | string,
    options?: { columns?: ColumnMapping | undefined },
  ): Promise<ImportReport>
}

/** `own` is the host's directory, where it has one. */
export function createContacts(
  store: ContactStore,
  clock: Clock,
  own: Directory | undefined,
  owner: string | undefined,
): Contacts {
  const directory: Directory = own ?? storeDirectory(store)

  function onlyOurs(): void {
    if (own !== undefined)
      throw new SillageError('method_not_allowed', 'Contacts are kept by the host application; change them there.')
  }

  const none = Promise.resolve({ items: [], next: null })

  return {
    list: (query = {}) => listing(contactQuery, query, (asked) => directory.search({ ...asked, owner })),
    async get(id) {
      const [contact] = await directory.resolve([id], owner)
      return contact ?? missing()
    },
    async create(input) {
      onlyOurs()
      const record = newContact(parseInput(contactInput, input), owner ?? null, clock.now())
      const [id] = (await store.add([record])).ids
      if (id === undefined)
        throw new SillageError('duplicate', 'A contact with this address exists already; edit that one.', {
          field: 'email',
        })
      return toContact({ ...record, id })
    },
    async update(id, patch) {
      onlyOurs()
      const { email, consent, ...rest } = parseInput(contactPatch, patch)
      const changes = {
        ...rest,
        ...(email === undefined ? {} : { email: checkAddress(email) }),
        ...(consent === undefined ? {} : { consent }),
      }
      const updated = await store.update(parseId(id), withoutUndefined(changes), owner)
      return updated === undefined ? missing() : toContact(updated)
    },
    async delete(id) {
      onlyOurs()
      if (!(await store.remove(parseId(id), owner))) missing()
    },
    companies: (query = {}) =>
      listing(namesQuery, query, (asked) => directory.companies?.({ ...asked, owner }) ?? none),
    tags: (query = {}) => listing(namesQuery, query, (asked) => directory.tags?.({ ...asked, owner }) ?? none),
    async import(file, options = {}) {
      const { columns } = parseInput(importOptions, options)
      onlyOurs()
      const chunks = typeof file === 'string' ? [Buffer.from(file)] : file
      return importCsv(store, chunks, { owner: owner ?? null, now: clock.now(), columns })
    },
  }
}

function missing(): never {
  throw new SillageError('not_found', 'There is no contact with this id.')
}

export function toContact(record: ContactRecord): Contact {
  const { owner: _, id, createdAt, ...rest } = record
  return { id: String(id), ...rest, createdAt: new Date(createdAt).toISOString() }
}
