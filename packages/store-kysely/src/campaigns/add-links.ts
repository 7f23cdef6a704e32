import { createHash } from 'node:crypto'
import { type LinkRecord, type NewLink, SillageError } from '@sillage/core/store'
import { chunks, type SqlContext } from '../context.ts'
import { given, integer } from '../query-parts.ts'
import { linkColumns, linkOf } from '../rows/campaign-row.ts'
import { change, first, rows, type Work } from '../work.ts'

const keyOf = ({ url, personalised, engine }: NewLink): string =>
  createHash('sha256')
    .update(`${engine ?? ''}${Number(personalised)}${url}`)
    .digest('base64url')
    .slice(0, 32)

/** Stores each destination once, in the order given. */
export function* addLinks(
  { db, dialect }: SqlContext,
  campaignId: number,
  links: readonly NewLink[],
): Work<LinkRecord[]> {
  const campaign = yield* first(
    db.selectFrom('email_campaigns').select('id').where('id', '=', campaignId).where('removed', '=', 0),
  )
  if (campaign === undefined) throw new SillageError('not_found', `There is no campaign ${campaignId} to add links to.`)
  const byKey = new Map(links.map((link) => [keyOf(link), link]))
  const missing = [...byKey].map(([key, { url, personalised, engine = null }], ord) => {
    return { ord, url, url_key: key, personalised: Number(personalised), engine }
  })
  for (const chunk of chunks(missing, dialect.rowsPerStatement)) {
    const input = given(
      dialect,
      { ord: 'integer', url: 'text', url_key: 'text', personalised: 'integer', engine: 'text' },
      chunk,
    )
    yield* change(
      db
        .insertInto('email_links')
        .columns(['campaign_id', 'url', 'url_key', 'personalised', 'engine'])
        .expression(
          db
            .selectFrom(input)
            .select([integer(campaignId).as('campaign_id'), 'v.url', 'v.url_key', 'v.personalised', 'v.engine'])
            .orderBy('v.ord'),
        )
        .onConflict((on) => on.columns(['campaign_id', 'url_key']).doNothing()),
    )
  }
  const stored = yield* rows(db.selectFrom('email_links').select(linkColumns).where('campaign_id', '=', campaignId))
  const records = new Map(stored.map((row) => [row.url_key, linkOf(row)]))
  return links.flatMap((link) => records.get(keyOf(link)) ?? [])
}
