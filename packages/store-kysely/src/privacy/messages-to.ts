import type { Expression } from 'kysely'
import type { SqlContext } from '../context.ts'
import { part } from '../query-parts.ts'
import { type Sql, sql } from '../sql.ts'

type Parts = Pick<SqlContext, 'db' | 'dialect' | 'tables'>

/**
 * Ids of messages to an address, of one owner or (undefined) of all: one read of the index of addresses for each
 * campaign, removed ones included, whose rows are personal data until they are swept.
 */
export function messagesTo(context: Parts, owner: string | undefined, key: string): Expression<number> {
  if (owner === undefined) return part(sql`(select m.id from ${campaignsWith(context, key)})`)
  return context.db
    .selectFrom('email_campaigns as c')
    .innerJoin('email_messages as m', (join) => join.onRef('m.campaign_id', '=', 'c.id').on('m.email_key', '=', key))
    .select('m.id')
    .where('c.owner', '=', owner)
    .$asScalar()
}

/**
 * A `from` clause with every campaign (`o`) that has a message (`m`) to an address. By hand, because the builder knows
 * no `besideEach`.
 */
export const campaignsWith = ({ dialect, tables }: Pick<Parts, 'dialect' | 'tables'>, key: string): Sql =>
  dialect.besideEach(
    sql`(select id, owner from ${tables.campaigns}) o`,
    tables.messages,
    'm',
    sql`m.campaign_id = o.id and m.email_key = ${key}`,
  )
