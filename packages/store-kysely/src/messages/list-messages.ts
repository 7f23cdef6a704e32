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
import { givenIds } from '../query-parts.ts'
import { messageColumns, messageOf, wholeMessages } from '../rows/message-row.ts'
import { rows, type Work } from '../work.ts'
import { collect } from './list/collect.ts'
import { filtersOf } from './list/filters.ts'
import { merged } from './list/merged.ts'
import { fewSearched, narrowest, type Way } from './list/narrowest.ts'
import { sortOf, withinSearch } from './list/sorts.ts'
import { type Position, type Search, walk, walkAtMost } from './list/walk.ts'

/**
 * A page by keyset. Without a filter, the sort's index has it in order. With one, either few messages can match: then
 * they are collected by the filter's own index and sorted; or many do: then reading along the sort's index soon finds a
 * page of them. The statements of both ways are templates, because each is put together from conditions that an index
 * has word for word and ranges that each database needs in words of its own.
 */
export async function listMessages(
  context: SqlContext,
  request: MessageListRequest,
): Promise<StorePage<MessageRecord>> {
  const limit = checkLimit(request.limit)
  const kind = `messages:${request.sort}:${request.order}`
  const sort = sortOf(request.sort, request.order, request.status)
  const [value = null, tie = null, id] =
    request.cursor === undefined ? [] : decodeCursor(kind, request.cursor, [sort.value, 'number', 'number'])
  const after: Position | undefined = id === undefined ? undefined : { value, tie: tie ?? 0, id }

  return await context.engine.browse(function* () {
    const filters = filtersOf({ status: request.status, ref: request.ref, q: fold(request.q ?? '') })
    const way = yield* narrowest(context, request.campaignId, filters, sort, limit + 1)
    if ('none' in way) return { items: [], next: undefined }
    const search = { campaignId: request.campaignId, sort, filters, after, wanted: limit + 1 }
    const found = yield* goAlong(context, search, way)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next =
      last !== undefined && found.length > limit ? encodeCursor(kind, [last.value, last.tie, last.id]) : undefined
    return { items: yield* load(context, page), next }
  })
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

/** The rows of a page in its order. What was deleted meanwhile is left out. */
function* load({ db, dialect }: SqlContext, page: readonly Position[]): Work<MessageRecord[]> {
  const ids = page.map(({ id }) => id)
  const found = yield* rows(wholeMessages(db).select(messageColumns).where('m.id', 'in', givenIds(dialect, ids)))
  const byId = new Map(found.map((row) => [row.id, messageOf(row)]))
  return page.flatMap(({ id }) => byId.get(id) ?? [])
}
