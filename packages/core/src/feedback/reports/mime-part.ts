/**
 * A part of a mail: its headers by lower-case name, its body as bytes in latin1 with line ends `\n`, and the parts
 * inside it.
 */
export interface MimePart {
  headers: Map<string, string[]>
  /** Lower case, without parameters. */
  type: string
  parameters: Map<string, string>
  /** Decoded from its transfer encoding; empty for multiparts. */
  body: string
  parts: MimePart[]
}

/** A mail as text of one character for each byte, cut. */
export const mailBytes = (raw: string | Uint8Array): string =>
  typeof raw === 'string' ? raw.slice(0, mostBytes) : Buffer.from(raw.subarray(0, mostBytes)).toString('latin1')

/** Reports are small; the rest is the returned mail, of which the beginning is enough. */
const mostBytes = 512 * 1024
const mostParts = 50
const deepest = 6
const mostOfAHeader = 2000
/** Of the headers of one part, or of the fields of a report. */
export const mostHeaders = 64 * 1024

/**
 * Reads the structure of a mail (RFC 2045, 2046) as far as reports need it, in time linear in its length. Never throws:
 * broken input gives fewer parts, and so does one of more than fifty, at all depths together.
 */
export function parseMime(raw: string): MimePart {
  return parsePart(withLineFeeds(raw), 0, { left: mostParts })
}

/** Also lines that end in carriage returns alone. */
const withLineFeeds = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')

function parsePart(raw: string, depth: number, room: { left: number }): MimePart {
  room.left -= 1
  const { head, content } = headAndContent(raw)
  const headers = parseHeaders(head)
  const { type, parameters } = contentType(headers.get('content-type')?.[0] ?? 'text/plain')
  const part: MimePart = { headers, type, parameters, body: '', parts: [] }
  const boundary = parameters.get('boundary')
  if (type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < deepest) {
    for (const one of split(content, boundary)) if (room.left > 0) part.parts.push(parsePart(one, depth + 1, room))
  } else part.body = decode(content, headers.get('content-transfer-encoding')?.[0] ?? '')
  return part
}

/** This part and all inside it. */
export function* allParts(part: MimePart): Generator<MimePart> {
  yield part
  for (const inner of part.parts) yield* allParts(inner)
}

/** The headers of a mail or a part, and the text after the first empty line. */
export function headAndContent(raw: string): { head: string; content: string } {
  if (raw.startsWith('\n')) return { head: '', content: raw.slice(1) }
  const end = raw.indexOf('\n\n')
  return end < 0 ? { head: raw, content: '' } : { head: raw.slice(0, end), content: raw.slice(end + 2) }
}

/** Fields by lower-case name, unfolded, in their order. */
export function parseHeaders(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of text
    .slice(0, mostHeaders)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const values = headers.get(name) ?? []
    values.push(line.slice(colon + 1).trim())
    headers.set(name, values)
  }
  return headers
}

/** A parameter's value may be quoted, and then hold the semicolon that ends it elsewhere. */
const parameter = /;\s{0,20}([^\s=;"]{1,80})\s{0,20}=\s{0,20}(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g

function contentType(value: string): { type: string; parameters: Map<string, string> } {
  // Cut: a quote that is not closed is searched to the end from each place where one may begin.
  const short = value.slice(0, mostOfAHeader)
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of short.matchAll(parameter))
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare)
  return { type: (short.split(';', 1)[0] ?? '').trim().toLowerCase(), parameters }
}

function split(content: string, boundary: string): string[] {
  const parts: string[] = []
  const opening = `--${boundary}`
  let start: number | undefined
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf('\n', at)
    const next = end < 0 ? content.length : end + 1
    if (content.startsWith(opening, at)) {
      const rest = content.slice(at + opening.length, next).trimEnd()
      if (rest === '' || rest === '--') {
        if (start !== undefined) parts.push(content.slice(start, Math.max(at - 1, start)))
        if (rest === '--' || parts.length >= mostParts) return parts
        start = next
      }
    }
    at = next
  }
  if (start !== undefined) parts.push(content.slice(start))
  return parts
}

function decode(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return withLineFeeds(Buffer.from(body, 'base64').toString('latin1'))
    case 'quoted-printable':
      // From the equals sign on: a pattern that began with the blanks before it would try each of them.
      return body
        .replace(/=[ \t]*\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    default:
      return body
  }
}
