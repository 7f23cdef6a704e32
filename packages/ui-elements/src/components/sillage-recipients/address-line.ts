import type { RecipientInput } from '@sillage/core/browser'
import { splitCells } from './split-cells.ts'

/**
 * Reads a line such as `address, name, company` (commas, semicolons or tabs), `Name <address>`, or one of several
 * addresses; `cut`: it holds more than that. Addresses are only checked roughly here; the server decides.
 */
export function parseLine(line: string): { found: RecipientInput[]; cut?: boolean } {
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

/** An address, alone or as `Name <address>`; undefined for anything else. */
export function addressOf(cell: string): RecipientInput | undefined {
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
