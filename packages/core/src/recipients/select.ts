import type { CampaignRecipients } from '../domain/campaign-input.ts'
import { isSillageError, SillageError } from '../domain/errors.ts'
import * as field from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { recipientInput } from '../domain/input/recipients.ts'
import type { RecipientInput } from '../domain/recipient.ts'
import { addressKey } from '../kit/address-key.ts'
import { mergeDataFault } from '../kit/merge-data-fault.ts'
import { shareEventLoop } from '../kit/share-event-loop.ts'
import type { MessageStore } from '../store/port/message-store.ts'
import type { NewMessage } from '../store/port/records.ts'
import { checkAddress } from './address.ts'
import type { Directory } from './directory.ts'
import { findSegment, type SegmentContext } from './find-segment.ts'
import { type Addressed, segmentPeople } from './segment-people.ts'

/** Where recipients come from, and whose: those of one tenant, or (undefined) of all. */
export interface Sources extends SegmentContext {
  directory: Directory
  messages: Pick<MessageStore, 'list' | 'became'>
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

type Recipients = Iterable<RecipientInput> | AsyncIterable<RecipientInput>
const PAGE = 500

/** Distinguishes people from a selection of them. */
export function isRecipientIterable(recipients: object): recipients is Recipients {
  return Symbol.iterator in recipients || Symbol.asyncIterator in recipients
}

/** What a call says of whom it goes to. */
export type Chosen = Pick<CampaignRecipients, 'recipients' | 'onInvalid'>

/**
 * The recipients of a call, one after the other, in constant memory. An array in which a bad one refuses the campaign
 * is checked whole before the first is yielded, in several turns of the event loop. A directory is a host's own table:
 * what is wrong there is left out and reported. The campaigns that a segment means are those of this moment. `place` is
 * where the recipients stand in the input, with a dot at its end.
 */
export async function selectRecipients(
  { recipients, onInvalid }: Chosen,
  sources: Sources,
  place = 'recipients.',
): Promise<{ recipients: AsyncIterable<NewMessage>; report: SelectionReport }> {
  const report: SelectionReport = { invalid: 0, example: undefined }
  if (recipients === undefined) return { recipients: none(), report }
  if (isRecipientIterable(recipients)) {
    const { refuse = Array.isArray(recipients) } = {
      refuse: onInvalid === undefined ? undefined : onInvalid === 'refuse',
    }
    if (!refuse) return { recipients: lenient(recipients, report), report }
    if (!Array.isArray(recipients)) return { recipients: strict(recipients), report }
    return { recipients: each(await inTurns(recipients, at)), report }
  }
  const { contactIds = [], people = [], where, except = [] } = recipients
  const ids = await inTurns(contactIds, (id, index) => parseInput(field.contactId, id, `${place}contactIds[${index}]`))
  const given =
    onInvalid === 'skip'
      ? lenient(people, report)
      : each(await inTurns(people, (entry, index) => toMessage(entry, `${place}people[${index}]`)))
  const segment = where === undefined ? undefined : await findSegment(sources, where, `${place}where`)
  const checked = (email: string, index: number) => addressKey(checkAddress(email, `${place}except[${index}]`))
  const left = new Set(await inTurns(except, checked))
  return { recipients: left.size === 0 ? selected() : without(left, selected()), report }

  async function* selected(): AsyncGenerator<NewMessage> {
    const usable = ofDirectory(report)
    for await (const contacts of byIds(ids, sources, place)) yield* usable(contacts)
    yield* given
    if (segment !== undefined) for await (const people of segmentPeople(sources, segment)) yield* usable(people)
  }
}

async function* without(keys: ReadonlySet<string>, people: AsyncIterable<NewMessage>): AsyncGenerator<NewMessage> {
  for await (const person of people) if (!keys.has(addressKey(person.email))) yield person
}

const at = (entry: unknown, index: number): NewMessage => toMessage(entry, `recipients[${index}]`)

async function* strict(recipients: Recipients): AsyncGenerator<NewMessage> {
  let index = 0
  for await (const entry of recipients) yield at(entry, index++)
}

async function* each(messages: readonly NewMessage[]): AsyncGenerator<NewMessage> {
  yield* messages
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

const none = () => each([])

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

async function* byIds(
  ids: readonly string[],
  { directory, owner }: Sources,
  place: string,
): AsyncGenerator<Addressed[]> {
  for (let start = 0; start < ids.length; start += PAGE) {
    const wanted = ids.slice(start, start + PAGE)
    const found = await directory.resolve(wanted, owner)
    const known = new Set(found.map((contact) => contact.id))
    const unknown = wanted.find((id) => !known.has(id))
    if (unknown !== undefined) {
      throw new SillageError(
        'unknown_contact',
        `There is no contact ${unknown} in the directory; choose the recipients again.`,
        { field: `${place}contactIds` },
      )
    }
    yield found
  }
}
