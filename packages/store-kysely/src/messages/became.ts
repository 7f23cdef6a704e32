import { addressKey, type Became, type BecameRequest } from '@sillage/core/store'
import { chunks, type SqlParts } from '../context.ts'
import { countedClick } from '../rows/event-row.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { batch, rowsOf, type Work } from '../work.ts'

interface Row extends Omit<Became, 'campaignId' | 'bouncedAt' | 'links'> {
  campaign_id: number
  bounced_at: number | null
}

/**
 * What became of messages to people in some campaigns: each address looked up in the index of each campaign, whatever
 * the planner thinks of their numbers. Templates, because the builder knows no `besideEach`.
 */
export function* became({ dialect, tables }: SqlParts, { campaignIds, emails, links }: BecameRequest): Work<Became[]> {
  const found: Became[] = []
  const keys = [...new Set(emails.map(addressKey))]
  for (const chunk of campaignIds.length === 0 ? [] : chunks(keys, dialect.rowsPerStatement)) {
    const theirs = messagesTo(chunk)
    const [messages, clicks] = yield* batch([
      sql`select m.id, m.campaign_id, m.email, m.name, m.company, d.state, d.opens, d.clicks, d.bounced_at
        from ${beside(theirs, 'deliveries', 'd', raw('d.id = m.id'))}`,
      ...(links.length === 0 ? [] : [clicksOn(theirs)]),
    ])
    const clicked = Map.groupBy(rowsOf<{ message_id: number; link_id: number }>(clicks), ({ message_id }) => message_id)
    for (const { campaign_id: campaignId, bounced_at: bouncedAt, ...row } of rowsOf<Row>(messages)) {
      const its = clicked.get(row.id) ?? []
      found.push({ ...row, campaignId, bouncedAt, links: its.map(({ link_id }) => link_id) })
    }
  }
  return found.sort((a, b) => a.id - b.id)

  function messagesTo(some: readonly string[]): Sql {
    const given = dialect.inputTable({ key: 'text' }).of(some.map((key) => ({ key })))
    const few = dialect.amongFew(sql`select id from ${idsOf(campaignIds)}`)
    const campaigns = sql`select id from ${tables.campaigns} where id ${few} and removed = 0`
    const each = sql`(select c.id as campaign, v.key from ${given} cross join (${campaigns}) c) p`
    const mine = sql`m.campaign_id = p.campaign and m.email_key = p.key`
    return sql`(select m.id, m.campaign_id, m.email, m.name, m.company
      from ${dialect.besideEach(each, tables.messages, 'm', mine)}) m`
  }

  function clicksOn(theirs: Sql): Sql {
    const clicked = sql`(select m.id from ${beside(theirs, 'deliveries', 'd', raw('d.id = m.id and d.clicks > 0'))}) m`
    const mine = sql`e.message_id = m.id and e.link_id in (select id from ${idsOf(links)}) and ${countedClick}`
    return sql`select distinct e.message_id, e.link_id from ${beside(clicked, 'events', 'e', mine)}`
  }

  function beside(rows: Sql, table: 'deliveries' | 'events', alias: string, condition: Sql): Sql {
    return dialect.besideEach(rows, tables[table], alias, condition)
  }

  function idsOf(ids: readonly number[]): Sql {
    return dialect.inputTable({ id: 'integer' }).of(ids.map((id) => ({ id })))
  }
}
