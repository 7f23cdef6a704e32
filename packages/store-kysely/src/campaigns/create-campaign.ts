import type { CampaignRecord, NewCampaign } from '@sillage/core/store'
import type { Kysely } from 'kysely'
import type { SqlContext } from '../context.ts'
import { campaignColumns, campaignFields, campaignOf } from '../rows/campaign-row.ts'
import { orEmpty } from '../rows/values.ts'
import type { CampaignTable, Schema } from '../schema.ts'
import { first, type Work } from '../work.ts'
import { dropUnused, keepContent, noteVersion } from './contents.ts'

/** Campaigns and streams, called `c`, with their content, called `k`. */
export const campaignsWithContent = (db: Kysely<Schema>) =>
  db.selectFrom('email_campaigns as c').innerJoin('email_contents as k', 'k.id', 'c.content_id')

/** What a row begins with. */
type Beginning = Pick<CampaignTable, 'kind' | 'status'> & Partial<Pick<CampaignTable, 'started_at' | 'planned_at'>>

/** Stores a campaign or stream, or finds the one that its owner has by this key. */
export function* createCampaign(
  context: SqlContext,
  added: NewCampaign,
  begin: Beginning,
): Work<{ campaign: CampaignRecord; created: boolean }> {
  const { db } = context
  const owner = orEmpty(added.owner)
  const contentId = yield* keepContent(context, owner, {
    preheader: null,
    attachments: [],
    document: null,
    engine: null,
    ...added,
  })
  const fields = campaignFields(added) as Required<ReturnType<typeof campaignFields>>
  const created = yield* first(
    db
      .insertInto('email_campaigns')
      .values({ ...fields, ...begin, content_id: contentId })
      .onConflict((conflict) => conflict.columns(['owner', 'kind', 'idempotency_key']).doNothing())
      .returning('id'),
  )
  const { from } = added
  if (created !== undefined) yield* noteVersion(context, { ...created, version: 1, contentId, from, started: false })
  else yield* dropUnused(context, [contentId])
  const keyed = db.selectFrom('email_campaigns').select('id').where('owner', '=', owner).where('kind', '=', begin.kind)
  const found = created ?? (yield* first(keyed.where('idempotency_key', '=', added.key)))
  const campaign = found === undefined ? undefined : yield* wholeCampaign(context, found.id)
  if (campaign === undefined) throw new Error('a campaign with this key was removed at the same moment')
  return { campaign, created: created !== undefined }
}

/** A campaign or stream, removed ones among them, in the middle of other work. */
export function* wholeCampaign({ db }: SqlContext, id: number): Work<CampaignRecord | undefined> {
  const row = yield* first(campaignsWithContent(db).select(campaignColumns).where('c.id', '=', id))
  return row === undefined ? undefined : campaignOf(row)
}
