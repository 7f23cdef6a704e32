import type { RecipientInput } from '@sillage/core/browser'

export interface ParsedAddresses {
  recipients: RecipientInput[]
  /** How many lines repeat an address that came before. */
  duplicates: number
  /** Numbers, from 1, of the lines without a readable address. */
  invalid: number[]
}

/**
 * Reads what people paste: `address, name, company` (commas, semicolons or tabs), `Name <address>`, or several addresses on a line.
 * Addresses are only looked at roughly here; the server decides. Case does not make a second address.
 */
export function parseAddresses(text: string): ParsedAddresses {
  const seen = new Set<string>()
  const result: ParsedAddresses = { recipients: [], duplicates: 0, invalid: [] }
  const take = (recipient: RecipientInput) => {
    const key = recipient.email.toLowerCase()
    if (seen.has(key)) {
      result.duplicates += 1
      return
    }
    seen.add(key)
    result.recipients.push(recipient)
  }
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    if (line.trim() === '') return
    const found = parseLine(line)
    if (found.length === 0) result.invalid.push(index + 1)
    else found.forEach(take)
  })
  return result
}

function parseLine(line: string): RecipientInput[] {
  const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const addresses = cells.map(addressOf)
  const found = addresses.filter((cell) => cell !== undefined)
  const first = found[0]
  if (first === undefined) return []
  if (found.length > 1) {
    // A line in which one of several cells is no address is somebody's typing error, not a list.
    return addresses.every((cell, i) => cell !== undefined || cells[i] === '') ? found : []
  }
  const [name, company] = cells.filter((cell, i) => addresses[i] === undefined && cell !== '')
  return [
    {
      ...first,
      ...(name === undefined ? {} : { name: first.name ?? name }),
      ...(company === undefined ? {} : { company }),
    },
  ]
}

function addressOf(cell: string): RecipientInput | undefined {
  const named = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(cell)
  const email = (named?.[2] ?? cell).trim()
  if (!isAddress(email)) return undefined
  const name = named?.[1]?.trim()
  return name === undefined || name === '' ? { email } : { email, name }
}

/** True for what looks like one email address. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/u.test(text)
}
