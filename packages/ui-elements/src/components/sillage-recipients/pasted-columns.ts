import { columnOf, type RecipientInput } from '@sillage/core/browser'
import { splitCells } from './split-cells.ts'

/** The meaning of a pasted column. */
export type PastedField = 'email' | 'name' | 'firstName' | 'lastName' | 'company'

export interface PastedColumn {
  title: string
  /** Undefined: the column is ignored. */
  field: PastedField | undefined
}

const fields: readonly string[] = ['email', 'name', 'firstName', 'lastName', 'company'] satisfies PastedField[]

/**
 * Reads a line as the header of a table; undefined when it holds an address or names no column of addresses. Of two
 * columns for one field the first counts.
 */
export function pastedColumns(
  line: string,
  isAddress: (cell: string) => boolean,
): { separator: string; columns: PastedColumn[] } | undefined {
  const separator = [';', '\t', ','].reduce((most, one) =>
    line.split(one).length > line.split(most).length ? one : most,
  )
  const cells = splitCells(line.replace(/^\ufeff/, ''), separator)
  if (cells.some(isAddress)) return undefined
  const taken = new Set<string>()
  const columns = cells.map((title) => {
    const field = columnOf(title)
    if (field === undefined || !fields.includes(field) || taken.has(field)) return { title, field: undefined }
    taken.add(field)
    return { title, field: field as PastedField }
  })
  return taken.has('email') ? { separator, columns } : undefined
}

/** A row of the table; first and last name are joined where no column has the whole. */
export function toRecipient(cells: readonly string[], columns: readonly PastedColumn[]): RecipientInput {
  const cell = (field: PastedField) => cells[columns.findIndex((column) => column.field === field)] ?? ''
  const name = cell('name') || [cell('firstName'), cell('lastName')].filter((part) => part !== '').join(' ')
  const company = cell('company')
  return { email: cell('email'), ...(name === '' ? {} : { name }), ...(company === '' ? {} : { company }) }
}
