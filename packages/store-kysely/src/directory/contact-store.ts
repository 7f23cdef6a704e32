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
import { chunks, compiled, type SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import {
  type ContactRow,
  contactColumns,
  contactColumnsSql,
  contactFields,
  contactOf,
  tagsText,
} from '../rows/directory-rows.ts'
import { afterPrefix, LAST, orEmpty, searchKey, toJson } from '../rows/values.ts'
import { allOf, join, raw, type Sql, sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'
import { companies } from './companies.ts'

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
} as const satisfies Record<string, InputType>
const names = raw(Object.keys(columns).join(', '))

export function contactStore(context: SqlContext): ContactStore {
  const { engine, dialect, tables, db } = context
  const mine = (owner: string | undefined): Sql => (owner === undefined ? raw('') : sql`and owner = ${owner}`)

  return {
    add: (contacts) => engine.write(() => addContacts(context, contacts)),

    async getMany(ids, owner) {
      const wanted = [...new Set(ids)]
      const input = dialect.inputTable({ id: 'integer' }).of(wanted.map((id) => ({ id })))
      const found = await engine.read(() =>
        rows<ContactRow>(
          sql`select ${contactColumnsSql} from ${tables.contacts} where id in (select id from ${input}) ${mine(owner)}`,
        ),
      )
      const byId = new Map(found.map((row) => [row.id, contactOf(row)]))
      return wanted.flatMap((id) => byId.get(id) ?? [])
    },

    async search(query) {
      const limit = checkLimit(query.limit)
      const shape = ['string?', 'string?', 'number'] as const
      const after = query.cursor === undefined ? undefined : decodeCursor('contacts', query.cursor, shape)
      const matching = conditionOf(context, query)
      const beyond =
        after === undefined
          ? raw('1 = 1')
          : sql`(company_key, name_key, id) > (${after[0] ?? LAST}, ${after[1] ?? LAST}, ${after[2]})`
      return await engine.browse(function* () {
        const total = yield* first<{ total: number }>(
          sql`select count(*) as total from ${tables.contacts} where ${matching}`,
        )
        const found =
          yield* rows<ContactRow>(sql`select ${contactColumnsSql} from ${tables.contacts} where ${matching} and ${beyond}
          order by company_key, name_key, id limit ${limit + 1}`)
        const page = found.slice(0, limit)
        const last = page.at(-1)
        const next =
          last !== undefined && found.length > limit
            ? encodeCursor('contacts', [orNullKey(last.company_key), orNullKey(last.name_key), last.id])
            : undefined
        return { items: page.map(contactOf), next, total: total?.total ?? 0 }
      })
    },

    async update(id, changes, owner) {
      const fields = contactFields(changes)
      try {
        return await engine.write(function* () {
          const query =
            Object.keys(fields).length === 0
              ? sql`select ${contactColumnsSql} from ${tables.contacts} where id = ${id} ${mine(owner)}`
              : compiled(
                  db
                    .updateTable('email_contacts')
                    .set(fields)
                    .where('id', '=', id)
                    .$if(owner !== undefined, (update) => update.where('owner', '=', orEmpty(owner)))
                    .returning(contactColumns),
                )
          const row = yield* first<ContactRow>(query)
          return row === undefined ? undefined : contactOf(row)
        })
      } catch (error) {
        if (!isSillageError(error) || error.code !== 'duplicate') throw error
        throw new SillageError('duplicate', 'Another contact has this address: change that one, or remove it first.', {
          field: 'email',
          cause: error,
        })
      }
    },

    remove: (id, owner) =>
      engine.write(function* () {
        return (yield* change(sql`delete from ${tables.contacts} where id = ${id} ${mine(owner)}`)) > 0
      }),

    companies: (request) => engine.browse(() => companies(context, request)),
  }
}

const orNullKey = (key: string): string | null => (key === LAST ? null : key)

function* addContacts(
  { dialect, tables }: SqlContext,
  contacts: readonly NewContact[],
): Work<{ ids: (number | undefined)[]; duplicates: number[] }> {
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
      tags: tagsText(contact.tags),
      data: JSON.stringify(contact.data),
      consent: toJson(contact.consent),
      created_at: contact.createdAt,
    }))
    const added = yield* rows<{ id: number; owner: string; email_key: string }>(
      sql`insert into ${tables.contacts} (${names}) select ${names} from ${dialect.inputTable(columns).of(values)}
        where true on conflict (owner, email_key) do nothing returning id, owner, email_key`,
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
  return { ids, duplicates: [...ids.keys()].filter((index) => ids[index] === undefined) }
}

/** A search reads one index range for each column, so that it never scans the table. */
function conditionOf({ dialect, tables }: SqlContext, { owner, q, company, tag }: ContactQuery): Sql {
  const conditions: Sql[] = []
  if (owner !== undefined) conditions.push(sql`owner = ${owner}`)
  if (company !== undefined) conditions.push(sql`company_key = ${searchKey(company) || LAST}`)
  if (tag !== undefined) conditions.push(dialect.arrayHas(raw('tags'), tag))
  const beginning = fold(q ?? '')
  if (beginning !== '') {
    const ranges = ['email_plain', 'name_key', 'company_key'].map(
      (column) => sql`select id from ${tables.contacts} where ${raw(column)} >= ${beginning}
        and ${raw(column)} < ${afterPrefix(beginning)}`,
    )
    conditions.push(sql`id in (${join(ranges, ' union ')})`)
  }
  return allOf(conditions)
}
