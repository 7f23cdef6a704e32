import { type AddressObject, simpleParser } from 'mailparser'

/** A mail as the inbox shows it. */
export interface ReadMail {
  from: string
  to: string
  subject: string
  date: string | null
  html: string | null
  text: string | null
  headers: { name: string; value: string }[]
  attachments: { filename: string; contentType: string; size: number }[]
}

/** The parts of a received mail, decoded; images that travel inside it become data URIs. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true })
  return {
    from: addresses(mail.from),
    to: addresses(mail.to),
    subject: mail.subject ?? '',
    date: mail.date?.toISOString() ?? null,
    html: typeof mail.html === 'string' ? mail.html : null,
    text: mail.text ?? null,
    headers: mail.headerLines.map(({ line }) => splitHeader(line)),
    attachments: mail.attachments
      .filter(({ related }) => !related)
      .map(({ filename, contentType, size }) => ({ filename: filename ?? contentType, contentType, size })),
  }
}

/**
 * Only what the list shows, from the header block alone: thousands of mails a minute must not wait for their bodies to
 * be parsed.
 */
export async function readSummary(raw: Buffer): Promise<{ from: string; to: string; subject: string }> {
  const mail = await simpleParser(headerBlock(raw))
  return { from: addresses(mail.from), to: addresses(mail.to), subject: mail.subject ?? '' }
}

function headerBlock(raw: Buffer): Buffer {
  const end = raw.indexOf('\r\n\r\n')
  const unixEnd = raw.indexOf('\n\n')
  if (end >= 0) return raw.subarray(0, end + 4)
  return unixEnd >= 0 ? raw.subarray(0, unixEnd + 2) : raw
}

/** `Name <address>`, or the address alone; several with commas between. */
function addresses(field: AddressObject | AddressObject[] | undefined): string {
  return [field ?? []]
    .flat()
    .flatMap(({ value }) => value)
    .map(({ name, address = '' }) => (name === '' ? address : `${name} <${address}>`))
    .join(', ')
}

function splitHeader(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
}
