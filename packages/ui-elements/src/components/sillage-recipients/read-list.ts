import { columnOf, type RecipientInput } from '@sillage/core/browser'
import { addressKeyOf } from './address-key-of.ts'
import { addressOf, parseLine } from './address-line.ts'
import { separatorOf, splitCells } from './split-cells.ts'

/** What a column of a list may become; `data`: a merge field under its heading; `none`: nothing. */
export const listFields = ['email', 'name', 'firstName', 'lastName', 'company', 'ref'] as const
export type ListField = (typeof listFields)[number] | 'data' | 'none'

export interface ListColumn {
  heading: string
  /** What the first row has there. */
  example: string
  field: ListField
}

/** What was read of a list of people. */
export interface ReadList {
  people: readonly RecipientInput[]
  /** How many lines repeat an address that came before. */
  duplicates: number
  /** How many lines have no readable address, and the numbers, from 1, of the first of them. */
  invalid: number
  invalidLines: readonly number[]
  /** What is in the columns; undefined: the list has no line of headings. */
  columns: readonly ListColumn[] | undefined
  /** Numbers, from 1, of lines that hold more than address, name and company, without a heading that says what. */
  cutLines: readonly number[]
}

/** So many lines are named that could not be read. */
const NAMED = 10
/** For so long lines are read in one turn, in milliseconds: what is typed meanwhile must not wait. */
const TURN_MS = 12

/**
 * Reads a list in short turns, so that a page with 100,000 lines of it stays usable. `columns` says what the columns
 * are, in place of their headings; undefined when `signal` was aborted.
 */
export async function readList(
  given: string,
  signal: AbortSignal,
  columns?: readonly ListColumn[],
): Promise<ReadList | undefined> {
  const text = withLineEnds(given)
  const reader = createReader(headOf(text), columns)
  let from = 0
  let number = 0
  while (from <= text.length) {
    const until = performance.now() + TURN_MS
    do {
      let end = text.indexOf('\n', from)
      if (end === -1) end = text.length
      number += 1
      reader.take(text.slice(from, end), number)
      from = end + 1
    } while (from <= text.length && performance.now() < until)
    if (from <= text.length) await new Promise((resolve) => setTimeout(resolve))
    if (signal.aborted) return undefined
  }
  return reader.result
}

/** The same of a few lines, at once. */
export function readShortList(given: string): ReadList {
  const text = withLineEnds(given)
  const reader = createReader(headOf(text), undefined)
  for (const [at, line] of text.split('\n').entries()) reader.take(line, at + 1)
  return reader.result
}

/** Lines of another kind than those of Unix and Windows, which old files have. */
const withLineEnds = (text: string): string => (text.includes('\n') ? text : text.replaceAll('\r', '\n'))

/** The first two lines that hold something. */
function headOf(text: string): string[] {
  return text
    .slice(0, 65_536)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 2)
}

/** The columns of a table; undefined where the first line holds an address, or names no column of addresses. */
function columnsOf([first = '', second = '']: readonly string[], separator: string): ListColumn[] | undefined {
  const headings = splitCells(first.replace(/^\ufeff/, ''), separator)
  if (headings.some((cell) => addressOf(cell) !== undefined)) return undefined
  const examples = splitCells(second, separator)
  const taken = new Set<ListField>()
  const columns = headings.map((heading, at) => {
    const known = listFields.find((one) => one === columnOf(heading) && !taken.has(one))
    if (known !== undefined) taken.add(known)
    return { heading, example: examples[at] ?? '', field: known ?? (heading === '' ? 'none' : 'data') } as ListColumn
  })
  // A line of words without an address may be the first of a list that cannot be read; a table says what it has.
  return taken.has('email') || examples.some((cell) => addressOf(cell) !== undefined && headings.length > 1)
    ? columns
    : undefined
}

const keysOf = new WeakMap<readonly RecipientInput[], ReadonlySet<string>>()

/** Whether a list has an address; those of 100,000 are gathered while they are read. */
export function listHas({ people }: Pick<ReadList, 'people'>, email: string): boolean {
  let keys = keysOf.get(people)
  if (keys === undefined) {
    keys = new Set(people.map((person) => addressKeyOf(person.email)))
    keysOf.set(people, keys)
  }
  return keys.has(addressKeyOf(email))
}

function createReader(head: readonly string[], given: readonly ListColumn[] | undefined) {
  const separator = separatorOf(head[0] ?? '')
  const columns = given ?? columnsOf(head, separator)
  const seen = new Set<string>()
  const people: RecipientInput[] = []
  keysOf.set(people, seen)
  const result = { people, duplicates: 0, invalid: 0, invalidLines: [] as number[], columns, cutLines: [] as number[] }
  let isHeading = columns !== undefined

  function keep(person: RecipientInput): void {
    const key = addressKeyOf(person.email)
    if (seen.has(key)) result.duplicates += 1
    else people.push(person)
    seen.add(key)
  }
  return {
    result,
    take(line: string, number: number): void {
      if (line.trim() === '') return
      if (isHeading) {
        isHeading = false
        return
      }
      const { found, cut = false } =
        columns === undefined ? parseLine(line) : { found: rowOf(splitCells(line, separator), columns) }
      if (found.length === 0) {
        result.invalid += 1
        if (result.invalidLines.length < NAMED) result.invalidLines.push(number)
      }
      if (cut && result.cutLines.length < NAMED) result.cutLines.push(number)
      for (const person of found) keep(person)
    },
  }
}

/** A row of a table; first and last name are joined where no column has the whole. */
function rowOf(cells: readonly string[], columns: readonly ListColumn[]): RecipientInput[] {
  const cell = (field: ListField) => cells[columns.findIndex((column) => column.field === field)]?.trim() ?? ''
  const address = addressOf(cell('email'))
  if (address === undefined) return []
  const name = cell('name') || [cell('firstName'), cell('lastName')].filter((part) => part !== '').join(' ')
  const [company, ref] = [cell('company'), cell('ref')]
  const fields = columns.flatMap(({ field, heading }, at) =>
    field === 'data' && (cells[at] ?? '') !== '' ? [[heading, cells[at]] as const] : [],
  )
  return [
    {
      ...address,
      ...(name === '' ? {} : { name }),
      ...(company === '' ? {} : { company }),
      ...(ref === '' ? {} : { ref }),
      ...(fields.length === 0 ? {} : { data: Object.fromEntries(fields) }),
    },
  ]
}
