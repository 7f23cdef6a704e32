import {
  checkLimit,
  decodeCursor,
  encodeCursor,
  fold,
  type MessageListRequest,
  type MessageRecord,
  type StorePage,
} from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { idList } from '../query-parts.ts'
import { messageColumns, messageOf, type WholeRow, wholeMessages } from '../rows/message-row.ts'
import { batch, rowsOf, type Work } from '../work.ts'
import { collect } from './list/collect.ts'
import { filtersOf } from './list/filters.ts'
import { merged } from './list/merged.ts'
import { type Counts, fewSearched, narrowest, preparedClickers, preparedCounts, type Way } from './list/narrowest.ts'
import { sortOf, withinSearch } from './list/sorts.ts'
import { type Position, type Search, walk, walkAtMost } from './list/walk.ts'

/**
 * A page by keyset. Without a filter, the sort's index has it in order. With one, either few messages can match: then
 * they are collected by the filter's own index and sorted; or many do: then reading along the sort's index soon finds a
 * page of them. The statements of both ways are templates, because each is put together from conditions that an index
 * has word for word and ranges that each database needs in words of its own.
 */
export function messageList(context: SqlContext): (request: MessageListRequest) => Promise<StorePage<MessageRecord>> {
  const { db, dialect, engine } = context
  const counts = preparedCounts(db)
  const clickersOf = preparedClickers(db)
  const ids = idList(dialect)
  const messages = prepared((list: unknown) =>
    wholeMessages(db).select(messageColumns).where('m.id', 'in', ids.at(list)),
  )
  const present = prepared((campaignId: number) =>
    db.selectFrom('email_campaigns').select('id').where('id', '=', campaignId).where('removed', '=', 0),
  )

  function* find(search: Search): Work<Position[]> {
    const { messages: person, deliveries: outcome } = search.filters
    if (person === undefined && outcome === undefined) return yield* walk(context, search)
    const { link } = search.filters
    const [ofCampaign, ofLink] = yield* batch([
      counts(search.campaignId),
      ...(link === undefined ? [] : [clickersOf(search.campaignId, link)]),
    ])
    const [counted] = rowsOf<Counts>(ofCampaign)
    const clickers = link === undefined ? undefined : (rowsOf<{ unique_clicks: number }>(ofLink)[0]?.unique_clicks ?? 0)
    if (counted === undefined || counted.total === 0 || clickers === 0) return []
    const way = yield* narrowest(context, search, counted, clickers)
    return 'none' in way ? [] : yield* goAlong(context, search, way)
  }

  /** The rows of a page in its order. What was deleted meanwhile is left out. */
  function* load(campaignId: number, page: readonly Position[]): Work<MessageRecord[]> {
    const [found, campaigns] = yield* batch([messages(ids.of(page.map(({ id }) => id))), present(campaignId)])
    if (campaigns?.rows.length === 0) return []
    const byId = new Map(rowsOf<WholeRow>(found).map((row) => [row.id, messageOf(row)]))
    return page.flatMap(({ id }) => byId.get(id) ?? [])
  }

  return async (request) => {
    const limit = checkLimit(request.limit)
    const kind = `messages:${request.sort}:${request.order}`
    const { status, link, ref } = request
    // Whoever clicked a link clicked.
    const sort = sortOf(request.sort, request.order, link === undefined ? status : 'clicked')
    const [value = null, tie = null, id] =
      request.cursor === undefined ? [] : decodeCursor(kind, request.cursor, [sort.value, 'number', 'number'])
    const after: Position | undefined = id === undefined ? undefined : { value, tie: tie ?? 0, id }
    const filters = filtersOf({ status, link, ref, q: fold(request.q ?? '') }, context.tables)
    const search = { campaignId: request.campaignId, sort, filters, after, wanted: limit + 1 }

    return await engine.browse(function* () {
      const found = yield* find(search)
      const page = found.slice(0, limit)
      const items = yield* load(request.campaignId, page)
      const last = page.at(-1)
      const more = found.length > limit && items.length > 0
      return {
        items,
        next: more && last !== undefined ? encodeCursor(kind, [last.value, last.tie, last.id]) : undefined,
      }
    })
  }
}

function* goAlong(context: SqlContext, search: Search, way: Exclude<Way, { none: true }>): Work<Position[]> {
  if ('many' in way) {
    const { most, few, among } = way
    const soon = yield* walkAtMost(context, { ...search, among }, most)
    if (soon !== undefined) return soon
    // The matches come late in this sort: reading on would take as long as there are messages.
    const others = few ?? (yield* fewSearched(context, search.campaignId, search.filters.q))
    return others === undefined ? yield* walk(context, search) : yield* collect(context, search, others)
  }
  if (!('adjacentToo' in way)) return yield* collect(context, search, way.few)
  const adjacent = yield* walk(context, { ...search, sort: withinSearch(search.sort, search.filters.q) })
  const others = yield* collect(context, search, way.few)
  return merged(adjacent, others, search.sort.descending).slice(0, search.wanted)
}
