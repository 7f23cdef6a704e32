import { isSillageError, SillageError } from '../domain/errors.ts'
import { fold } from '../domain/fold.ts'
import { parseInput } from '../domain/input/parse.ts'
import { type ContactColumn, contactColumns, contactInput } from '../domain/input/recipients.ts'
import type { NewContact } from '../store/records.ts'
import { newContact } from './contacts.ts'

type Field = ContactColumn

/** Header of the file → field of a contact. Columns that are not named become merge data under their header. */
export type ColumnMapping = Readonly<Record<string, Field>>

/** The usual headers, folded, in English and French. */
const usual: Record<Field, readonly string[]> = {
  email: ['email', 'e-mail', 'mail', 'courriel', 'adresse email', 'adresse e-mail', 'email address'],
  name: ['name', 'nom complet', 'full name', 'contact', 'nom et prenom'],
  firstName: ['first name', 'firstname', 'prenom'],
  lastName: ['last name', 'lastname', 'surname', 'nom', 'nom de famille'],
  company: ['company', 'entreprise', 'societe', 'organisation', 'organization', 'raison sociale'],
  tags: ['tags', 'tag', 'etiquettes', 'mots-cles'],
  consentOpens: ['consent opens', 'consentement ouvertures'],
  consentClicks: ['consent clicks', 'consentement clics'],
  consentReadTime: ['consent read time', 'consentement temps de lecture'],
  consentAt: ['consent at', 'consent date', 'date du consentement'],
  consentSource: ['consent source', 'source du consentement'],
}

export interface Columns {
  byField: Map<Field, number>
  data: { index: number; name: string }[]
}

export function mapColumns(header: readonly string[], mapping: ColumnMapping | undefined): Columns {
  const named = new Map(Object.entries(mapping ?? {}).map(([name, field]) => [fold(name), field]))
  const columns: Columns = { byField: new Map(), data: [] }
  header.forEach((title, index) => {
    const folded = fold(title.replace(/^\ufeff/, ''))
    const field =
      mapping === undefined ? contactColumns.find((name) => usual[name].includes(folded)) : named.get(folded)
    if (field !== undefined && !columns.byField.has(field)) columns.byField.set(field, index)
    else if (folded !== '') columns.data.push({ index, name: title.trim() })
  })
  if (!columns.byField.has('email')) {
    throw new SillageError(
      'invalid_field',
      `Expected a header line with an email column, got "${header.join(', ').slice(0, 200)}".`,
      { field: 'email' },
    )
  }
  return columns
}

export function toNewContact(
  cells: readonly string[],
  columns: Columns,
  target: { owner: string | null; now: number },
): NewContact | { reason: string } {
  const cell = (field: Field): string | undefined => {
    const index = columns.byField.get(field)
    return index === undefined ? undefined : cells[index] || undefined
  }
  const name = cell('name') ?? ([cell('firstName'), cell('lastName')].filter(Boolean).join(' ') || undefined)
  const data: Record<string, string> = {}
  for (const { index, name: key } of columns.data) if (cells[index]) data[key] = cells[index]
  for (const key of ['firstName', 'lastName'] as const) {
    const value = cell(key)
    if (value !== undefined) data[key] = value
  }
  try {
    const input = parseInput(contactInput, {
      email: cell('email') ?? '',
      ...(name === undefined ? {} : { name }),
      ...(cell('company') === undefined ? {} : { company: cell('company') }),
      ...(cell('tags') === undefined
        ? {}
        : {
            tags: cell('tags')
              ?.split(/[,;|]/)
              .map((tag) => tag.trim())
              .filter(Boolean),
          }),
      data,
      ...consentOf(cell),
    })
    return newContact(input, target.owner, target.now)
  } catch (error) {
    if (isSillageError(error)) return { reason: error.message }
    throw error
  }
}

function consentOf(cell: (field: Field) => string | undefined): { consent?: object } {
  const parts = [
    ['opens', yesNo(cell('consentOpens'))],
    ['clicks', yesNo(cell('consentClicks'))],
    ['readTime', yesNo(cell('consentReadTime'))],
    ['at', instantOf(cell('consentAt'))],
    ['source', cell('consentSource')],
  ].filter(([, value]) => value !== undefined)
  return parts.length === 0 ? {} : { consent: Object.fromEntries(parts) }
}

function yesNo(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined
  const folded = fold(text)
  if (['yes', 'oui', 'true', 'vrai', '1', 'y', 'o'].includes(folded)) return true
  if (['no', 'non', 'false', 'faux', '0', 'n'].includes(folded)) return false
  throw new SillageError('invalid_field', `consent: expected yes or no, got "${text.slice(0, 40)}"`)
}

function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time))
    throw new SillageError(
      'invalid_field',
      `consent date: expected a date such as 2026-11-22, got "${text.slice(0, 40)}"`,
    )
  return new Date(time).toISOString()
}
