/** A part of a mail: its headers by lower-case name, its body as bytes in latin1, and the parts inside it. */
export interface MimePart {
  headers: Map<string, string[]>
  /** Lower case, without parameters. */
  type: string
  parameters: Map<string, string>
  /** Decoded from its transfer encoding; empty for multiparts. */
  body: string
  parts: MimePart[]
}

/** Reports are small; what lies beyond is the returned mail, of which the beginning will do. */
export const mostBytes = 512 * 1024
const mostParts = 50
const deepest = 6

/** Reads the structure of a mail (RFC 2045, 2046) as far as reports need it. Never throws: broken input gives fewer parts. */
export function parseMime(raw: string, depth = 0): MimePart {
  const end = headerEnd(raw)
  const headers = parseHeaders(raw.slice(0, end.at))
  const content = raw.slice(end.next)
  const { type, parameters } = contentType(headers.get('content-type')?.[0] ?? 'text/plain')
  const part: MimePart = { headers, type, parameters, body: '', parts: [] }
  const boundary = parameters.get('boundary')
  if (type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < deepest)
    part.parts = split(content, boundary).map((one) => parseMime(one, depth + 1))
  else part.body = decode(content, headers.get('content-transfer-encoding')?.[0] ?? '')
  return part
}

/** This part and all inside it. */
export function* allParts(part: MimePart): Generator<MimePart> {
  yield part
  for (const inner of part.parts) yield* allParts(inner)
}

function headerEnd(raw: string): { at: number; next: number } {
  const found = /\r?\n\r?\n/.exec(raw)
  return found === null
    ? { at: raw.length, next: raw.length }
    : { at: found.index, next: found.index + found[0].length }
}

/** Fields by lower-case name, unfolded, in their order. */
export function parseHeaders(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>()
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const values = headers.get(name) ?? []
    values.push(line.slice(colon + 1).trim())
    headers.set(name, values)
  }
  return headers
}

function contentType(value: string): { type: string; parameters: Map<string, string> } {
  const [type = '', ...rest] = value.split(';')
  const parameters = new Map<string, string>()
  for (const part of rest) {
    const [name = '', ...text] = part.split('=')
    parameters.set(
      name.trim().toLowerCase(),
      text
        .join('=')
        .trim()
        .replace(/^"([^"]*)".*$/, '$1'),
    )
  }
  return { type: type.trim().toLowerCase(), parameters }
}

function split(content: string, boundary: string): string[] {
  const parts: string[] = []
  let current: string[] | undefined
  for (const line of content.split(/\r?\n/)) {
    const marker = line.trimEnd()
    if (marker === `--${boundary}` || marker === `--${boundary}--`) {
      if (current !== undefined) parts.push(current.join('\r\n'))
      if (marker.endsWith('--') && marker !== `--${boundary}`) return parts
      if (parts.length >= mostParts) return parts
      current = []
    } else current?.push(line)
  }
  if (current !== undefined) parts.push(current.join('\r\n'))
  return parts
}

function decode(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('latin1')
    case 'quoted-printable':
      return body
        .replace(/[ \t]*=[ \t]*\r?\n/g, '')
        .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    default:
      return body
  }
}
