import { type ContactStore, checkLimit, decodeCursor, encodeCursor, fold, type StorePage } from '@sillage/core/store'
import type { NotNull } from 'kysely'
import type { SqlContext } from '../context.ts'
import { afterPrefix, LAST } from '../rows/values.ts'
import { rows, type Work } from '../work.ts'

type Request = Parameters<ContactStore['companies']>[0]
type Company = Awaited<ReturnType<ContactStore['companies']>>['items'][number]

/** Companies along the company index, each in the spelling of its first contact. */
export function* companies({ db }: SqlContext, { limit, cursor, owner, q }: Request): Work<StorePage<Company>> {
  checkLimit(limit)
  const beginning = fold(q ?? '')
  const after = cursor === undefined ? '' : decodeCursor('companies', cursor, ['string'])[0]
  let groups = db
    .selectFrom('email_contacts')
    .select(({ fn }) => ['company_key', fn.countAll<number>().as('contacts'), fn.min('id').as('first_id')])
    .where('company_key', '>=', beginning)
    .where('company_key', '<', beginning === '' ? LAST : afterPrefix(beginning))
    .where('company_key', '>', after)
    .groupBy('company_key')
    .orderBy('company_key')
    .limit(limit + 1)
  if (owner !== undefined) groups = groups.where('owner', '=', owner)
  const found = yield* rows(
    db
      .selectFrom(groups.as('g'))
      .innerJoin('email_contacts as c', 'c.id', 'g.first_id')
      .select(['g.company_key', 'g.contacts', 'c.company'])
      .orderBy('g.company_key')
      // Contacts without one have the last key.
      .$narrowType<{ company: NotNull }>(),
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = last !== undefined && found.length > limit ? encodeCursor('companies', [last.company_key]) : undefined
  return { items: page.map(({ company, contacts }) => ({ company, contacts })), next }
}
