import type { RecipientFilter, RecipientSelection } from '../domain/campaign.ts'
import { isSillageError, SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import * as field from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { recipientInput } from '../domain/input/recipients.ts'
import type { Contact } from '../domain/recipient.ts'
import { mergeDataFault } from '../kit/merge-data-fault.ts'
import { shareEventLoop } from '../kit/share-event-loop.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { NewMessage } from '../store/records.ts'
import { checkAddress } from './address.ts'
import type { Directory } from './directory.ts'

/** Where recipients come from, and whose: those of one tenant, or (undefined) of all. */
export interface Sources {
  directory: Directory
  messages: MessageStore
  owner: string | undefined
}

/** What could not be used, counted while the recipients are streamed. */
export interface SelectionReport {
  invalid: number
  /** The position of the first one and what is wrong with it, for the warning; never the address itself. */
  example: string | undefined
}

/** An address that is left out, with its place among those of its source, counted from 1. */
function leaveOut(report: SelectionReport, place: string, fault: string): void {
  report.invalid++
  report.example ??= `${place}, ${fault}`
}

type Recipients = NonNullable<RecipientSelection['list']>
const PAGE = 500

/** Distinguishes a program's own iterable from a selection object. */
export function isRecipientIterable(recipients: object): recipients is Recipients {
  return Symbol.iterator in recipients || Symbol.asyncIterator in recipients
}

/**
 * The recipients of a selection, one after the other, in constant memory. An array, by itself or in `list`, is checked
 * whole before the first is yielded, in several turns of the event loop, and a fault in it is an error that names its
 * place; an iterable is a program's own data and a directory a host's own table: what is wrong there is left out and
 * reported.
 */
export async function selectRecipients(
  selection: RecipientSelection | Recipients | undefined,
  sources: Sources,
): Promise<{ recipients: AsyncIterable<NewMessage>; report: SelectionReport }> {
  const report: SelectionReport = { invalid: 0, example: undefined }
  if (selection === undefined) return { recipients: none(), report }
  const isBare = isRecipientIterable(selection)
  const { list, contactIds = [], filter }: RecipientSelection = isBare ? { list: selection } : selection
  const path = isBare ? 'recipients' : 'recipients.list'
  const checked = Array.isArray(list)
    ? await inTurns(list, (entry, index) => toMessage(entry, `${path}[${index}]`))
    : undefined
  const ids = await inTurns(contactIds, (id, index) =>
    parseInput(field.contactId, id, `recipients.contactIds[${index}]`),
  )
  return { recipients: all(), report }

  async function* all(): AsyncGenerator<NewMessage> {
    if (checked !== undefined) yield* checked
    else if (list !== undefined) yield* lenient(list, report)
    const usable = ofDirectory(report)
    for await (const contacts of byIds(ids, sources)) yield* usable(contacts)
    if (filter !== undefined) for await (const people of byFilter(filter, sources)) yield* usable(people)
  }
}

async function inTurns<T, R>(list: readonly T[], check: (entry: T, index: number) => R): Promise<R[]> {
  const pause = shareEventLoop()
  const checked: R[] = []
  for (const [index, entry] of list.entries()) {
    checked.push(check(entry, index))
    await pause()
  }
  return checked
}

async function* none(): AsyncGenerator<NewMessage> {}

function toMessage(input: unknown, at = ''): NewMessage {
  const { email, ref, name, company, data, consent } = parseInput(recipientInput, input, at)
  return {
    email: checkAddress(email, at === '' ? 'email' : `${at}.email`),
    ref: ref ?? null,
    name: name ?? null,
    company: company ?? null,
    data: data ?? {},
    consent: consent ?? null,
  }
}

async function* lenient(list: Recipients, report: SelectionReport): AsyncGenerator<NewMessage> {
  let place = 0
  for await (const input of list) {
    place++
    yield* valid(() => toMessage(input), `recipient ${place}`, report)
  }
}

type Addressed = Pick<Contact, 'email' | 'ref' | 'name' | 'company' | 'data' | 'consent'>

/**
 * Messages for the contacts of a page that can be mailed. A host's own table was never checked: what is not an address
 * must not reach a server, and data has a limit.
 */
function ofDirectory(report: SelectionReport): (people: readonly Addressed[]) => Iterable<NewMessage> {
  let place = 0
  return function* usable(people) {
    for (const person of people) {
      place++
      yield* valid(() => fromContact(person), `contact ${place} of those chosen`, report)
    }
  }
}

/** The result, or nothing where it is not valid, which is reported. */
function* valid(make: () => NewMessage, place: string, report: SelectionReport): Generator<NewMessage> {
  let made: NewMessage
  try {
    made = make()
  } catch (error) {
    if (!isSillageError(error)) throw error
    leaveOut(report, place, error.message)
    return
  }
  yield made
}

function fromContact({ email, ref, name, company, data, consent }: Addressed): NewMessage {
  const fault = mergeDataFault(data)
  if (fault !== undefined) throw new SillageError('invalid_field', `data: ${fault}`, { field: 'data' })
  return { email: checkAddress(email), ref, name, company, data, consent }
}

async function* byIds(ids: readonly string[], { directory, owner }: Sources): AsyncGenerator<Addressed[]> {
  for (let start = 0; start < ids.length; start += PAGE) {
    const wanted = ids.slice(start, start + PAGE)
    const found = await directory.resolve(wanted, owner)
    const known = new Set(found.map((contact) => contact.id))
    const unknown = wanted.find((id) => !known.has(id))
    if (unknown !== undefined) {
      throw new SillageError(
        'unknown_contact',
        `There is no contact ${unknown} in the directory; choose the recipients again.`,
        { field: 'recipients.contactIds' },
      )
    }
    yield found
  }
}

async function* byFilter(
  filter: RecipientFilter,
  { directory, messages, owner }: Sources,
): AsyncGenerator<Addressed[]> {
  const { campaignId, status, ...query } = filter
  if (campaignId === undefined) {
    let cursor: string | undefined
    do {
      const page = await directory.search({ ...query, limit: PAGE, cursor, owner })
      yield page.items
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    return
  }
  let cursor: string | undefined
  do {
    const page = await messages.list({
      campaignId: parseId(campaignId),
      status,
      q: query.q,
      sort: 'name',
      order: 'asc',
      limit: PAGE,
      cursor,
    })
    yield page.items
    cursor = page.next
  } while (cursor !== undefined)
}
