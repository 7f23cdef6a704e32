import { type ContactStore, checkLimit, decodeCursor, encodeCursor, fold, type StorePage } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { afterPrefix, LAST } from '../rows/values.ts'
import { raw, sql } from '../sql.ts'
import { rows, type Work } from '../work.ts'

type Request = Parameters<ContactStore['companies']>[0]
type Company = Awaited<ReturnType<ContactStore['companies']>>['items'][number]

/** Companies along the company index, each in the spelling of its first contact. */
export function* companies({ tables }: SqlContext, { limit, cursor, owner, q }: Request): Work<StorePage<Company>> {
  checkLimit(limit)
  const beginning = fold(q ?? '')
  const after = cursor === undefined ? '' : decodeCursor('companies', cursor, ['string'])[0]
  const mine = owner === undefined ? raw('') : sql`and owner = ${owner}`
  const found = yield* rows<{ company_key: string; company: string; contacts: number }>(
    sql`select g.company_key, g.contacts, c.company from (
        select company_key, count(*) as contacts, min(id) as first_id from ${tables.contacts}
        where company_key >= ${beginning} and company_key < ${beginning === '' ? LAST : afterPrefix(beginning)}
          and company_key > ${after} ${mine}
        group by company_key order by company_key limit ${limit + 1}) g
      join ${tables.contacts} c on c.id = g.first_id order by g.company_key`,
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = last !== undefined && found.length > limit ? encodeCursor('companies', [last.company_key]) : undefined
  return { items: page.map(({ company, contacts }) => ({ company, contacts })), next }
}
