import type { RecipientInput } from '@sillage/core/browser'
import { type PastedColumn, pastedColumns, toRecipient } from './pasted-columns.ts'
import { splitCells } from './split-cells.ts'

export interface ParsedAddresses {
  recipients: RecipientInput[]
  /** How many lines repeat an address that came before. */
  duplicates: number
  /** Numbers, from 1, of the lines without a readable address. */
  invalid: number[]
  /** What the header line says of the columns; undefined: there is none. */
  columns: PastedColumn[] | undefined
  /**
   * Numbers, from 1, of the lines that hold more than an address, a name and a company, without a header that says what
   * it is.
   */
  cut: number[]
}

let last: { text: string; parsed: ParsedAddresses } | undefined

/**
 * Reads pasted text: a table with a header line, `address, name, company` (commas, semicolons or tabs),
 * `Name <address>`, or several addresses on a line. Addresses are only checked roughly here; the server decides. Case
 * does not make a second address.
 */
export function parseAddresses(text: string): ParsedAddresses {
  // Each drawing of the form needs the same several times.
  if (last?.text !== text) last = { text, parsed: parse(text) }
  return last.parsed
}

function parse(text: string): ParsedAddresses {
  const seen = new Set<string>()
  const lines = text.split(/\r\n|\n|\r/)
  const header = lines.findIndex((line) => line.trim() !== '')
  const table = pastedColumns(lines[header] ?? '', (cell) => addressOf(cell) !== undefined)
  const result: ParsedAddresses = { recipients: [], duplicates: 0, invalid: [], columns: table?.columns, cut: [] }
  const take = (recipient: RecipientInput) => {
    const key = recipient.email.toLowerCase()
    if (seen.has(key)) {
      result.duplicates += 1
      return
    }
    seen.add(key)
    result.recipients.push(recipient)
  }
  lines.forEach((line, index) => {
    if (line.trim() === '' || (table !== undefined && index === header)) return
    const { found, cut = false } = table === undefined ? parseLine(line) : { found: parseRow(line, table) }
    if (found.length === 0) result.invalid.push(index + 1)
    if (cut) result.cut.push(index + 1)
    found.forEach(take)
  })
  return result
}

function parseRow(
  line: string,
  { separator, columns }: NonNullable<ReturnType<typeof pastedColumns>>,
): RecipientInput[] {
  const { email, ...rest } = toRecipient(splitCells(line, separator), columns)
  const found = addressOf(email)
  return found === undefined ? [] : [{ ...found, ...rest }]
}

function parseLine(line: string): { found: RecipientInput[]; cut?: boolean } {
  const cells = splitCells(line, ',;\t')
  const addresses = cells.map(addressOf)
  const found = addresses.filter((cell) => cell !== undefined)
  const first = found[0]
  if (first === undefined) return { found }
  if (found.length > 1) {
    // A line in which one of several cells is not an address is a typing error, not a list.
    return addresses.every((cell, i) => cell !== undefined || cells[i] === '') ? { found } : { found: [] }
  }
  const rest = cells.filter((cell, i) => addresses[i] === undefined && cell !== '')
  const [name, company] = first.name === undefined ? rest : [first.name, ...rest]
  const taken = { ...first, ...(name === undefined ? {} : { name }), ...(company === undefined ? {} : { company }) }
  return { found: [taken], cut: rest.length > (first.name === undefined ? 2 : 1) }
}

function addressOf(cell: string): RecipientInput | undefined {
  const [before = '', inside] = cell.split(/<(?=[^<]*>$)/)
  const email = (inside?.slice(0, -1) ?? cell).trim()
  if (!isAddress(email)) return undefined
  const name = inside && before.replaceAll('"', '').trim()
  return name ? { email, name } : { email }
}

/** True for what looks like one email address. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/u.test(text)
}
