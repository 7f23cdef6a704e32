import { type Contact, neutralCell } from '@sillage/core/browser'
import type { Api } from '../../client/api.ts'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'
import { saveFile } from '../save-file.ts'
import type { TableQuery } from '../sillage-table/sillage-table.ts'

/**
 * Downloads the contacts of a search as CSV, which the import reads back; answers how many there were. Fields of all
 * contacts become columns, so the file is written when all are read.
 */
export async function exportContacts(
  api: Api,
  query: TableQuery,
  words: ContactsWords,
  format: Format,
): Promise<number> {
  const contacts: Contact[] = []
  for await (const contact of api.contacts.list({ ...query, limit: 200 })) contacts.push(contact)
  const fields = [...new Set(contacts.flatMap(({ data }) => Object.keys(data)))]
  const rows = [
    ['Email', 'Name', 'Company', 'Tags', 'Ref', ...fields],
    ...contacts.map(({ email, name, company, tags, ref, data }) => [
      email,
      name ?? '',
      company ?? '',
      tags.join('|'),
      ref ?? '',
      ...fields.map((field) => textOf(data[field])),
    ]),
  ]
  const separator = format.csvSeparator
  // Excel reads UTF-8 only after this sign.
  const text = `\ufeff${rows.map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join('\r\n')}\r\n`
  saveFile(new Blob([text], { type: 'text/csv' }), `${words.contacts.title.toLowerCase()}.csv`)
  return contacts.length
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function quoted(text: string, separator: string): string {
  const cell = neutralCell(text)
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
