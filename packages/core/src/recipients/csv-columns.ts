import { isSillageError, SillageError } from '../domain/errors.ts'
import { parseInput } from '../domain/input/parse.ts'
import { contactInput } from '../domain/input/recipients.ts'
import type { ColumnMapping, ContactColumn } from '../domain/recipient.ts'
import { fold } from '../kit/fold.ts'
import type { NewContact } from '../store/port/records.ts'
import { columnOf } from './column-names.ts'
import { newContact } from './new-contact.ts'

/** Where a file has what: fields by the index of their column, and the columns that become merge data. */
export interface Columns {
  byField: Map<ContactColumn, number>
  data: { index: number; name: string }[]
}

const MAX_COLUMNS = 500
/** The longest name a merge field may have. */
const MAX_TITLE = 200
/** More than a hundred tags of a hundred characters, which are split only when they are not. */
const MAX_TAGS_TEXT = 12_000

/**
 * Reads a header line. Of two columns for one field the first counts, the other is merge data. Throws `invalid_field`
 * without an email column, with more than 500 columns, and for a title of more than 200 characters.
 */
export function mapColumns(header: readonly string[], mapping: ColumnMapping | undefined): Columns {
  requireFewColumns(header.length)
  requireShortTitles(header)
  const named = new Map(Object.entries(mapping ?? {}).map(([name, field]) => [fold(name), field]))
  const columns: Columns = { byField: new Map(), data: [] }
  header.forEach((title, index) => {
    const folded = fold(title.replace(/^\ufeff/, ''))
    const field = mapping === undefined ? columnOf(title) : named.get(folded)
    if (field !== undefined && !columns.byField.has(field)) columns.byField.set(field, index)
    else if (folded !== '') columns.data.push({ index, name: title.trim() })
  })
  if (!columns.byField.has('email')) {
    throw new SillageError(
      'invalid_field',
      `Expected a header line with an email column, got "${header.join(', ').slice(0, 200)}"; name the column if it is called otherwise.`,
      { field: 'email' },
    )
  }
  return columns
}

/** Throws `invalid_field` for more columns than a contact may have fields. */
export function requireFewColumns(count: number): void {
  if (count <= MAX_COLUMNS) return
  throw new SillageError(
    'invalid_field',
    `Expected at most ${MAX_COLUMNS} columns, got ${count}; keep those that the mails show, and send the file again.`,
  )
}

function requireShortTitles(header: readonly string[]): void {
  const long = header.findIndex((title) => title.length > MAX_TITLE)
  if (long < 0) return
  throw new SillageError(
    'invalid_field',
    `Expected column titles of at most ${MAX_TITLE} characters; shorten that of column ${long + 1}.`,
  )
}

/** A row as a contact, its address checked; or why it cannot be one, as text for the report. */
export function toNewContact(
  cells: readonly string[],
  columns: Columns,
  target: { owner: string | null; now: number },
): NewContact | { reason: string } {
  const cell = (field: ContactColumn): string | undefined => {
    const index = columns.byField.get(field)
    return index === undefined ? undefined : cells[index] || undefined
  }
  const name = cell('name') ?? ([cell('firstName'), cell('lastName')].filter(Boolean).join(' ') || undefined)
  const data: Record<string, string> = {}
  for (const { index, name: key } of columns.data) {
    if (index >= cells.length) break
    if (cells[index]) data[key] = cells[index]
  }
  for (const key of ['firstName', 'lastName'] as const) {
    const value = cell(key)
    if (value !== undefined) data[key] = value
  }
  try {
    const input = parseInput(contactInput, {
      email: cell('email') ?? '',
      ref: cell('ref'),
      name,
      company: cell('company'),
      tags: tagsOf(cell('tags')),
      data,
      ...consentOf(cell),
    })
    return newContact(input, target.owner, target.now)
  } catch (error) {
    if (isSillageError(error)) return { reason: error.message }
    throw error
  }
}

function tagsOf(text: string | undefined): string[] | undefined {
  if (text !== undefined && text.length > MAX_TAGS_TEXT)
    throw new SillageError('invalid_field', 'tags: expected at most 100 tags of 100 characters')
  return text
    ?.split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter(Boolean)
}

function consentOf(cell: (field: ContactColumn) => string | undefined): { consent?: object } {
  const parts = [
    ['opens', yesNo('opens', cell('consentOpens'))],
    ['clicks', yesNo('clicks', cell('consentClicks'))],
    ['readTime', yesNo('read time', cell('consentReadTime'))],
    ['at', instantOf(cell('consentAt'))],
    ['source', cell('consentSource')],
  ].filter(([, value]) => value !== undefined)
  return parts.length === 0 ? {} : { consent: Object.fromEntries(parts) }
}

function yesNo(what: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  const folded = fold(text)
  if (['yes', 'oui', 'true', 'vrai', '1', 'y', 'o'].includes(folded)) return true
  if (['no', 'non', 'false', 'faux', '0', 'n'].includes(folded)) return false
  throw new SillageError('invalid_field', `consent ${what}: expected yes or no, got "${text.slice(0, 40)}"`)
}

/**
 * ISO 8601: a day, or a time with its offset. `11/12/2026` is ambiguous, and a consent's date decides whether it holds.
 */
const instant = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/

function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = instant.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time))
    throw new SillageError(
      'invalid_field',
      `consent date: expected a date such as 2026-11-22 or 2026-11-22T09:00:00Z, got "${text.slice(0, 40)}"`,
    )
  return new Date(time).toISOString()
}
