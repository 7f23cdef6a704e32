import type { Contact, Directory, DirectoryQuery } from '@sillage/core'
import type { Database } from 'better-sqlite3'

interface Customer {
  id: number
  first_name: string
  last_name: string
  mail: string
  firm: string | null
  city: string | null
  newsletter: 0 | 1
  since: string
}

/** The host's own table, as it was long before there were campaigns. */
export function createCustomers(database: Database): void {
  database.exec(`create table customers (
    id integer primary key, first_name text not null, last_name text not null, mail text not null,
    firm text, city text, newsletter integer not null, since text not null)`)
  const insert = database.prepare('insert into customers values (null, ?, ?, ?, ?, ?, ?, ?)')
  for (const customer of [
    ['Ada', 'Lovelace', 'ada@example.org', 'Analytical Engines', 'London', 1],
    ['Zoé', 'Martin', 'zoe@example.org', 'Port de Brest', 'Brest', 1],
    ['Marc', 'Leroy', 'marc@example.org', 'Port de Brest', 'Brest', 0],
  ])
    insert.run(...customer, '2024-05-01T00:00:00.000Z')
}

/**
 * Offers the customers in the table to campaigns: two functions, nothing is copied. Those without newsletter are left
 * out.
 */
export function customerDirectory(database: Database): Directory {
  const where = `newsletter = 1 and (mail like @begin escape '\\' or first_name || ' ' || last_name like @begin escape '\\'
    or firm like @begin escape '\\') and (@firm is null or firm = @firm)`
  const page = database.prepare<object, Customer>(
    `select * from customers where ${where} and id > @after order by id limit @limit`,
  )
  const count = database.prepare<object, { total: number }>(`select count(*) as total from customers where ${where}`)
  const some = database.prepare<[string], Customer>(
    'select * from customers where newsletter = 1 and id in (select value from json_each(?))',
  )

  return {
    async search({ q = '', company, limit, cursor }: DirectoryQuery) {
      const asked = { begin: `${q.replace(/[\\%_]/g, '\\$&')}%`, firm: company ?? null }
      const rows = page.all({ ...asked, after: Number(cursor ?? 0), limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const next = rows.length > limit ? String(shown.at(-1)?.id) : null
      return { items: shown.map(toContact), next, total: count.get(asked)?.total ?? 0 }
    },
    async resolve(ids) {
      return some.all(JSON.stringify(ids.map(Number))).map(toContact)
    },
  }
}

/** `city` can be used in mails as {{city}}. */
function toContact({ id, first_name, last_name, mail, firm, city, since }: Customer): Contact {
  return {
    id: String(id),
    ref: String(id),
    email: mail,
    name: `${first_name} ${last_name}`,
    company: firm,
    tags: [],
    data: { firstName: first_name, city: city ?? '' },
    consent: null,
    createdAt: since,
  }
}
