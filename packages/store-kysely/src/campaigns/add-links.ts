import { createHash } from 'node:crypto'
import { type LinkRecord, SillageError } from '@sillage/core/store'
import { chunks, type SqlContext } from '../context.ts'
import { type LinkRow, linkColumnsSql, linkOf } from '../rows/campaign-row.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

interface NewLink {
  url: string
  personalised: boolean
}

const keyOf = ({ url, personalised }: NewLink): string =>
  createHash('sha256')
    .update(`${Number(personalised)}${url}`)
    .digest('base64url')
    .slice(0, 32)

/** Stores each destination once, in the order given. */
export function* addLinks(
  { dialect, tables }: SqlContext,
  campaignId: number,
  links: readonly NewLink[],
): Work<LinkRecord[]> {
  const campaign = yield* first(sql`select 1 from ${tables.campaigns} where id = ${campaignId} and removed = 0`)
  if (campaign === undefined) throw new SillageError('not_found', `There is no campaign ${campaignId} to add links to.`)
  const input = dialect.inputTable({ ord: 'integer', url: 'text', url_key: 'text', personalised: 'integer' })
  const byKey = new Map(links.map((link) => [keyOf(link), link]))
  const missing = [...byKey].map(([key, { url, personalised }], ord) => {
    return { ord, url, url_key: key, personalised: Number(personalised) }
  })
  for (const chunk of chunks(missing, dialect.rowsPerStatement)) {
    yield* change(sql`insert into ${tables.links} (campaign_id, url, url_key, personalised)
      select cast(${campaignId} as bigint), url, url_key, personalised from ${input.of(chunk)} where true order by ord
      on conflict (campaign_id, url_key) do nothing`)
  }
  const stored = yield* rows<LinkRow>(
    sql`select ${linkColumnsSql} from ${tables.links} where campaign_id = ${campaignId}`,
  )
  const records = new Map(stored.map((row) => [row.url_key, linkOf(row)]))
  return links.flatMap((link) => records.get(keyOf(link)) ?? [])
}
