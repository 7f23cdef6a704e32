import type { SqlContext } from '../context.ts'
import { type Sql, sql } from '../sql.ts'

type Parts = Pick<SqlContext, 'dialect' | 'tables'>

/**
 * Messages to an address, of one owner or (undefined) of all: one read of the index of addresses for each campaign,
 * removed ones included, whose rows are personal data until they are swept.
 */
export function messagesTo({ dialect, tables }: Parts, owner: string | undefined, key: string): Sql {
  if (owner === undefined) return sql`select m.id from ${campaignsWith({ dialect, tables }, key)}`
  return sql`select m.id from ${tables.campaigns} c
    join ${tables.messages} m on m.campaign_id = c.id and m.email_key = ${key} where c.owner = ${owner}`
}

/** A `from` clause with every campaign (`o`) that has a message (`m`) to an address. */
export const campaignsWith = ({ dialect, tables }: Parts, key: string): Sql =>
  dialect.besideEach(
    sql`(select id, owner from ${tables.campaigns}) o`,
    tables.messages,
    'm',
    sql`m.campaign_id = o.id and m.email_key = ${key}`,
  )
