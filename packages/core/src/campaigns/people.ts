import { SillageError } from '../domain/errors.ts'
import { segmentQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { Page } from '../domain/page.ts'
import type { SegmentPerson, SegmentQuery } from '../domain/selection.ts'
import { findSegment } from '../recipients/find-segment.ts'
import { type SegmentPlace, segmentReader } from '../recipients/segment-people.ts'
import { decodeCursor, encodeCursor } from '../store/rules/cursor.ts'
import { type CampaignContext, sourcesOf } from './context.ts'

/** So many rows are read for a page: of a segment that few of them are in it may have less than was asked for. */
const MOST_ROWS = 2_000
const shape = ['number', 'number', 'string?'] as const

/**
 * A page of the people of a segment. Its cursor names the campaign that is read and the place there, so that one of
 * another segment, or from before another campaign became one of the newest, is refused rather than read elsewhere.
 */
export async function listPeople(context: CampaignContext, query: SegmentQuery): Promise<Page<SegmentPerson>> {
  const { where, limit = 50, cursor } = parseInput(segmentQuery, query)
  const sources = sourcesOf(context)
  const { lists, read } = segmentReader(sources, await findSegment(sources, where, 'where'))
  const campaignOf = (list: number) => (lists === undefined ? 0 : (lists[list]?.campaignId ?? -1))
  const items: SegmentPerson[] = []
  let rows = 0
  let place = cursor === undefined ? first() : given(cursor)
  while (place !== undefined && items.length < limit && rows < MOST_ROWS) {
    const part = await read(place, limit - items.length)
    items.push(...part.people.map(({ contactId, email, name, company }) => ({ contactId, email, name, company })))
    rows += part.rows
    place = part.next
  }
  if (place === undefined) return { items, next: null }
  const { list, cursor: after = null } = place
  return { items, next: encodeCursor('people', [list, campaignOf(list), after]) }

  function first(): SegmentPlace | undefined {
    return lists?.length === 0 ? undefined : { list: 0, cursor: undefined }
  }

  function given(cursor: string): SegmentPlace {
    const [list, campaign, after] = decodeCursor('people', cursor, shape)
    if (campaignOf(list) !== campaign)
      throw new SillageError('invalid_cursor', 'This cursor is of other people: ask for the first page again.', {
        field: 'cursor',
      })
    return { list, cursor: after ?? undefined }
  }
}
