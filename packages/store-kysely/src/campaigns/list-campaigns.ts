import {
  type CampaignStore,
  type CampaignSummary,
  checkLimit,
  decodeCursor,
  encodeCursor,
  fold,
  type StorePage,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { contains } from '../query-parts.ts'
import { summaryColumns, summaryOf } from '../rows/campaign-row.ts'
import { rows, type Work } from '../work.ts'
import { campaignsWithContent } from './create-campaign.ts'

type Request = Parameters<CampaignStore['list']>[0]

/** A page of campaigns along their ids, or along the index of their names. */
export function* listCampaigns(
  { db }: SqlContext,
  { limit, cursor, owner, status, q, sort = 'createdAt', order = 'desc' }: Request,
): Work<StorePage<CampaignSummary>> {
  const byName = sort === 'name'
  const kind = `campaigns:${sort}:${order}`
  let query = campaignsWithContent(db)
    .where('c.removed', '=', 0)
    .select(summaryColumns)
    .where('c.kind', '=', 'campaign')
    .limit(checkLimit(limit) + 1)
  if (byName) query = query.orderBy('c.name_key', order)
  query = query.orderBy('c.id', order)
  if (owner !== undefined) query = query.where('c.owner', '=', owner)
  if (status !== undefined) query = query.where('c.status', '=', status)
  const words = fold(q ?? '')
  if (words !== '') query = query.where(({ ref }) => contains(ref('c.name_key'), words))
  if (cursor !== undefined) {
    const after = order === 'asc' ? '>' : '<'
    if (byName) {
      // The name as its author wrote it: folded, one of many letters may be too long for a cursor.
      const [name, id] = decodeCursor(kind, cursor, ['string', 'number'])
      query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('c.name_key', 'c.id'), after, tuple(fold(name), id)))
    } else query = query.where('c.id', after, decodeCursor(kind, cursor, ['number'])[0])
  }
  const found = yield* rows(query)
  const items = found.slice(0, limit).map(summaryOf)
  const last = items.at(-1)
  if (last === undefined || found.length <= limit) return { items, next: undefined }
  return { items, next: encodeCursor(kind, byName ? [last.name, last.id] : [last.id]) }
}
