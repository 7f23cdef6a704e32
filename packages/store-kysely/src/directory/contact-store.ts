import {
  addressKey,
  type ContactQuery,
  type ContactStore,
  checkLimit,
  decodeCursor,
  encodeCursor,
  fold,
  isSillageError,
  type NewContact,
  SillageError,
} from '@sillage/core/store'
import { chunks, type SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import type { ContactTable } from '../directory-tables.ts'
import { always, given, givenIds } from '../query-parts.ts'
import { contactColumns, contactFields, contactOf, tagsOf } from '../rows/directory-rows.ts'
import { afterPrefix, LAST, orEmpty, searchKey, toJson } from '../rows/values.ts'
import { change, first, rows, type Work } from '../work.ts'
import { companies } from './companies.ts'
import { addTags, contactsWithTag, replaceTags, tags } from './contact-tags.ts'

const columns = {
  owner: 'text',
  email: 'text',
  email_key: 'text',
  email_plain: 'text',
  ref: 'text',
  name: 'text',
  name_key: 'text',
  company: 'text',
  company_key: 'text',
  tags: 'text',
  data: 'text',
  consent: 'text',
  created_at: 'integer',
} as const satisfies Record<Exclude<keyof ContactTable, 'id'>, InputType>
const names = Object.keys(columns) as (keyof typeof columns)[]

export function contactStore(context: SqlContext): ContactStore {
  const { engine, dialect, db } = context
  return {
    add: (contacts) => engine.write(() => addContacts(context, contacts)),

    async getMany(ids, owner) {
      const wanted = [...new Set(ids)]
      let query = db.selectFrom('email_contacts').select(contactColumns).where('id', 'in', givenIds(dialect, wanted))
      if (owner !== undefined) query = query.where('owner', '=', owner)
      const found = await engine.read(() => rows(query))
      const byId = new Map(found.map((row) => [row.id, contactOf(row)]))
      return wanted.flatMap((id) => byId.get(id) ?? [])
    },

    async search(query) {
      const limit = checkLimit(query.limit)
      const shape = ['string?', 'string?', 'number'] as const
      const after = query.cursor === undefined ? undefined : decodeCursor('contacts', query.cursor, shape)
      const matching = contactsLike(context, query)
      let page = matching
        .select(contactColumns)
        .orderBy('company_key')
        .orderBy('name_key')
        .orderBy('id')
        .limit(limit + 1)
      if (after !== undefined) {
        page = page.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('company_key', 'name_key', 'id'), '>', tuple(after[0] ?? LAST, after[1] ?? LAST, after[2])),
        )
      }
      return await engine.browse(function* () {
        const count = matching.select(({ fn }) => fn.countAll<number>().as('total'))
        const total = query.counted === false ? null : ((yield* first(count))?.total ?? 0)
        const found = yield* rows(page)
        const items = found.slice(0, limit)
        const last = items.at(-1)
        const next =
          last !== undefined && found.length > limit
            ? encodeCursor('contacts', [orNullKey(last.company_key), orNullKey(last.name_key), last.id])
            : undefined
        return { items: items.map(contactOf), next, total }
      })
    },

    async update(id, changes, owner) {
      const fields = contactFields(changes)
      let stored = db.selectFrom('email_contacts').select(contactColumns).where('id', '=', id)
      let changed = db.updateTable('email_contacts').set(fields).where('id', '=', id)
      if (owner !== undefined) {
        stored = stored.where('owner', '=', owner)
        changed = changed.where('owner', '=', owner)
      }
      try {
        return await engine.write(function* () {
          const row = yield* first(Object.keys(fields).length === 0 ? stored : changed.returning(contactColumns))
          if (row === undefined) return undefined
          const contact = contactOf(row)
          if (changes.tags !== undefined) yield* replaceTags(context, contact)
          return contact
        })
      } catch (error) {
        if (!isSillageError(error) || error.code !== 'duplicate') throw error
        throw new SillageError('duplicate', 'Another contact has this address: change that one, or remove it first.', {
          field: 'email',
          cause: error,
        })
      }
    },

    async remove(id, owner) {
      let query = db.deleteFrom('email_contacts').where('id', '=', id)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      return (await engine.write(() => change(query))) > 0
    },

    companies: (request) => engine.browse(() => companies(context, request)),
    tags: (request) => engine.browse(() => tags(context, request)),
  }
}

const orNullKey = (key: string): string | null => (key === LAST ? null : key)

function* addContacts(
  context: SqlContext,
  contacts: readonly NewContact[],
): Work<{ ids: (number | undefined)[]; duplicates: number[] }> {
  const { db, dialect } = context
  const keyOf = (owner: string, email: string): string => JSON.stringify([owner, email])
  const stored = new Map<string, number>()
  for (const chunk of chunks(contacts, dialect.rowsPerStatement)) {
    const values = chunk.map((contact) => ({
      owner: orEmpty(contact.owner),
      email: contact.email,
      email_key: addressKey(contact.email),
      email_plain: searchKey(contact.email),
      ref: contact.ref,
      name: contact.name,
      name_key: searchKey(contact.name) || LAST,
      company: contact.company,
      company_key: searchKey(contact.company) || LAST,
      tags: JSON.stringify(tagsOf(contact.tags)),
      data: JSON.stringify(contact.data),
      consent: toJson(contact.consent),
      created_at: contact.createdAt,
    }))
    const added = yield* rows(
      db
        .insertInto('email_contacts')
        .columns(names)
        .expression(
          db
            .selectFrom(given(dialect, columns, values))
            .select(names)
            .where(always),
        )
        .onConflict((on) => on.columns(['owner', 'email_key']).doNothing())
        .returning(['id', 'owner', 'email_key']),
    )
    for (const { id, owner, email_key } of added) stored.set(keyOf(owner, email_key), id)
  }
  const ids = contacts.map(({ owner, email }) => {
    const key = keyOf(orEmpty(owner), addressKey(email))
    const id = stored.get(key)
    // Of an address given twice, the first was stored.
    stored.delete(key)
    return id
  })
  yield* addTags(
    context,
    contacts.flatMap((contact, index) => {
      const id = ids[index]
      return id === undefined ? [] : [{ id, ...contact }]
    }),
  )
  return { ids, duplicates: [...ids.keys()].filter((index) => ids[index] === undefined) }
}

/** A search reads one index range for each column, so that it never scans the table. */
function contactsLike(context: SqlContext, { owner, q, company, tag }: ContactQuery) {
  const { db } = context
  let query = db.selectFrom('email_contacts')
  if (owner !== undefined) query = query.where('owner', '=', owner)
  if (company !== undefined) query = query.where('company_key', '=', searchKey(company) || LAST)
  if (tag !== undefined) query = query.where('id', 'in', contactsWithTag(context, tag, owner))
  const beginning = fold(q ?? '')
  if (beginning === '') return query
  const beginningIn = (column: 'email_plain' | 'name_key' | 'company_key') =>
    db
      .selectFrom('email_contacts')
      .select('id')
      .where(column, '>=', beginning)
      .where(column, '<', afterPrefix(beginning))
  return query.where(
    'id',
    'in',
    beginningIn('email_plain').union(beginningIn('name_key')).union(beginningIn('company_key')),
  )
}
