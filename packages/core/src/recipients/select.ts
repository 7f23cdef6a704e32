import type { RecipientFilter, RecipientSelection } from '../domain/campaign.ts'
import { isSillageError, SillageError } from '../domain/errors.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import { parseInput } from '../domain/input/parse.ts'
import { recipientInput } from '../domain/input/recipients.ts'
import type { Contact, RecipientInput } from '../domain/recipient.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { NewMessage } from '../store/records.ts'
import { checkAddress } from './address.ts'
import type { Directory } from './directory.ts'

export interface Sources {
  directory: Directory
  messages: MessageStore
}

/** What could not be used, counted while the recipients stream by. */
export interface SelectionReport {
  invalid: number
  /** The first one's fault, for the warning. */
  example: string | undefined
}

type Recipients = NonNullable<RecipientSelection['list']>
const PAGE = 500

/** Tells a program's own iterable from a selection object. */
export function isRecipientIterable(recipients: object): recipients is Recipients {
  return Symbol.iterator in recipients || Symbol.asyncIterator in recipients
}

/**
 * The recipients of a selection, one after the other, in constant memory. An array in `list` is checked whole before the first is given,
 * and a bad address in it is an error that names it; iterables are a program's own data: what is bad there is left out and reported.
 */
export function selectRecipients(
  selection: RecipientSelection | Recipients | undefined,
  sources: Sources,
  scope: Scope,
): { recipients: AsyncIterable<NewMessage>; report: SelectionReport } {
  const report: SelectionReport = { invalid: 0, example: undefined }
  if (selection === undefined) return { recipients: none(), report }
  if (isRecipientIterable(selection)) return { recipients: lenient(selection, report), report }
  const { list, contactIds, filter } = selection
  const checked = Array.isArray(list)
    ? list.map((entry, index) => strict(entry as RecipientInput, `recipients.list[${index}]`))
    : undefined
  return { recipients: all(), report }

  async function* all(): AsyncGenerator<NewMessage> {
    if (checked !== undefined) yield* checked
    else if (list !== undefined) yield* lenient(list, report)
    if (contactIds !== undefined) yield* byIds(contactIds, sources.directory, scope)
    if (filter !== undefined) yield* byFilter(filter, sources, scope)
  }
}

async function* none(): AsyncGenerator<NewMessage> {}

function toMessage(input: RecipientInput): NewMessage {
  const { email, name, company, data, consent } = parseInput(recipientInput, input)
  return {
    email: checkAddress(email),
    name: name ?? null,
    company: company ?? null,
    data: data ?? {},
    consent: consent ?? null,
  }
}

function strict(input: RecipientInput, field: string): NewMessage {
  try {
    return toMessage(input)
  } catch (error) {
    if (!isSillageError(error)) throw error
    throw new SillageError(error.code, error.message, {
      field: error.field === undefined ? field : `${field}.${error.field}`,
      cause: error,
    })
  }
}

async function* lenient(list: Recipients, report: SelectionReport): AsyncGenerator<NewMessage> {
  for await (const input of list) {
    try {
      yield toMessage(input)
    } catch (error) {
      if (!isSillageError(error)) throw error
      report.invalid++
      report.example ??= error.message
    }
  }
}

async function* byIds(ids: readonly string[], directory: Directory, scope: Scope): AsyncGenerator<NewMessage> {
  for (let start = 0; start < ids.length; start += PAGE) {
    const wanted = ids.slice(start, start + PAGE)
    const found = await directory.resolve(wanted, scope.owner)
    const known = new Set(found.map((contact) => contact.id))
    const unknown = wanted.find((id) => !known.has(id))
    if (unknown !== undefined) {
      throw new SillageError(
        'unknown_contact',
        `There is no contact ${unknown} in the directory; choose the recipients again.`,
        { field: 'recipients.contactIds' },
      )
    }
    yield* found.map(fromContact)
  }
}

async function* byFilter(
  filter: RecipientFilter,
  { directory, messages }: Sources,
  scope: Scope,
): AsyncGenerator<NewMessage> {
  const { campaignId, status, ...query } = filter
  if (campaignId === undefined) {
    let cursor: string | undefined
    do {
      const page = await directory.search({ ...query, limit: PAGE, cursor, owner: scope.owner })
      yield* page.items.map(fromContact)
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
    for (const { email, name, company, data, consent } of page.items) yield { email, name, company, data, consent }
    cursor = page.next
  } while (cursor !== undefined)
}

function fromContact({ email, name, company, data, consent }: Contact): NewMessage {
  return { email, name, company, data, consent }
}
