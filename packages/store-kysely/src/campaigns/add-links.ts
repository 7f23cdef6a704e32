import { createHash } from 'node:crypto'
import { type LinkRecord, type NewLink, SillageError } from '@sillage/core/store'
import { chunks, type SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import { always, given } from '../query-parts.ts'
import { linkColumns, linkOf } from '../rows/campaign-row.ts'
import type { LinkTable } from '../schema.ts'
import { change, first, rows, type Work } from '../work.ts'

/** A link to be stored, of its campaign or of a content of its messages. */
export interface PlacedLink extends NewLink {
  campaignId: number
  contentId: number | null
}

const keyOf = ({ url, personalised, engine, contentId }: Omit<PlacedLink, 'campaignId'>): string =>
  createHash('sha256')
    .update(`${engine ?? ''}${Number(personalised)}${contentId === null ? '' : ` ${contentId} `}${url}`)
    .digest('base64url')
    .slice(0, 32)

const input = {
  ord: 'integer',
  campaign_id: 'integer',
  content_id: 'integer',
  url: 'text',
  url_key: 'text',
  personalised: 'integer',
  engine: 'text',
} as const satisfies Record<Exclude<keyof LinkTable, 'id' | 'total' | 'unique_clicks'> | 'ord', InputType>
const names = ['campaign_id', 'content_id', 'url', 'url_key', 'personalised', 'engine'] as const

/** Stores each destination of a campaign or content once, in the order given. */
export function* storeLinks({ db, dialect }: SqlContext, links: readonly PlacedLink[]): Work<void> {
  const byKey = new Map(links.map((link) => [`${link.campaignId} ${keyOf(link)}`, link]))
  const missing = [...byKey.values()].map((link, ord) => {
    const { campaignId, contentId, url, personalised, engine = null } = link
    const place = { ord, campaign_id: campaignId, content_id: contentId }
    return { ...place, url, url_key: keyOf(link), personalised: Number(personalised), engine }
  })
  for (const chunk of chunks(missing, dialect.rowsPerStatement)) {
    yield* change(
      db
        .insertInto('email_links')
        .columns(names)
        .expression(
          db
            .selectFrom(given(dialect, input, chunk))
            .select(names)
            .where(always)
            .orderBy('v.ord'),
        )
        .onConflict((on) => on.columns(['campaign_id', 'url_key']).doNothing()),
    )
  }
}

/** The links of a campaign, or of a content of its messages, called by their columns. */
export function linksIn(db: SqlContext['db'], campaignId: number, contentId: number | null) {
  const links = db.selectFrom('email_links').select(linkColumns).where('campaign_id', '=', campaignId)
  return contentId === null ? links.where('content_id', 'is', null) : links.where('content_id', '=', contentId)
}

/** Stores links; returns them in the order given. */
export function* addLinks(
  context: SqlContext,
  campaignId: number,
  links: readonly NewLink[],
  contentId: number | null,
): Work<LinkRecord[]> {
  const { db } = context
  const campaign = yield* first(
    db.selectFrom('email_campaigns').select('id').where('id', '=', campaignId).where('removed', '=', 0),
  )
  if (campaign === undefined) throw new SillageError('not_found', `There is no campaign ${campaignId} to add links to.`)
  const content = db.selectFrom('email_contents').select('id')
  if (contentId !== null && (yield* first(content.where('id', '=', contentId))) === undefined)
    throw new SillageError('not_found', `There is no content ${contentId} to add links to.`)
  yield* storeLinks(
    context,
    links.map((link) => ({ ...link, campaignId, contentId })),
  )
  const stored = yield* rows(linksIn(db, campaignId, contentId))
  const records = new Map(stored.map((row) => [row.url_key, linkOf(row)]))
  return links.flatMap((link) => records.get(keyOf({ ...link, contentId })) ?? [])
}
