import { SillageError } from '../../domain/errors.ts'
import type { Company, Tag } from '../../domain/recipient.ts'
import { addressKey } from '../../kit/address-key.ts'
import { fold } from '../../kit/fold.ts'
import type { ContactQuery, ContactStore } from '../port/contact-store.ts'
import type { ContactRecord, NewContact } from '../port/records.ts'
import { type KeysetOrder, pageBy } from './keyset.ts'
import { copy, isVisible, type MemoryState, nextId, ownedKey } from './state.ts'

const byCompany: KeysetOrder = {
  kind: 'contacts',
  parts: [
    { type: 'string?', order: 'asc' },
    { type: 'string?', order: 'asc' },
    { type: 'number', order: 'asc' },
  ],
}

const byName: KeysetOrder = { kind: 'companies', parts: [{ type: 'string', order: 'asc' }] }
const byTag: KeysetOrder = {
  kind: 'tags',
  parts: [
    { type: 'string', order: 'asc' },
    { type: 'string', order: 'asc' },
  ],
}

export function memoryContacts(state: MemoryState): ContactStore {
  const visible = (owner: string | undefined): ContactRecord[] =>
    [...state.contacts.values()].filter((contact) => isVisible(contact.owner, owner))

  function find(id: number, owner: string | undefined): ContactRecord | undefined {
    const contact = state.contacts.get(id)
    return contact !== undefined && isVisible(contact.owner, owner) ? contact : undefined
  }

  return {
    async add(contacts) {
      const ids = copy(contacts).map((contact) => addContact(state, contact))
      return { ids, duplicates: [...ids.keys()].filter((index) => ids[index] === undefined) }
    },
    getMany: async (ids, owner) => copy([...new Set(ids)].flatMap((id) => find(id, owner) ?? [])),
    async search(query) {
      const found = visible(query.owner).filter((contact) => finds(query, contact))
      const page = pageBy(found, query, byCompany, sortKey)
      return copy({ ...page, total: query.counted === false ? null : found.length })
    },
    async update(id, changes, owner) {
      const contact = find(id, owner)
      if (contact === undefined) return undefined
      if (changes.email !== undefined) moveKey(state, contact, changes.email)
      Object.assign(contact, copy(changes))
      return copy(contact)
    },
    async remove(id, owner) {
      const contact = find(id, owner)
      if (contact === undefined) return false
      removeContact(state, contact)
      return true
    },
    async companies(request) {
      const beginning = fold(request.q ?? '')
      const found = [...companiesOf(visible(request.owner))].filter(([name]) => name.startsWith(beginning))
      const page = pageBy(found, request, byName, ([name]) => [name])
      return { items: page.items.map(([, company]) => company), next: page.next }
    },
    async tags(request) {
      const beginning = fold(request.q ?? '')
      const found = tagsOf(visible(request.owner)).filter(({ tag }) => fold(tag).startsWith(beginning))
      return pageBy(found, request, byTag, ({ tag }) => [fold(tag), tag])
    },
  }
}

const keyOf = ({ owner, email }: Pick<ContactRecord, 'owner' | 'email'>): string => ownedKey(owner, addressKey(email))

function addContact(state: MemoryState, contact: NewContact): number | undefined {
  if (state.contactKeys.has(keyOf(contact))) return undefined
  const id = nextId(state, 'contacts')
  state.contacts.set(id, { id, ...contact })
  state.contactKeys.set(keyOf(contact), id)
  return id
}

export function removeContact(state: MemoryState, contact: ContactRecord): void {
  state.contacts.delete(contact.id)
  state.contactKeys.delete(keyOf(contact))
}

/** The contact of an owner with an address. */
export function contactByEmail(state: MemoryState, owner: string | null, email: string): ContactRecord | undefined {
  return state.contacts.get(state.contactKeys.get(keyOf({ owner, email })) ?? 0)
}

function moveKey(state: MemoryState, contact: ContactRecord, email: string): void {
  const key = keyOf({ owner: contact.owner, email })
  const taken = state.contactKeys.get(key)
  if (taken !== undefined && taken !== contact.id) {
    throw new SillageError('duplicate', 'Another contact has this address: change that one, or remove it first.', {
      field: 'email',
    })
  }
  state.contactKeys.delete(keyOf(contact))
  state.contactKeys.set(key, contact.id)
}

const sortKey = ({ company, name, id }: ContactRecord) => [fold(company ?? '') || null, fold(name ?? '') || null, id]

function finds({ q, company, tag }: ContactQuery, contact: ContactRecord): boolean {
  const beginning = fold(q ?? '')
  const texts = [contact.email, contact.name ?? '', contact.company ?? ''].map(fold)
  return (
    texts.some((text) => text.startsWith(beginning)) &&
    (company === undefined || fold(company) === texts[2]) &&
    (tag === undefined || contact.tags.includes(tag))
  )
}

/** Companies by folded name. */
function companiesOf(contacts: readonly ContactRecord[]): Map<string, Company> {
  const companies = new Map<string, Company>()
  for (const { company } of contacts) {
    const name = fold(company ?? '')
    if (company === null || name === '') continue
    const known = companies.get(name) ?? { company, contacts: 0 }
    companies.set(name, { company: known.company, contacts: known.contacts + 1 })
  }
  return companies
}

function tagsOf(contacts: readonly ContactRecord[]): Tag[] {
  const counts = new Map<string, number>()
  for (const tag of contacts.flatMap(({ tags }) => [...new Set(tags)])) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].map(([tag, number]) => ({ tag, contacts: number }))
}
