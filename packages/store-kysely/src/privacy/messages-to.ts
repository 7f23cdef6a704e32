import type { SqlContext } from '../context.ts'
import { type Sql, sql } from '../sql.ts'

/**
 * Messages to an address: one look into the index of addresses for each campaign of the owner, removed ones included, whose rows are personal data until
 * they are swept.
 */
export function messagesTo({ tables }: Pick<SqlContext, 'tables'>, owner: string, key: string): Sql {
  return sql`select m.id from ${tables.campaigns} c
    join ${tables.messages} m on m.campaign_id = c.id and m.email_key = ${key} where c.owner = ${owner}`
}
