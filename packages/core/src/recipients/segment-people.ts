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
export async function* segmentPeople(context: Context, where: FoundSegment): AsyncGenerator<Addressed[]> {
  const { directory, messages, owner } = context
  const { campaignIds, links } = askedOf(where)
  const limit = Math.min(PAGE, Math.floor(LOOKED_UP / Math.max(campaignIds.length, 1)))
  const lists = sourceOf(where)
  if (lists === undefined) {
    const { q, company, tag } = where
    for await (const page of pages((cursor) =>
      directory.search({ q, company, tag, limit, cursor, owner, counted: false }),
    )) {
      const of = await becameOf(page)
      yield page.filter((contact) => isIn(where, contact, of(contact)))
    }
    return
  }
  for (const [place, list] of lists.entries()) {
    const asked = { ...list, q: where.q, sort: 'name', order: 'asc' } as const
    for await (const page of pages((cursor, before: readonly MessageRecord[]) => {
      const request = { ...asked, limit: Math.min(limit, rowsAtOnce(before)), cursor }
      return inTurn(messages, () => messages.list(request))
    })) {
      const of = await becameOf(page)
      yield page.filter((message) => {
        // Whoever was erased has no address to be mailed at, and is no fault of the selection.
        if (isErasedAddress(message.email)) return false
        const became = of(message)
        return isIn(where, message, became) && !comesLater(message, became, lists, place, where)
      })
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

/** Each page is read by the cursor of the one before, and by its rows, which say how large the next ones may be. */
async function* pages<T>(
  read: (cursor: string | undefined, before: readonly T[]) => Promise<{ items: T[]; next?: string | null | undefined }>,
): AsyncGenerator<T[]> {
  let cursor: string | undefined
  let items: T[] = []
  do {
    const page = await read(cursor, items)
    items = page.items
    yield items
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}
