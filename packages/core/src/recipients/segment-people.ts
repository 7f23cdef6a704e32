import type { Contact } from '../domain/recipient.ts'
import { addressKey } from '../kit/address-key.ts'
import type { Became, MessageStore } from '../store/port/message-store.ts'
import type { MessageRecord } from '../store/port/records.ts'
import { inTurn, rowsAtOnce } from '../store/read-fat-rows.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import type { Directory } from './directory.ts'
import { askedOf, type FoundSegment, isIn, listHas, type SourceList, sourceOf } from './segment.ts'

/** What a message is made of. */
export type Addressed = Pick<Contact, 'email' | 'ref' | 'name' | 'company' | 'data' | 'consent'>

/** Where reading goes on: in which of the segment's lists, after what. */
export interface SegmentPlace {
  list: number
  cursor: string | undefined
}

/** People of the directory have the id that it gives them. */
export type SegmentPerson = Addressed & { contactId: string | null }

/** Some of the people of a segment: of so many rows those that are in it. */
interface SegmentPart {
  people: SegmentPerson[]
  rows: number
  next: SegmentPlace | undefined
}

interface Context {
  directory: Directory
  messages: Pick<MessageStore, 'list' | 'became'>
  owner: string | undefined
}

/** People of a page, where few campaigns are asked about. */
const PAGE = 500
/** Rows that are looked up for a page: addresses times campaigns. */
const LOOKED_UP = 10_000

/**
 * The people of a segment, in pages and in constant memory: where they are found is read page by page, and for each the
 * store is asked once what became of the addresses on it. Everybody comes once, of several lists in the last that has
 * them, with what that message says of them. What a hit changes meanwhile may count or not.
 */
export async function* segmentPeople(context: Context, where: FoundSegment): AsyncGenerator<SegmentPerson[]> {
  const { lists, read } = segmentReader(context, where)
  let place: SegmentPlace | undefined = lists?.length === 0 ? undefined : { list: 0, cursor: undefined }
  while (place !== undefined) {
    const { people, next }: SegmentPart = await read(place, PAGE)
    yield people
    place = next
  }
}

/** The lists that a segment's people are found in (undefined: the directory), and how a part of them is read. */
export function segmentReader(context: Context, where: FoundSegment) {
  const { directory, messages, owner } = context
  const { campaignIds, links } = askedOf(where)
  const most = Math.min(PAGE, Math.floor(LOOKED_UP / Math.max(campaignIds.length, 1)))
  const lists = sourceOf(where)
  /** Of the list that is read, and how large its next parts may be by the rows that came. */
  let atOnce = { list: -1, limit: rowsAtOnce([]) }
  return { lists, read }

  async function read(place: SegmentPlace, limit: number): Promise<SegmentPart> {
    return lists === undefined
      ? ofDirectory(place, Math.min(limit, most))
      : ofList(lists, place, Math.min(limit, most, atOnce.list === place.list ? atOnce.limit : rowsAtOnce([])))
  }

  async function ofDirectory({ cursor }: SegmentPlace, limit: number): Promise<SegmentPart> {
    const { q, company, tag } = where
    const { items, next } = await directory.search({ q, company, tag, limit, cursor, owner, counted: false })
    const of = await becameOf(items)
    const people = items.filter((contact) => isIn(where, contact, of(contact)))
    return {
      people: people.map((contact) => ({ ...contact, contactId: contact.id })),
      rows: items.length,
      next: next === null || next === undefined ? undefined : { list: 0, cursor: next },
    }
  }

  async function ofList(
    all: readonly SourceList[],
    { list: place, cursor }: SegmentPlace,
    limit: number,
  ): Promise<SegmentPart> {
    const list = all[place]
    if (list === undefined) return { people: [], rows: 0, next: undefined }
    const request = { ...list, q: where.q, sort: 'name', order: 'asc', limit, cursor } as const
    const { items, next } = await inTurn(messages, () => messages.list(request))
    atOnce = { list: place, limit: rowsAtOnce(items) }
    const of = await becameOf(items)
    const people = items.filter((message) => {
      // Whoever was erased has no address to be mailed at, and is no fault of the selection.
      if (isErasedAddress(message.email)) return false
      const became = of(message)
      return isIn(where, message, became) && !comesLater(message, became, all, place, where)
    })
    const following = place + 1 < all.length ? { list: place + 1, cursor: undefined } : undefined
    return {
      people: people.map((message) => ({ ...message, contactId: null })),
      rows: items.length,
      next: next === undefined ? following : { list: place, cursor: next },
    }
  }

  async function becameOf(page: readonly { email: string }[]): Promise<(person: { email: string }) => Became[]> {
    if (campaignIds.length === 0 || page.length === 0) return () => []
    const became = await messages.became({ campaignIds, emails: page.map(({ email }) => email), links })
    const byKey = Map.groupBy(became, ({ email }) => addressKey(email))
    return ({ email }) => byKey.get(addressKey(email)) ?? []
  }
}

/**
 * True where another message to the same person follows, in this list or a later one, that is in the segment too. Who
 * was met is not remembered, for there may be millions. What is later is asked rather than what was before: people come
 * into a list by opening and clicking, so that whoever is in a later one now will be met there.
 */
function comesLater(
  { id }: MessageRecord,
  became: readonly Became[],
  lists: readonly SourceList[],
  place: number,
  where: FoundSegment,
): boolean {
  return became.some(
    (other) =>
      isIn(where, other, became) &&
      lists.some((list, at) => (at > place || (at === place && other.id > id)) && listHas(list, other)),
  )
}
